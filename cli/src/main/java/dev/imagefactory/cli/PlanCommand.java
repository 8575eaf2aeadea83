package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.planner.SavedPlan;
import dev.imagefactory.template.RenderedImages;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = PlanCommand.DESCRIPTION)
final class PlanCommand extends InputCommand {
    static final String DESCRIPTION = "Say what a run would build, and why; asks no Image Factory and changes nothing";

    @ParametersDelegate
    SelectionOptions selection = new SelectionOptions();

    @ParametersDelegate
    ForceOptions force = new ForceOptions();

    @ParametersDelegate
    AzureOptions azure = new AzureOptions();

    @Nullable
    @Parameter(names = "--out", description = "File that keeps the plan for 'run --plan'")
    String out;

    @Parameter(names = "--detailed-exitcode", description = "End with 4 where a run would submit something")
    boolean detailedExitCode;

    @Override
    public ExitCode run(Wiring wiring) {
        Settings settings = wiring.settings(input);
        LedgerReading ledger = wiring.readLedger(settings, azure);
        RenderedImages images =
                wiring.versioned(wiring.renderValid(settings), settings, settings.secretVersions(selection), azure);
        ImageSelection selected = Selections.checked(settings.selection(selection), images);
        PlanPolicy policy = force.forcing(settings.policy(selection), images, selected);
        Wiring.Planned planned = wiring.planned(ledger, images, selected, policy);
        if (out != null) {
            keep(wiring, out, planned.saved());
        }
        Results.print(wiring, input, planned.report(), policy, images, selection.all);
        return exitCode(planned.report());
    }

    private static void keep(Wiring wiring, String file, SavedPlan plan) {
        String json = plan.json();
        WholeFile.write(wiring.surroundings().workingDirectory().resolve(file), file, text -> text.write(json));
        wiring.console()
                .note("the plan is kept in " + file + "; 'imagefactory run --plan " + file + "' carries it out");
    }

    private ExitCode exitCode(RunReport report) {
        if (Results.refusesChange(report)) {
            return ExitCode.INVALID_INPUT;
        }
        boolean changes =
                report.images().stream().anyMatch(image -> image.action().isSubmission());
        return detailedExitCode && changes ? ExitCode.CHANGES : ExitCode.OK;
    }
}
