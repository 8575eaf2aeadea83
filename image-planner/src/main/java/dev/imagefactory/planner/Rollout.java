package dev.imagefactory.planner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an image after it was built: how it came to its consumers, and whether it may.
 *
 * @param takenBackAt when a person took it back, so that no consumer is moved to it any more; null where nobody did
 * @param pullRequests where it was proposed to consumers, in the order in which that was first done: addresses of pull
 *     requests, or names of branches
 */
public record Rollout(@Nullable Instant takenBackAt, List<String> pullRequests) {
    /** Not proposed yet, and not taken back. */
    public static final Rollout NONE = new Rollout(null, List.of());

    public Rollout {
        pullRequests = List.copyOf(pullRequests);
    }

    /** Whether no consumer is to be moved to the image. */
    public boolean isTakenBack() {
        return takenBackAt != null;
    }

    /** Taken back at an instant, or again allowed where that is null. */
    public Rollout takenBack(@Nullable Instant at) {
        return new Rollout(at, pullRequests);
    }

    /** Proposed there too. */
    public Rollout proposed(String pullRequest) {
        if (pullRequests.contains(pullRequest)) {
            return this;
        }
        List<String> all = new ArrayList<>(pullRequests);
        all.add(pullRequest);
        return new Rollout(takenBackAt, all);
    }
}
