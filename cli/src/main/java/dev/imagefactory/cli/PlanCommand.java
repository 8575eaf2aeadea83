package dev.imagefactory.cli;

import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.ImagePlanner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.RenderedImages;
import java.util.List;

@Parameters(commandDescription = "Say what a run would build, and why; asks no service and changes nothing")
final class PlanCommand extends InputCommand {
    @ParametersDelegate
    SelectionOptions selection = new SelectionOptions();

    @Override
    public ExitCode run(Wiring wiring) {
        Settings settings = wiring.settings(input);
        RenderedImages images = wiring.renderValid(settings);
        ImageSelection selected = Selections.checked(settings.selection(selection), images);
        List<PlannedImage> plan = new ImagePlanner(settings.policy(selection))
                .plan(
                        images.images(),
                        wiring.history(settings),
                        selected,
                        wiring.surroundings().clock().instant());
        RunReport report = new RunReport(plan, List.of(), List.of(), List.of());
        Results.print(wiring, input, report, images, selection.all);
        return Results.refusesName(report) ? ExitCode.INVALID_INPUT : ExitCode.OK;
    }
}
