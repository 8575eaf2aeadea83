package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import dev.imagefactory.planner.ImageGraph;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = GraphCommand.DESCRIPTION)
final class GraphCommand extends InputCommand {
    static final String DESCRIPTION = "Draw what depends on what: variables, definitions, images, destinations";

    @Nullable
    @Parameter(
            names = "--format",
            converter = Converters.ToGraphFormat.class,
            description = "mermaid, dot or json (default: mermaid; with --output json, json)")
    GraphFormat format;

    @Override
    public ExitCode run(Wiring wiring) {
        boolean json = input.output == OutputFormat.JSON;
        if (json && format != null && format != GraphFormat.JSON) {
            throw new UsageException(
                    "--output json asks for JSON, --format " + format + " for something else; drop one");
        }
        ImageGraph graph = ImageGraph.of(wiring.renderCounting(wiring.settings(input)));
        GraphFormat form = format != null ? format : json ? GraphFormat.JSON : GraphFormat.MERMAID;
        wiring.console().document(form.draw(graph));
        return ExitCode.OK;
    }
}
