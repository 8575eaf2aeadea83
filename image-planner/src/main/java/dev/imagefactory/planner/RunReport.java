package dev.imagefactory.planner;

import dev.imagefactory.planner.Incident.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run found, decided and did.
 *
 * @param images each image with its decision and its build as it stands after the run, sorted by id
 * @param submitted the builds that this run submitted
 * @param failures the builds that this run learned to have failed or to be lost
 * @param incidents what else happened, in its order
 */
public record RunReport(
        List<PlannedImage> images, List<Build> submitted, List<Build> failures, List<Incident> incidents) {
    public RunReport {
        images = List.copyOf(images);
        submitted = List.copyOf(submitted);
        failures = List.copyOf(failures);
        incidents = List.copyOf(incidents);
    }

    /** A plan, of which nothing was carried out. */
    public static RunReport of(List<PlannedImage> plan, List<Incident> incidents) {
        return new RunReport(plan, List.of(), List.of(), incidents);
    }

    /** How many images have this action. */
    public long count(Action action) {
        return images.stream().filter(image -> image.action() == action).count();
    }

    /** How many builds of the images are in this state; one that several images wait for counts once. */
    public long count(BuildState state) {
        return builds().filter(build -> build.state() == state)
                .map(Build::key)
                .distinct()
                .count();
    }

    private Stream<Build> builds() {
        return images.stream().map(PlannedImage::build).filter(Objects::nonNull);
    }

    /** How many images wait for the one that they are built upon. */
    public long countWaitingForBase() {
        return images.stream()
                .map(image -> image.reason().code())
                .filter(code -> code == ReasonCode.BASE_PENDING || code == ReasonCode.BASE_FAILED)
                .count();
    }

    /** The same report with more incidents. */
    public RunReport with(List<Incident> more) {
        return new RunReport(images, submitted, failures, concatenated(incidents, more));
    }

    /** Whether waiting helps: the service has a job to go on asking about, or a hindrance passes by itself. */
    boolean isWorthWaiting() {
        return builds().anyMatch(build ->
                        build.state().isPending() && build.progress().trackingId() != null)
                || incidents.stream().anyMatch(incident -> incident.kind().passes());
    }

    /** The images whose forced build was claimed, whatever became of it. */
    Set<String> forced() {
        return images.stream()
                .filter(image -> image.reason().code() == ReasonCode.FORCED)
                .filter(image -> {
                    @Nullable Build build = image.build();
                    return build != null && build.key().attempt() == image.nextAttempt();
                })
                .map(PlannedImage::imageId)
                .collect(Collectors.toSet());
    }

    /** Whether a run that follows its builds has more to do: one goes on, or has ended before it was followed. */
    boolean isToBeContinued() {
        boolean stopped = incidents.stream().anyMatch(incident -> incident.kind() == Kind.STOPPED);
        boolean over = submitted.stream().anyMatch(build -> !build.state().isPending());
        Set<@Nullable String> stalled = incidents.stream()
                .filter(incident -> incident.kind() == Kind.STALLED)
                .map(Incident::imageId)
                .collect(Collectors.toSet());
        return !stopped
                && (over
                        || builds().anyMatch(build -> build.state().isPending() && !stalled.contains(build.imageId())));
    }

    /** Whether the run stopped asking the service, because no request could have succeeded. */
    public boolean isServiceUnreachable() {
        return incidents.stream()
                .anyMatch(incident -> incident.kind() == Kind.SERVICE_UNAVAILABLE && incident.imageId() == null);
    }

    /** Whether a build has stood in one state for longer than it may. */
    public boolean hasStalledBuilds() {
        return incidents.stream().anyMatch(incident -> incident.kind() == Kind.STALLED);
    }

    /** Whether an image is older than it may be. */
    public boolean hasImagesTooOld() {
        return incidents.stream().anyMatch(incident -> incident.kind() == Kind.TOO_OLD);
    }

    /**
     * Whether somebody must be told that an image failed: a build of this run failed and no later attempt has
     * succeeded, or an image failed and nothing more is tried.
     */
    public boolean hasFailedImages() {
        Map<String, PlannedImage> byId = new HashMap<>();
        images.forEach(image -> byId.put(image.imageId(), image));
        return images.stream().anyMatch(image -> image.reason().code().isFailure())
                || failures.stream().anyMatch(failure -> {
                    @Nullable PlannedImage image = byId.get(failure.imageId());
                    return image == null
                            || image.build() == null
                            || image.build().state() != BuildState.SUCCEEDED;
                });
    }

    /** The report of two cycles of one run: the later decisions, but what was submitted keeps its reason. */
    RunReport followedBy(RunReport next) {
        Map<String, PlannedImage> before = new HashMap<>();
        images.stream()
                .filter(image -> image.action().isSubmission())
                .forEach(image -> before.put(image.imageId(), image));
        List<PlannedImage> merged = new ArrayList<>();
        for (PlannedImage image : next.images) {
            @Nullable PlannedImage earlier = before.get(image.imageId());
            @Nullable Build build = image.build();
            boolean wentOn = image.action() == Action.WAIT || image.action() == Action.NONE;
            merged.add(
                    wentOn && earlier != null && build != null && isOf(build, earlier)
                            ? earlier.withBuild(build, image.attempts(), image.lastSuccessAt())
                            : image);
        }
        return new RunReport(
                merged,
                concatenated(submitted, next.submitted),
                concatenated(failures, next.failures),
                concatenated(
                        incidents.stream()
                                .filter(incident -> incident.kind().isLasting())
                                .toList(),
                        next.incidents));
    }

    private static boolean isOf(Build build, PlannedImage earlier) {
        return earlier.build() != null && earlier.build().key().equals(build.key());
    }

    private static <T> List<T> concatenated(List<T> first, List<T> second) {
        LinkedHashSet<T> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
