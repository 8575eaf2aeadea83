package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.util.ArrayList;
import java.util.List;

@Parameters(commandDescription = RetryCommand.DESCRIPTION)
final class RetryCommand extends RunCommand {
    static final String DESCRIPTION =
            "Build images once more, with fresh attempts: run --only IMAGE... --force IMAGE...";

    @Parameter(description = "IMAGE...", required = true, splitter = Converters.Whole.class)
    List<String> images = new ArrayList<>();

    @Override
    public ExitCode run(Wiring wiring) {
        if (!selection.only.isEmpty() || !force.images.isEmpty() || plan != null) {
            throw new UsageException("retry takes its images as arguments; leave out --only, --force and --plan");
        }
        selection.only = images;
        force.images = images;
        return super.run(wiring);
    }
}
