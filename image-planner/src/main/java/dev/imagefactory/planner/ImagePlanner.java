package dev.imagefactory.planner;

import dev.imagefactory.planner.ChangeGuards.Breach;
import dev.imagefactory.planner.ChangeGuards.Reaction;
import dev.imagefactory.template.ImageTarget;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The planner: from what is wanted and what was built to one decision for each image. It touches nothing; equal inputs
 * give equal plans.
 */
public final class ImagePlanner {
    private static final Set<ReasonCode> FRESH_STARTS =
            EnumSet.of(ReasonCode.FORCED, ReasonCode.BASE_REBUILT, ReasonCode.PATCH_TUESDAY, ReasonCode.OLDER_THAN);

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
        BuildHistory history = new BuildHistory(ledger);
        BaseStages stages = new BaseStages(wanted.images());
        Map<String, PlannedImage> plan = new TreeMap<>();
        Set<String> defined = new HashSet<>();
        for (RenderedImage image : stages.inOrder()) {
            defined.add(image.id());
            if (selection.includes(image.id())) {
                @Nullable
                BaseState base = stages.base(image)
                        .map(each -> state(each, plan.get(each.id()), history))
                        .orElse(null);
                plan.put(image.id(), decide(image, stages.stage(image), base, history, now));
            }
        }
        for (String id : history.imageIds()) {
            if (!defined.contains(id) && selection.includes(id)) {
                plan.put(id, orphan(history.of(id), history));
            }
        }
        return List.copyOf(plan.values());
    }

    /** A base that is not selected counts as the ledger has it. */
    private static BaseState state(RenderedImage base, @Nullable PlannedImage decided, BuildHistory history) {
        return decided == null ? BaseState.inLedger(base, history) : BaseState.of(decided, history);
    }

    private PlannedImage decide(
            RenderedImage image, int stage, @Nullable BaseState base, BuildHistory history, Instant now) {
        Wanted wanted = Wanted.of(image, stage, history, now);
        PlannedImage alone = guarded(decide(wanted, history, now), wanted, history);
        return base == null
                ? alone
                : upon(base, alone, wanted, history)
                        .upon(base.success() == null ? null : base.success().key());
    }

    /** The decision about an image in the light of its base. */
    private PlannedImage upon(BaseState base, PlannedImage alone, Wanted wanted, BuildHistory history) {
        ReasonCode code = alone.reason().code();
        boolean hindered = alone.action() == Action.WAIT || code == ReasonCode.LEDGER_DAMAGED || code.isRefusal();
        if (hindered) {
            return alone;
        }
        return switch (base.kind()) {
            case PENDING ->
                alone.waiting(
                        alone.reason().hinderedBy(ReasonCode.BASE_PENDING, base.message(), alone.action()),
                        base.awaited() == null ? alone.build() : base.awaited());
            case FAILED ->
                alone.action().isSubmission() && code != ReasonCode.FORCED
                        ? alone.waiting(
                                alone.reason().hinderedBy(ReasonCode.BASE_FAILED, base.message(), alone.action()),
                                alone.build())
                        : alone;
            case READY -> {
                @Nullable Build latest = alone.build();
                Optional<String> outdated = latest == null || alone.action() == Action.BUILD
                        ? Optional.empty()
                        : base.outdates(latest.order());
                if (outdated.isEmpty()) {
                    yield alone;
                }
                Reason reason = Reason.of(ReasonCode.BASE_REBUILT, outdated.get());
                yield guarded(build(wanted, reason, latest, history), wanted, history);
            }
        };
    }

    private PlannedImage decide(Wanted wanted, BuildHistory history, Instant now) {
        RenderedImage image = wanted.image;
        Optional<Build> latest = BuildHistory.last(wanted.builds, build -> true);
        if (history.isDamaged(image.id())) {
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
        Optional<Build> rival = history.lastPending(wanted.targets);
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
            Reason reason = BuildHistory.last(history.of(image.id()), build -> true)
                    .map(before -> Reason.changed(before.order(), image))
                    .orElse(Reason.of(ReasonCode.NEW, "never built"));
            return build(wanted, reason, null, history);
        }
        if (latest.get().state().isUnsuccessful()) {
            return afterFailure(wanted, latest.get(), history, now);
        }
        Optional<Build> replacement = history.replacement(latest.get());
        if (replacement.isPresent()) {
            return build(wanted, Reason.changed(replacement.get().order(), image), null, history);
        }
        Optional<Reason> again = wanted.rebuildNeed(latest.get(), now);
        if (again.isPresent()) {
            return build(wanted, again.get(), latest.get(), history);
        }
        return wanted.is(Action.NONE, Reason.of(ReasonCode.UP_TO_DATE, "built"), latest.get());
    }

    /** Builds a payload, unless that replaces an image of another payload and the policy refuses so. */
    private PlannedImage build(Wanted wanted, Reason reason, @Nullable Build latest, BuildHistory history) {
        Optional<Build> replaced = history.lastSuccess(wanted.targets);
        if (replaced.isEmpty() || wanted.isPayloadOf(replaced.get())) {
            return wanted.is(Action.BUILD, reason, latest);
        }
        String warning = "another payload was built under the name "
                + String.join(", ", replaced.get().order().imageNames())
                + "; the build replaces that image, which may be in use";
        if (policy.refuseUnchangedNames()) {
            return wanted.is(
                    Action.BLOCKED,
                    new Reason(ReasonCode.NAME_UNCHANGED, warning + " (" + reason.message() + ")", reason.variables()),
                    latest);
        }
        return wanted.is(Action.BUILD, reason, latest).withWarnings(List.of(warning));
    }

    /**
     * Lets no change of variables pass that the policy refuses, as against the last success; a payload that was asked
     * for since was let pass before.
     */
    private PlannedImage guarded(PlannedImage planned, Wanted wanted, BuildHistory history) {
        if (!planned.action().isSubmission() && planned.reason().code() != ReasonCode.NAME_UNCHANGED) {
            return planned;
        }
        List<Breach> breaches = BuildHistory.last(
                        history.of(wanted.image.id()),
                        build -> build.state() == BuildState.SUCCEEDED || wanted.isPayloadOf(build))
                .filter(before -> !wanted.isPayloadOf(before))
                .map(before -> policy.changeGuards().check(before.order().variables(), wanted.image.variables()))
                .orElse(List.of());
        Optional<Breach> refused = breaches.stream()
                .filter(breach -> breach.reaction() == Reaction.REFUSE)
                .findFirst();
        List<String> warnings = breaches.stream()
                .filter(breach -> !refused.equals(Optional.of(breach)))
                .map(Breach::toString)
                .toList();
        return refused.map(breach -> wanted.is(
                        Action.BLOCKED,
                        new Reason(
                                breach.code(),
                                breach + " (" + planned.reason().message() + ")",
                                planned.reason().variables()),
                        planned.build()))
                .orElse(planned)
                .withWarnings(warnings);
    }

    private PlannedImage afterFailure(Wanted wanted, Build latest, BuildHistory history, Instant now) {
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
        Optional<Reason> again = wanted.rebuildNeed(latest, now);
        if (again.isPresent()) {
            return build(wanted, again.get(), latest, history);
        }
        if (wanted.attempts() >= policy.maxAttempts()) {
            return wanted.is(
                    Action.BLOCKED,
                    Reason.of(
                            ReasonCode.ATTEMPTS_SPENT,
                            "all " + wanted.attempts() + " attempts were unsuccessful; the last " + what),
                    latest);
        }
        return wanted.is(
                Action.RETRY,
                Reason.of(
                        ReasonCode.RETRY_AFTER_FAILURE,
                        "attempt " + (wanted.attempts() + 1) + " of " + policy.maxAttempts() + "; the last " + what),
                latest);
    }

    private static PlannedImage orphan(List<Build> builds, BuildHistory history) {
        Build latest = builds.get(builds.size() - 1);
        return new PlannedImage(
                latest.imageId(),
                latest.order().imageNames(),
                latest.state().isPending() ? Action.WAIT : Action.NONE,
                Reason.of(ReasonCode.ORPHANED, "built once, but its definition is gone"),
                List.of(),
                latest.key().attempt(),
                latest.key().attempt() + 1,
                latest,
                null,
                null,
                0,
                lastSuccessAt(latest.imageId(), history),
                builds.get(0).order().claimedAt());
    }

    private static @Nullable Instant lastSuccessAt(String imageId, BuildHistory history) {
        return history.lastSuccess(imageId)
                .map(build -> build.order().claimedAt())
                .orElse(null);
    }

    /** An image that is wanted, with what all decisions about it say alike. */
    private record Wanted(
            RenderedImage image,
            int stage,
            List<ImageTarget> targets,
            List<Build> builds,
            @Nullable Instant lastSuccessAt,
            @Nullable Instant firstClaimedAt) {
        static Wanted of(RenderedImage image, int stage, BuildHistory history, Instant now) {
            List<Build> ofImage = history.of(image.id());
            List<Build> ofPayload = ofImage.size() == 1 && isOfPayload(ofImage.get(0), image)
                    ? ofImage
                    : ofImage.stream()
                            .filter(build -> isOfPayload(build, image))
                            .toList();
            return new Wanted(
                    image,
                    stage,
                    image.targetsAt(now),
                    ofPayload,
                    ImagePlanner.lastSuccessAt(image.id(), history),
                    ofImage.isEmpty() ? null : ofImage.get(0).order().claimedAt());
        }

        private static boolean isOfPayload(Build build, RenderedImage image) {
            return build.key().fingerprint().equals(image.fingerprint());
        }

        int attempts() {
            return attemptsSinceFreshStart(builds);
        }

        /** Why it is to be built again without a change, if it was ever built. */
        Optional<Reason> rebuildNeed(Build latest, Instant now) {
            return BuildHistory.last(builds, build -> build.state() == BuildState.SUCCEEDED)
                    .flatMap(success -> RebuildNeed.of(
                            image.settings().rebuild(),
                            success.order().claimedAt(),
                            latest.order().claimedAt(),
                            now));
        }

        int nextAttempt() {
            return 1
                    + builds.stream()
                            .mapToInt(build -> build.key().attempt())
                            .max()
                            .orElse(0);
        }

        /** Whether a build is of this image and payload, whichever attempt. */
        boolean isPayloadOf(Build build) {
            return build.imageId().equals(image.id()) && isOfPayload(build, image);
        }

        PlannedImage is(Action action, Reason reason, @Nullable Build build) {
            boolean submits = action.isSubmission() || action == Action.BLOCKED;
            List<String> names = !submits && build != null && isPayloadOf(build)
                    ? build.order().imageNames()
                    : ImageTarget.names(targets);
            return new PlannedImage(
                    image.id(),
                    names,
                    action,
                    reason,
                    List.of(),
                    attempts(),
                    nextAttempt(),
                    build,
                    image,
                    null,
                    stage,
                    lastSuccessAt,
                    firstClaimedAt);
        }
    }

    /**
     * How often a payload was submitted since it was last forced, built upon a new base, due for its age or a Patch
     * Tuesday, or asked for again after it had succeeded.
     */
    private static int attemptsSinceFreshStart(List<Build> builds) {
        int attempts = 0;
        boolean succeeded = false;
        for (Build build : builds) {
            boolean freshStart =
                    succeeded || FRESH_STARTS.contains(build.order().reason());
            attempts = freshStart ? 1 : attempts + 1;
            succeeded = build.state() == BuildState.SUCCEEDED;
        }
        return attempts;
    }
}
