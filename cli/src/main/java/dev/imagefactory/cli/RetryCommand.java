package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.template.RenderedImages;
import java.util.ArrayList;
import java.util.List;

@Parameters(commandDescription = "Build images once more, with fresh attempts: run --only IMAGE... --force IMAGE...")
final class RetryCommand extends RunCommand {
    @Parameter(description = "IMAGE...", required = true, splitter = Converters.Whole.class)
    List<String> images = new ArrayList<>();

    @Override
    public ExitCode run(Wiring wiring) {
        Settings settings = wiring.settings(input);
        RenderedImages rendered = wiring.renderValid(settings);
        return submit(wiring, settings, rendered, new ImageSelection(images, List.of()), images);
    }
}
