package dev.imagefactory.planner;

import dev.imagefactory.template.RenderedImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
     * @param wanted the images as rendered; must be free of errors
     * @param history the ledger's builds, in the order in which they were claimed
     * @param selection the images to decide about, those whose definition is gone included
     * @param now the instant of a submission that would follow, for names that hold a date
     * @return sorted by image id
     */
    public List<PlannedImage> plan(
            List<RenderedImage> wanted, List<Build> history, ImageSelection selection, Instant now) {
        Map<String, List<Build>> byImage = new LinkedHashMap<>();
        for (Build build : history) {
            byImage.computeIfAbsent(build.imageId(), id -> new ArrayList<>()).add(build);
        }
        Set<String> defined = wanted.stream().map(RenderedImage::id).collect(Collectors.toSet());
        List<Build> pendingOrphans = history.stream()
                .filter(build -> build.state().isPending() && !defined.contains(build.imageId()))
                .toList();
        List<PlannedImage> plan = new ArrayList<>();
        for (RenderedImage image : wanted) {
            if (selection.includes(image.id())) {
                plan.add(decide(image, byImage.getOrDefault(image.id(), List.of()), pendingOrphans, now));
            }
        }
        byImage.forEach((id, builds) -> {
            if (!defined.contains(id) && selection.includes(id)) {
                plan.add(orphan(builds.get(builds.size() - 1)));
            }
        });
        plan.sort(Comparator.comparing(PlannedImage::imageId));
        return plan;
    }

    private PlannedImage decide(RenderedImage image, List<Build> builds, List<Build> pendingOrphans, Instant now) {
        List<Build> ofPayload = builds.stream()
                .filter(build -> build.key().fingerprint().equals(image.fingerprint()))
                .toList();
        Wanted wanted = new Wanted(
                image,
                image.imageNamesAt(now),
                attemptsSinceFreshStart(ofPayload),
                1
                        + ofPayload.stream()
                                .mapToInt(build -> build.key().attempt())
                                .max()
                                .orElse(0));
        Optional<Build> latest = last(ofPayload, build -> true);
        if (latest.isPresent() && latest.get().state().isPending()) {
            return wanted.is(
                    Action.WAIT,
                    Reason.of(
                            ReasonCode.IN_PROGRESS,
                            "submitted, " + latest.get().state().id()
                                    + (policy.forced().includes(image.id()) ? "; not forced while it runs" : "")),
                    latest.get());
        }
        // A renamed definition leaves an orphan that makes the same name.
        Optional<Build> rival = last(builds, build -> build.state().isPending() && sharesName(build, wanted.names))
                .or(() -> last(pendingOrphans, build -> sharesName(build, wanted.names)));
        if (rival.isPresent()) {
            return wanted.is(
                    Action.WAIT,
                    Reason.of(ReasonCode.NAME_IN_USE, "an earlier build makes the same image name and has not ended"),
                    rival.get());
        }
        if (policy.forced().includes(image.id())) {
            return wanted.is(Action.BUILD, Reason.of(ReasonCode.FORCED, "asked for by name"), latest.orElse(null));
        }
        if (builds.isEmpty()) {
            return wanted.is(Action.BUILD, Reason.of(ReasonCode.NEW, "never built"), null);
        }
        if (latest.isEmpty()) {
            return changed(wanted, builds, builds.get(builds.size() - 1));
        }
        if (latest.get().state().isUnsuccessful()) {
            return afterFailure(wanted, latest.get());
        }
        Optional<Build> overwriting = last(
                builds.subList(builds.indexOf(latest.get()) + 1, builds.size()),
                build -> build.state() == BuildState.SUCCEEDED
                        && sharesName(build, latest.get().order().imageNames()));
        if (overwriting.isPresent()) {
            return changed(wanted, builds, overwriting.get());
        }
        return wanted.is(Action.NONE, Reason.of(ReasonCode.UP_TO_DATE, "built"), latest.get());
    }

    private PlannedImage changed(Wanted wanted, List<Build> builds, Build before) {
        Reason reason = Reason.changed(before.order(), wanted.image.variables(), wanted.image.definitionFingerprint());
        Optional<Build> sameName = last(
                builds,
                build -> build.state() == BuildState.SUCCEEDED
                        && !build.key().fingerprint().equals(wanted.image.fingerprint())
                        && sharesName(build, wanted.names));
        if (sameName.isEmpty()) {
            return wanted.is(Action.BUILD, reason, null);
        }
        String warning = "the payload changed, but the image is still called " + String.join(", ", wanted.names)
                + ", so the build replaces an image that may be in use";
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

    /** An image that is wanted, with what all decisions about it say alike. */
    private record Wanted(RenderedImage image, List<String> names, int attempts, int nextAttempt) {
        PlannedImage is(Action action, Reason reason, @Nullable Build build) {
            boolean submitted = action == Action.NONE || action == Action.WAIT;
            List<String> shown = submitted && build != null ? build.order().imageNames() : names;
            return new PlannedImage(image.id(), shown, action, reason, null, attempts, nextAttempt, build, image);
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

    /** Azure compares the names of its resources without regard to case. */
    private static boolean sharesName(Build build, List<String> names) {
        Set<String> taken = new HashSet<>();
        build.order().imageNames().forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
        return names.stream().anyMatch(name -> taken.contains(name.toLowerCase(Locale.ROOT)));
    }
}
