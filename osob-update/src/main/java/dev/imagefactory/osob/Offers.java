package dev.imagefactory.osob;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.template.RenderedImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What consumers can have of each image: builds that succeeded, and were not taken back.
 *
 * <p>Immutable; safe for concurrent use.
 */
public final class Offers {
    private static final String SOAKING = "it was not built long enough ago for this ring";

    private final Map<String, PlannedImage> plan = new LinkedHashMap<>();
    private final Map<String, List<Build>> succeeded = new HashMap<>();

    /**
     * @param plan all images, as the planner decides about them
     * @param ledger what was built
     */
    public Offers(List<PlannedImage> plan, LedgerContents ledger) {
        plan.forEach(image -> this.plan.put(image.imageId(), image));
        for (Build build : ledger.builds()) {
            if (build.state() == BuildState.SUCCEEDED) {
                succeeded
                        .computeIfAbsent(build.imageId(), id -> new ArrayList<>())
                        .add(build);
            }
        }
    }

    /**
     * What is offered of an image.
     *
     * @param build the build that consumers should have; null where there is none
     * @param behind why that is not what the definition wants now; null where it is
     */
    public record Offer(@Nullable Build build, @Nullable String behind) {}

    /** The builds of an image that succeeded, taken back or not, in the order in which they were claimed. */
    List<Build> succeeded(String imageId) {
        return Collections.unmodifiableList(succeeded.getOrDefault(imageId, List.of()));
    }

    /** The builds of an image that can be referred to, in the order in which they were claimed. */
    public List<Build> good(String imageId) {
        return succeeded(imageId).stream().filter(Offers::isGood).toList();
    }

    /**
     * The last build of the payload that is wanted now; the last one of any where that was not built.
     *
     * @param builtBefore later builds are not offered yet
     */
    Offer latest(String imageId, Instant builtBefore) {
        List<Build> builds = good(imageId);
        Predicate<Build> ready = build -> !finishedAt(build).isAfter(builtBefore);
        Predicate<Build> wanted = this::isWanted;
        Optional<Build> best = last(builds, ready.and(wanted)).or(() -> last(builds, ready));
        boolean soaking = best.filter(wanted).isEmpty()
                && last(builds, wanted.and(ready.negate())).isPresent();
        return new Offer(best.orElse(null), soaking ? SOAKING : behind(imageId));
    }

    /**
     * The build that makes a name of an image, whatever is wanted now.
     *
     * @param builtBefore a later build is not offered yet
     */
    Offer named(String imageId, String name, Instant builtBefore) {
        Optional<Build> build = madeBy(imageId, name).filter(Offers::isGood);
        if (build.isEmpty()) {
            return new Offer(
                    null, "'" + name + "' is promoted, but no build of that name succeeded, or it was taken back");
        }
        boolean soaking = finishedAt(build.get()).isAfter(builtBefore);
        return soaking ? new Offer(null, SOAKING) : new Offer(build.get(), null);
    }

    /** The last build that made a name of an image. */
    Optional<Build> madeBy(String imageId, String name) {
        return last(
                succeeded(imageId), build -> build.order().imageNames().stream().anyMatch(name::equalsIgnoreCase));
    }

    /** Whether the build that made a name of an image was taken back. */
    boolean isTakenBack(String imageId, String name) {
        return madeBy(imageId, name).filter(build -> !isGood(build)).isPresent();
    }

    /** The ring that an image says of itself. */
    Optional<String> ringOf(String imageId) {
        return Optional.ofNullable(plan.get(imageId))
                .map(PlannedImage::image)
                .map(image -> image.settings().ring());
    }

    /** Whether one build was asked for before another one of the same image. */
    boolean isEarlier(Build build, Build other) {
        List<Build> builds = succeeded(build.imageId());
        return builds.indexOf(build) < builds.indexOf(other);
    }

    private static Optional<Build> last(List<Build> builds, Predicate<Build> condition) {
        List<Build> found = builds.stream().filter(condition).toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    private static boolean isGood(Build build) {
        return !build.progress().rollout().isTakenBack();
    }

    /** Whether a build is of the payload that is wanted now. */
    boolean isWanted(Build build) {
        @Nullable PlannedImage planned = plan.get(build.imageId());
        @Nullable RenderedImage image = planned == null ? null : planned.image();
        return image != null && image.fingerprint().equals(build.key().fingerprint());
    }

    /** Why what is wanted now is not there; null where it is. */
    private @Nullable String behind(String imageId) {
        @Nullable PlannedImage planned = plan.get(imageId);
        if (planned == null) {
            return null;
        }
        String reason = planned.reason().message();
        return switch (planned.action()) {
            case BLOCKED -> "blocked: " + reason;
            case WAIT -> "not ready: " + reason;
            case BUILD, RETRY -> "to be built: " + reason;
            case NONE -> last(good(imageId), this::isWanted).isPresent() ? null : "what is wanted was taken back";
        };
    }

    static Instant finishedAt(Build build) {
        @Nullable Instant finished = build.progress().finishedAt();
        return finished == null ? build.progress().since() : finished;
    }
}
