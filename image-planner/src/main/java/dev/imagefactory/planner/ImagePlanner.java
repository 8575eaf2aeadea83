package dev.imagefactory.planner;

import dev.imagefactory.template.ImageTarget;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The planner: from what is wanted and what was built to one decision for each image. It touches nothing; equal inputs
 * give equal plans.
 */
public final class ImagePlanner {
    private final PlanPolicy policy;

    public ImagePlanner(PlanPolicy policy) {
        this.policy = policy;
    }

    /**
     * Decides about each image.
     *
     * @param wanted the images as rendered, without errors
     * @param ledger what was asked for before
     * @param selection the images to decide about, those whose definition is gone included
     * @param now the instant of a submission that would follow, for names that hold a date
     * @return sorted by image id
     * @throws IllegalArgumentException where the images have errors: those left out would look deleted
     */
    public List<PlannedImage> plan(
            RenderedImages wanted, LedgerContents ledger, ImageSelection selection, Instant now) {
        if (wanted.hasErrors()) {
            throw new IllegalArgumentException("images with errors cannot be planned: " + wanted.problems());
        }
        History history = new History(ledger);
        List<PlannedImage> plan = new ArrayList<>();
        Set<String> defined = new HashSet<>();
        for (RenderedImage image : wanted.images()) {
            defined.add(image.id());
            if (selection.includes(image.id())) {
                plan.add(decide(image, history, now));
            }
        }
        history.byImage.forEach((id, ofImage) -> {
            if (!defined.contains(id) && selection.includes(id)) {
                plan.add(orphan(ofImage.get(ofImage.size() - 1)));
            }
        });
        plan.sort(Comparator.comparing(PlannedImage::imageId));
        return plan;
    }

    private PlannedImage decide(RenderedImage image, History history, Instant now) {
        List<Build> ofImage = history.byImage.getOrDefault(image.id(), List.of());
        List<Build> ofPayload = ofImage.stream()
                .filter(build -> build.key().fingerprint().equals(image.fingerprint()))
                .toList();
        Wanted wanted = Wanted.of(image, image.targetsAt(now), ofPayload);
        Optional<Build> latest = last(ofPayload, build -> true);
        if (history.damaged.contains(image.id())) {
            return wanted.is(
                    Action.BLOCKED,
                    Reason.of(
                            ReasonCode.LEDGER_DAMAGED,
                            "a build of it in the ledger cannot be read, so that it is not known what to do"),
                    latest.orElse(null));
        }
        if (latest.isPresent() && latest.get().state().isPending()) {
            String state = "submitted, " + latest.get().state().id();
            boolean forced = policy.forced().includes(image.id());
            return wanted.is(
                    Action.WAIT,
                    Reason.of(ReasonCode.IN_PROGRESS, forced ? state + "; not forced while it runs" : state),
                    latest.get());
        }
        Optional<Build> rival =
                history.last(wanted.targets, build -> build.state().isPending());
        if (rival.isPresent()) {
            return wanted.is(
                    Action.WAIT,
                    Reason.of(ReasonCode.NAME_IN_USE, "an earlier build makes the same image name and has not ended"),
                    rival.get());
        }
        if (policy.forced().includes(image.id())) {
            return wanted.is(Action.BUILD, Reason.of(ReasonCode.FORCED, "asked for by name"), latest.orElse(null));
        }
        if (latest.isEmpty()) {
            Reason reason = last(ofImage, build -> true)
                    .map(before -> Reason.changed(before.order(), image))
                    .orElse(Reason.of(ReasonCode.NEW, "never built"));
            return build(wanted, reason, history);
        }
        if (latest.get().state().isUnsuccessful()) {
            return afterFailure(wanted, latest.get());
        }
        Optional<Build> newest =
                history.last(latest.get().order().targets(), build -> build.state() == BuildState.SUCCEEDED);
        if (newest.isPresent() && !wanted.isPayloadOf(newest.get())) {
            return build(wanted, Reason.changed(newest.get().order(), image), history);
        }
        return wanted.is(Action.NONE, Reason.of(ReasonCode.UP_TO_DATE, "built"), latest.get());
    }

    /** Builds a payload, unless that replaces an image of another payload and the policy refuses so. */
    private PlannedImage build(Wanted wanted, Reason reason, History history) {
        Optional<Build> replaced = history.last(wanted.targets, build -> build.state() == BuildState.SUCCEEDED);
        if (replaced.isEmpty() || wanted.isPayloadOf(replaced.get())) {
            return wanted.is(Action.BUILD, reason, null);
        }
        String warning = "another payload was built under the name "
                + String.join(", ", replaced.get().order().imageNames())
                + "; the build replaces that image, which may be in use";
        if (policy.refuseUnchangedNames()) {
            return wanted.is(
                    Action.BLOCKED,
                    new Reason(ReasonCode.NAME_UNCHANGED, warning + " (" + reason.message() + ")", reason.variables()),
                    null);
        }
        return wanted.is(Action.BUILD, reason, null).withWarning(warning);
    }

