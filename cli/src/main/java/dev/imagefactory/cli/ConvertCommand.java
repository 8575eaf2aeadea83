package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import dev.imagefactory.authoring.DefinitionTexts;
import dev.imagefactory.authoring.JsonConversion;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = ConvertCommand.DESCRIPTION)
final class ConvertCommand extends InputCommand {
    static final String DESCRIPTION = "Make JSON of definitions and variables that are YAML; the images stay the same";

    @Nullable
    @Parameter(description = "[DIR]")
    String folder;

    @Parameter(names = "--to", description = "What is made of them: json")
    String form = "json";

    @Nullable
    @Parameter(
            names = "--out",
            description = "Folder for the converted set (default: beside the YAML, which is renamed)")
    String out;

    @Parameter(names = "--replace", description = "Delete the YAML instead of renaming it to *.orig")
    boolean replace;

    @Parameter(names = "--keep-comments", description = "Keep comments in files beside, *.comments.txt")
    boolean keepComments;

    @Parameter(names = "--dry-run", description = "Show what would be done; nothing is written")
    boolean dryRun;

    @Override
    public ExitCode run(Wiring wiring) {
        if (!form.equals("json")) {
            throw new UsageException("--to takes json, not '" + form + "'");
        }
        if (replace && out != null) {
            throw new UsageException("--replace is about the YAML, which stays where it is with --out; drop one");
        }
        Authoring authoring = new Authoring(wiring, input, folder);
        DefinitionTexts texts = authoring.read();
        JsonConversion conversion = JsonConversion.of(texts, authoring.engine());
        if (!dryRun && !conversion.files().isEmpty()) {
            @Nullable Path target = authoring.target(out);
            if (target == null) {
                conversion.writeInPlace(replace, keepComments);
            } else {
                conversion.writeTo(target, keepComments);
            }
        }
        AuthoringResults.print(wiring.console(), input.output, conversion, dryRun, keepComments);
        return ExitCode.OK;
    }
}
