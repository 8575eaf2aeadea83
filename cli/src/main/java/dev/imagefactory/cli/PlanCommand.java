package dev.imagefactory.cli;

import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.RenderedImages;

@Parameters(commandDescription = "Say what a run would build, and why; asks no Image Factory and changes nothing")
final class PlanCommand extends InputCommand {
    @ParametersDelegate
    SelectionOptions selection = new SelectionOptions();

    @ParametersDelegate
    AzureOptions azure = new AzureOptions();

    @Override
    public ExitCode run(Wiring wiring) {
        Settings settings = wiring.settings(input);
        RenderedImages images = wiring.versioned(wiring.renderValid(settings), settings, selection, azure);
        ImageSelection selected = Selections.checked(settings.selection(selection), images);
        PlanPolicy policy = settings.policy(selection);
        RunReport report = wiring.plan(settings, azure, images, selected, policy);
        Results.print(wiring, input, report, policy, images, selection.all);
        return Results.refusesChange(report) ? ExitCode.INVALID_INPUT : ExitCode.OK;
    }
}