    private PlannedImage afterFailure(Wanted wanted, Build latest) {
        String error = latest.progress().error();
        String what = latest.state().id() + (error == null ? "" : ": " + error);
        Failure failure = policy.failureRules().classify(latest);
        if (!failure.failureClass().isRetried()) {
            String why = failure.failureClass() == FailureClass.OURS
                    ? "the team must act before another attempt"
                    : "another attempt would fail again";
            String message = failure.adviseAfter(why + "; the last " + what);
            return wanted.is(Action.BLOCKED, Reason.of(ReasonCode.FAILED_FOR_GOOD, message), latest);
        }
        if (wanted.attempts >= policy.maxAttempts()) {
            return wanted.is(
                    Action.BLOCKED,
                    Reason.of(
                            ReasonCode.ATTEMPTS_SPENT,
                            "all " + wanted.attempts + " attempts were unsuccessful; the last " + what),
                    latest);
        }
        return wanted.is(
                Action.RETRY,
                Reason.of(
                        ReasonCode.RETRY_AFTER_FAILURE,
                        "attempt " + (wanted.attempts + 1) + " of " + policy.maxAttempts() + "; the last " + what),
                latest);
    }

    private static PlannedImage orphan(Build latest) {
        return new PlannedImage(
                latest.imageId(),
                latest.order().imageNames(),
                latest.state().isPending() ? Action.WAIT : Action.NONE,
                Reason.of(ReasonCode.ORPHANED, "built once, but its definition is gone"),
                null,
                latest.key().attempt(),
                latest.key().attempt() + 1,
                latest,
                null);
    }

    /** The builds of a ledger, by image and by the names that they make. */
    private static final class History {
        private final Map<String, List<Build>> byImage = new LinkedHashMap<>();
        private final Map<ImageTarget, List<Build>> byTarget = new HashMap<>();
        private final Map<BuildKey, Integer> sequence = new HashMap<>();
        private final Set<String> damaged = new HashSet<>();

        History(LedgerContents ledger) {
            ledger.unreadable().forEach(build -> damaged.add(String.valueOf(build.imageId())));
            for (Build build : ledger.builds()) {
                sequence.put(build.key(), sequence.size());
                byImage.computeIfAbsent(build.imageId(), id -> new ArrayList<>())
                        .add(build);
                build.order().targets().stream()
                        .map(ImageTarget::normalised)
                        .distinct()
                        .forEach(target -> byTarget.computeIfAbsent(target, each -> new ArrayList<>())
                                .add(build));
            }
        }

        /** The last build, of whichever image, that makes one of the targets and meets the condition. */
        Optional<Build> last(List<ImageTarget> targets, Predicate<Build> condition) {
            return targets.stream()
                    .map(target -> byTarget.getOrDefault(target.normalised(), List.of()))
                    .flatMap(builds -> ImagePlanner.last(builds, condition).stream())
                    .max(Comparator.comparing(build -> sequence.getOrDefault(build.key(), -1)));
        }
    }

    /** An image that is wanted, with what all decisions about it say alike. */
    private record Wanted(RenderedImage image, List<ImageTarget> targets, int attempts, int nextAttempt) {
        static Wanted of(RenderedImage image, List<ImageTarget> targets, List<Build> ofPayload) {
            int highest = ofPayload.stream()
                    .mapToInt(build -> build.key().attempt())
                    .max()
                    .orElse(0);
            return new Wanted(image, targets, attemptsSinceFreshStart(ofPayload), highest + 1);
        }

        /** Whether a build is of this image and payload, whichever attempt. */
        boolean isPayloadOf(Build build) {
            return build.imageId().equals(image.id())
                    && build.key().fingerprint().equals(image.fingerprint());
        }

        PlannedImage is(Action action, Reason reason, @Nullable Build build) {
            boolean submits = action.isSubmission() || action == Action.BLOCKED;
            List<String> names = !submits && build != null && isPayloadOf(build)
                    ? build.order().imageNames()
                    : ImageTarget.names(targets);
            return new PlannedImage(image.id(), names, action, reason, null, attempts, nextAttempt, build, image);
        }
    }

    /** How often a payload was submitted since it was last forced, or asked for again after it had succeeded. */
    private static int attemptsSinceFreshStart(List<Build> builds) {
        int attempts = 0;
        boolean succeeded = false;
        for (Build build : builds) {
            boolean freshStart = succeeded || build.order().reason() == ReasonCode.FORCED;
            attempts = freshStart ? 1 : attempts + 1;
            succeeded = build.state() == BuildState.SUCCEEDED;
        }
        return attempts;
    }

    private static Optional<Build> last(List<Build> builds, Predicate<Build> condition) {
        for (int i = builds.size() - 1; i >= 0; i--) {
            if (condition.test(builds.get(i))) {
                return Optional.of(builds.get(i));
            }
        }
        return Optional.empty();
    }
}
