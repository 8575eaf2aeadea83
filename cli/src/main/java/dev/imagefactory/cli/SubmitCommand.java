package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.ImageBuilder;
import dev.imagefactory.planner.Job;
import dev.imagefactory.template.ImageTarget;
import dev.imagefactory.template.RenderedImage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = SubmitCommand.DESCRIPTION)
final class SubmitCommand extends InputCommand {
    static final String DESCRIPTION =
            "Submit one definition by hand and print its tracking id; the ledger does not learn of it";

    @ParametersDelegate
    ServiceOptions service = new ServiceOptions();

    @Nullable
    @Parameter(description = "FILE", required = true)
    String file;

    @Override
    public boolean isSubmitting() {
        return true;
    }

    @Override
    public ExitCode run(Wiring wiring) {
        Settings settings = wiring.settings(input);
        Path path = wiring.surroundings().workingDirectory().resolve(String.valueOf(file));
        RenderedImage image = wiring.renderValid(settings, path);
        try (ServiceSession session = wiring.connect(settings, service)) {
            Instant now = wiring.surroundings().clock().instant();
            Job job = session.imageBuilder()
                    .submit(new ImageBuilder.Request(
                            UUID.randomUUID().toString(),
                            now,
                            ImageTarget.names(image.targetsAt(now)),
                            image.payload().complete(now, session.secrets()),
                            null))
                    .job();
            ManualResults.print(wiring, input, job);
            return ExitCode.OK;
        }
    }
}
