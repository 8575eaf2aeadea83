package dev.imagefactory.osob;

import dev.imagefactory.osob.Offers.Offer;
import dev.imagefactory.planner.Build;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Moves the versions in a mapping: forward to what was built, back to what was good. Touches no file and no ledger. */
public final class Promotions {
    private final Offers offers;
    private final Instant now;

    public Promotions(Offers offers, Instant now) {
        this.offers = offers;
        this.now = now;
    }

    /**
     * A version that moves, or not.
     *
     * @param imageId the image
     * @param before the names so far; empty where it was not promoted
     * @param after the names from now on
     * @param heldBack why it does not move; null where it moves, or needs not
     */
    public record Move(
            String imageId,
            List<String> before,
            List<String> after,
            @Nullable String heldBack) {
        /** Whether it moves. */
        public boolean isChange() {
            return heldBack == null && !before.equals(after);
        }
    }

    /**
     * Promotes what is wanted of some images, as far as that succeeded.
     *
     * @param soak how long ago it must have been built
     */
    public List<Move> promote(ImageMapping mapping, Collection<String> imageIds, Duration soak) {
        List<Move> moves = new ArrayList<>();
        for (String imageId : imageIds) {
            Offer offer = offers.latest(imageId, now.minus(soak));
            List<String> before = mapping.names(imageId);
            @Nullable Build build = offer.build();
            if (build == null || !offers.isWanted(build)) {
                String why = offer.behind() == null ? "no build of it succeeded" : offer.behind();
                moves.add(new Move(imageId, before, before, why));
            } else {
                moves.add(new Move(imageId, before, build.order().imageNames(), null));
            }
        }
        return moves;
    }

    /**
     * Promotes one version of an image, also one that was taken back.
     *
     * @throws IllegalArgumentException where no build of the image has the name
     */
    public Build version(String imageId, String name) {
        return offers.madeBy(imageId, name).orElseThrow(() -> new IllegalArgumentException(unknown(imageId, name)));
    }

    /**
     * A way back.
     *
     * @param to the build to go back to
     * @param takenBack those that are not good any more
     */
    public record WayBack(Build to, List<Build> takenBack) {
        public WayBack {
            takenBack = List.copyOf(takenBack);
        }
    }

    /**
     * The way back from the promoted version of an image, or from the one that consumers get where none is promoted.
     *
     * @param name to go back to; null for the last good one before
     * @throws IllegalArgumentException where there is none
     */
    public WayBack back(ImageMapping mapping, String imageId, @Nullable String name) {
        List<Build> all = offers.succeeded(imageId);
        Optional<Build> present = mapping.names(imageId).stream()
                .findFirst()
                .map(promoted -> version(imageId, promoted))
                .or(() -> Optional.ofNullable(offers.latest(imageId, now).build()));
        if (present.isEmpty()) {
            throw new IllegalArgumentException(
                    "no build of '" + imageId + "' succeeded, so there is nothing to go back to");
        }
        int from = all.indexOf(present.get());
        Build to = name == null ? before(imageId, all, from) : good(imageId, name);
        int target = all.indexOf(to);
        if (target >= from) {
            throw new IllegalArgumentException("'" + name + "' was not built before '"
                    + String.join(", ", present.get().order().imageNames()) + "'; promote moves forward");
        }
        return new WayBack(
                to,
                all.subList(target + 1, from + 1).stream()
                        .filter(build -> !build.progress().rollout().isTakenBack())
                        .toList());
    }

    private Build before(String imageId, List<Build> all, int from) {
        List<String> present = all.get(from).order().imageNames();
        return all.subList(0, from).stream()
                .filter(build -> !build.progress().rollout().isTakenBack())
                .filter(build -> !build.order().imageNames().equals(present))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no good version of '" + imageId + "' was built before " + String.join(", ", present)));
    }

    private Build good(String imageId, String name) {
        Build build = version(imageId, name);
        if (build.progress().rollout().isTakenBack()) {
            throw new IllegalArgumentException("'" + name + "' was taken back; imagefactory promote " + imageId
                    + " --to " + name + " brings it back");
        }
        return build;
    }

    private String unknown(String imageId, String name) {
        String known = offers.good(imageId).stream()
                .flatMap(build -> build.order().imageNames().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return "no build of '" + imageId + "' made '" + name + "'"
                + (known.isEmpty() ? "" : "; its good versions are " + known);
    }
}
