package dev.imagefactory.cli;

import dev.imagefactory.planner.Action;
import dev.imagefactory.planner.BuildRunner.ManualReport;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.RenderedImages;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the result of a plan or run is printed, and what exit code it means. */
final class Results {
    /** What later runs mend without anybody's help. */
    private static final Set<Incident.Kind> OF_NO_CONCERN =
            EnumSet.of(Incident.Kind.SUBMISSION_LIMIT, Incident.Kind.CONCURRENT_RUN, Incident.Kind.UNSETTLED);

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
        Console console = wiring.console();
        ReportText text = new ReportText(console, policy.failureRules(), showAll, agesAt);
        if (input.output == OutputFormat.JSON) {
            console.document(ReportJson.report(report, policy.failureRules(), images.problems(), agesAt));
            if (console.pipeline() == Pipeline.NONE) {
                ReportText.printIncidents(console, report.incidents(), report.images());
            } else {
                text.printIssues(report);
            }
            console.note(ReportText.summary(report));
        } else {
            text.print(report);
        }
        tell(console.pipeline(), report);
    }

    /** Gives the pipeline the counts, and says whether somebody should look although nothing failed. */
    private static void tell(Pipeline pipeline, RunReport report) {
        if (pipeline == Pipeline.NONE) {
            return;
        }
        pipeline.output("images", String.valueOf(report.images().size()));
        pipeline.output("submitted", String.valueOf(report.submitted().size()));
        pipeline.output("blocked", String.valueOf(report.count(Action.BLOCKED)));
        for (BuildState state : BuildState.values()) {
            pipeline.output(state.id(), String.valueOf(report.count(state)));
        }
        boolean incident = report.incidents().stream().anyMatch(each -> !OF_NO_CONCERN.contains(each.kind()));
        boolean doubtfulChange = report.images().stream()
                .anyMatch(image ->
                        image.action().isSubmission() && !image.warnings().isEmpty());
        if (exitCode(report) == ExitCode.OK && (incident || doubtfulChange)) {
            pipeline.endWithIssues();
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
