package dev.imagefactory.cli;

import dev.imagefactory.planner.BuildRunner.ManualReport;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.RenderedImages;
import java.util.List;

/** How the result of a plan or run is printed, and what exit code it means. */
final class Results {
    private Results() {}

    static void print(
            Wiring wiring,
            InputOptions input,
            RunReport report,
            PlanPolicy policy,
            RenderedImages images,
            boolean showAll) {
        if (input.output == OutputFormat.JSON) {
            wiring.console().document(ReportJson.report(report, policy.failureRules(), images.problems()));
            ReportText.printIncidents(wiring.console(), report.incidents());
            wiring.console().note(ReportText.summary(report));
        } else {
            new ReportText(wiring.console(), policy.failureRules(), showAll).print(report);
        }
    }

    /** What could not be asked comes first: without it the rest is not known. */
    static ExitCode exitCode(RunReport report) {
        if (isUnreachable(report.incidents())) {
            return ExitCode.UNREACHABLE;
        }
        if (refusesName(report)) {
            return ExitCode.INVALID_INPUT;
        }
        return report.hasFailedImages() || report.hasStalledBuilds() ? ExitCode.IMAGE_FAILED : ExitCode.OK;
    }

    static ExitCode exitCode(ManualReport report) {
        if (isUnreachable(report.incidents())) {
            return ExitCode.UNREACHABLE;
        }
        boolean failed = report.builds().stream().anyMatch(build -> isFailure(build.state()));
        return failed ? ExitCode.IMAGE_FAILED : ExitCode.OK;
    }

    /** Whether a build ended in a way that somebody must look at; a cancelled one was somebody's will. */
    static boolean isFailure(BuildState state) {
        return state == BuildState.FAILED || state == BuildState.LOST;
    }

    private static boolean isUnreachable(List<Incident> incidents) {
        return incidents.stream().anyMatch(incident -> incident.kind().keepsFromWork());
    }

    static boolean refusesName(RunReport report) {
        return report.images().stream().anyMatch(image -> image.reason().code() == ReasonCode.NAME_UNCHANGED);
    }
}
