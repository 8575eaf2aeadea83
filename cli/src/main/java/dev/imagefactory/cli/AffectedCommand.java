package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import dev.imagefactory.planner.AffectedImages;
import dev.imagefactory.planner.AffectedImages.AffectedImage;
import dev.imagefactory.planner.Cause;
import dev.imagefactory.template.NearestName;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = AffectedCommand.DESCRIPTION)
final class AffectedCommand extends InputCommand {
    static final String DESCRIPTION =
            "Say which images a change concerns, and by what; asks neither service nor ledger";

    @Nullable
    @Parameter(names = "--since", description = "What differs from this commit (a branch, a tag, HEAD~1, a hash)")
    String since;

    @Nullable
    @Parameter(
            names = "--until",
            description = "With --since: compare with this commit instead of the files as they are")
    String until;

    @Parameter(
            names = "--set",
            splitter = Converters.Whole.class,
            description = "NAME=VALUE: what would differ if the variable had this value; repeatable")
    List<String> values = new ArrayList<>();

    @Nullable
    @Parameter(
            names = "--markdown",
            description = "File for the result in Markdown; a pipeline shows it on the page of the run")
    String markdown;

    @Nullable
    @Parameter(names = "--variable", description = "What a change of this variable would concern")
    String variable;

    @Override
    public ExitCode run(Wiring wiring) {
        long ways = Stream.of(since != null, !values.isEmpty(), variable != null)
                .filter(given -> given)
                .count();
        if (ways != 1) {
            throw new UsageException("affected takes one of --since, --set and --variable");
        }
        if (until != null && since == null) {
            throw new UsageException("--until goes with --since");
        }
        AffectedImages affected = affected(wiring, wiring.settings(input));
        if (markdown != null) {
            Path file = wiring.surroundings().workingDirectory().resolve(markdown);
            WholeFile.write(file, markdown, text -> text.write(AffectedMarkdown.of(affected)));
            wiring.console().pipeline().summary(file);
        }
        print(wiring, affected);
        return ExitCode.OK;
    }

    private AffectedImages affected(Wiring wiring, Settings settings) {
        if (since != null) {
            RenderedImages before = wiring.renderValid(settings, since);
            RenderedImages after =
                    until == null ? wiring.renderCounting(settings) : wiring.renderValid(settings, until);
            return AffectedImages.between(before, after);
        }
        RenderedImages images = wiring.renderCounting(settings);
        if (variable != null) {
            requireVariable(variable, images);
            return AffectedImages.uses(images, variable);
        }
        return AffectedImages.between(images, wiring.renderValid(settings, overrides(images)));
    }

    /** The values of {@code --set} as a file of variables. */
    private SourceFile overrides(RenderedImages images) {
        Map<String, Member> members = new LinkedHashMap<>();
        for (String value : values) {
            int equals = value.indexOf('=');
            if (equals < 0) {
                throw new UsageException("'" + value + "' sets nothing; write it as NAME=VALUE");
            }
            String name = value.substring(0, equals);
            requireVariable(name, images);
            members.put(
                    name, new Member(name, new JsonString(value.substring(equals + 1), Location.NONE), Location.NONE));
        }
        String text = JsonText.compact(new JsonObject(List.copyOf(members.values()), Location.NONE));
        return SourceFile.of("--set", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A variable that does not exist is a mistake, not one that concerns nothing. */
    private static void requireVariable(String name, RenderedImages images) {
        if (!images.variables().containsKey(name)) {
            throw new UsageException("there is no variable '" + name + "'; "
                    + NearestName.of(name, images.variables().keySet())
                            .map(nearest -> "did you mean '" + nearest + "'?")
                            .orElse("'imagefactory graph' shows the variables"));
        }
    }

    private void print(Wiring wiring, AffectedImages affected) {
        if (input.output == OutputFormat.JSON) {
            wiring.console().document(InquiryJson.affected(affected));
            return;
        }
        for (AffectedImage image : affected.images()) {
            String causes = image.causes().stream().map(Cause::toString).collect(Collectors.joining("; "));
            wiring.console().result(image.id() + ": " + causes);
        }
        wiring.console().note(ReportText.counted(affected.images().size(), "image") + " affected");
    }
}
