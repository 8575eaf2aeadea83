package dev.imagefactory.cli;

import dev.imagefactory.planner.Action;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.FailureClass;
import dev.imagefactory.planner.FailureRules;
import dev.imagefactory.planner.ImageAge;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a run, which {@code docs/operations.md} lists.
 *
 * @param started when the command began
 * @param ended when its result was known; the ages are those of this instant
 * @param exitCode of the command
 */
record RunMetrics(
        RunReport report,
        LedgerContents ledger,
        FailureRules rules,
        Instant started,
        Instant ended,
        ExitCode exitCode) {

    private static final List<Duration> BOUNDS = Stream.of(30, 60, 90, 120, 150, 180, 240, 300, 360, 480)
            .map(Duration::ofMinutes)
            .toList();

    String text() {
        OpenMetrics text = new OpenMetrics();
        addImages(text);
        addBuilds(text);
        addRun(text);
        return text.end();
    }

    private void addImages(OpenMetrics text) {
        text.gauge("imagefactory_images", "Images by what the plan says of them.");
        for (Action action : Action.values()) {
            text.value(report.count(action), "action", action.id());
        }
        List<PlannedImage> wanted =
                report.images().stream().filter(image -> image.image() != null).toList();
        text.gauge("imagefactory_image_attempts", "Attempts of the wanted payload since it last began afresh.");
        wanted.forEach(image -> text.value(image.attempts(), "image", image.imageId()));
        text.gauge("imagefactory_image_age_seconds", "Time since the last successful build was requested.");
        for (PlannedImage image : wanted) {
            @Nullable Instant built = image.lastSuccessAt();
            if (built != null) {
                text.value(ImageAge.between(built, ended).duration(), "image", image.imageId());
            }
        }
    }

    private void addBuilds(OpenMetrics text) {
        text.gauge("imagefactory_builds", "Builds in the ledger by state.");
        for (BuildState state : BuildState.values()) {
            text.value(count(build -> build.state() == state), "state", state.id());
        }
        text.gauge("imagefactory_failed_builds", "Builds in the ledger that ended without an image, by class.");
        for (FailureClass failureClass : FailureClass.values()) {
            text.value(
                    count(build -> build.state().isUnsuccessful()
                            && rules.classify(build).failureClass() == failureClass),
                    "class",
                    failureClass.id());
        }
        text.counter("imagefactory_claimed_builds", "Builds that the ledger has ever had.")
                .total(ledger.builds().size());
        text.histogram("imagefactory_build_duration_seconds", "Time from the claim of a build to its end.");
        for (BuildState state : List.of(BuildState.SUCCEEDED, BuildState.FAILED, BuildState.CANCELLED)) {
            text.distribution(durations(state), BOUNDS, "state", state.id());
        }
    }

    private long count(Predicate<Build> condition) {
        return ledger.builds().stream().filter(condition).count();
    }

    /** Of builds that were a job; what was refused took no time. */
    private List<Duration> durations(BuildState state) {
        return ledger.builds().stream()
                .filter(build -> build.state() == state && build.progress().trackingId() != null)
                .flatMap(build -> Stream.ofNullable(build.progress().finishedAt())
                        .map(finished -> ImageAge.between(build.order().claimedAt(), finished)
                                .duration()))
                .toList();
    }

    private void addRun(OpenMetrics text) {
        text.gauge("imagefactory_run_duration_seconds", "Time that the command took.")
                .value(Duration.between(started, ended));
        text.gauge("imagefactory_run_end_timestamp_seconds", "When the command ended, as Unix time.")
                .value(Duration.ofSeconds(ended.getEpochSecond()));
        text.gauge("imagefactory_run_exit_code", "Exit code of the command.").value(exitCode.status());
        text.gauge("imagefactory_run_submitted_builds", "Builds that the command submitted.")
                .value(report.submitted().size());
        text.gauge("imagefactory_run_failed_builds", "Builds that the command learned to have failed.")
                .value(report.failures().size());
        text.gauge("imagefactory_run_incidents", "Incidents of the command by kind.");
        for (Incident.Kind kind : Incident.Kind.values()) {
            text.value(
                    report.incidents().stream()
                            .filter(incident -> incident.kind() == kind)
                            .count(),
                    "kind",
                    kind.id());
        }
    }
}
