package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import dev.imagefactory.authoring.VariableExtraction;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = ExtractCommand.DESCRIPTION)
final class ExtractCommand extends InputCommand {
    static final String DESCRIPTION = "Make variables of values that definitions repeat; the images stay the same";

    @Nullable
    @Parameter(description = "[DIR]")
    String folder;

    @Parameter(names = "--min-uses", description = "How many definitions must say a value")
    int minUses = 2;

    @Parameter(
            names = "--build-date",
            description = "Put {BUILD_DATE} for the date at the end of image names; these images are then built anew")
    boolean buildDate;

    @Nullable
    @Parameter(names = "--out", description = "Folder for the set with variables (default: in place)")
    String out;

    @Parameter(names = "--dry-run", description = "Show what would be done; nothing is written")
    boolean dryRun;

    @Override
    public ExitCode run(Wiring wiring) {
        Authoring authoring = new Authoring(wiring, input, folder);
        VariableExtraction extraction =
                VariableExtraction.of(authoring.read(), authoring.engine(), authoring.imageNames(), minUses, buildDate);
        if (!dryRun) {
            @Nullable Path target = authoring.target(out);
            if (target == null) {
                extraction.writeInPlace();
            } else {
                extraction.writeTo(target);
            }
        }
        AuthoringResults.print(wiring.console(), input.output, extraction, dryRun);
        return ExitCode.OK;
    }
}
