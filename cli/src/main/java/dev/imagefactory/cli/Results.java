package dev.imagefactory.cli;

import dev.imagefactory.planner.BuildRunner.ManualReport;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.RenderedImages;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        print(wiring, input, report, policy, images, showAll, null);
    }

    /** The same with all images, and how old each is. */
    static void printWithAges(
            Wiring wiring,
            InputOptions input,
            RunReport report,
            PlanPolicy policy,
            RenderedImages images,
            Instant now) {
        print(wiring, input, report, policy, images, true, now);
    }

    private static void print(
            Wiring wiring,
            InputOptions input,
            RunReport report,
            PlanPolicy policy,
            RenderedImages images,
            boolean showAll,
            @Nullable Instant agesAt) {
        if (input.output == OutputFormat.JSON) {
            wiring.console().document(ReportJson.report(report, policy.failureRules(), images.problems(), agesAt));
            ReportText.printIncidents(wiring.console(), report.incidents(), report.images());
            wiring.console().note(ReportText.summary(report));
        } else {
            new ReportText(wiring.console(), policy.failureRules(), showAll, agesAt).print(report);
        }
    }

    /** What could not be asked comes first: without it the rest is not known. */
    static ExitCode exitCode(RunReport report) {
        if (isUnreachable(report.incidents())) {
            return ExitCode.UNREACHABLE;
        }
        if (refusesChange(report)) {
            return ExitCode.INVALID_INPUT;
        }
        boolean failed = report.hasFailedImages() || report.hasStalledBuilds() || report.hasImagesTooOld();
        return failed ? ExitCode.IMAGE_FAILED : ExitCode.OK;
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

    /** Whether the policy refuses a change of an image. */
    static boolean refusesChange(RunReport report) {
        return report.images().stream().anyMatch(image -> image.reason().code().isRefusal());
    }
}
