package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.document.JsonText;
import java.util.ArrayList;
import java.util.List;

@Parameters(commandDescription = RenderCommand.DESCRIPTION)
final class RenderCommand extends InputCommand {
    static final String DESCRIPTION = "Print definitions as they would be submitted, secrets as references";

    @Parameter(description = "[IMAGE...]", splitter = Converters.Whole.class)
    List<String> images = new ArrayList<>();

    @Override
    public ExitCode run(Wiring wiring) {
        RenderedImages rendered = wiring.renderValid(wiring.settings(input));
        ImageSelection selected = Selections.checked(new ImageSelection(images, List.of()), rendered);
        List<RenderedImage> shown = rendered.images().stream()
                .filter(image -> selected.includes(image.id()))
                .toList();
        if (input.output == OutputFormat.JSON) {
            wiring.console().document(ReportJson.rendered(shown));
        } else {
            for (RenderedImage image : shown) {
                if (shown.size() > 1) {
                    wiring.console().note("// " + image.file());
                }
                wiring.console().document(JsonText.pretty(image.payload().document()));
            }
        }
        return ExitCode.OK;
    }
}
