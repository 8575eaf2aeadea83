package dev.imagefactory.template;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an image is built again although nothing of it has changed: patches of the operating system come with no edit.
 *
 * @param after the age of the last successful build from which on it is built again, at least {@link #SHORTEST_AGE};
 *     null for never
 * @param patchTuesdayDelay how long after the start of a Patch Tuesday, the second Tuesday of a month in UTC, an image
 *     that was built before it is built again; null for never
 */
public record RebuildPolicy(
        @Nullable Duration after, @Nullable Duration patchTuesdayDelay) {
    /** A build takes hours: with a shorter age an image could be too old as soon as it is there. */
    public static final Duration SHORTEST_AGE = Duration.ofDays(1);

    /** Only a change rebuilds. */
    public static final RebuildPolicy NEVER = new RebuildPolicy(null, null);

    public RebuildPolicy {
        if (after != null && after.compareTo(SHORTEST_AGE) < 0) {
            throw new IllegalArgumentException("after an age of " + after + " the image would be built all the time");
        }
        if (patchTuesdayDelay != null && patchTuesdayDelay.isNegative()) {
            throw new IllegalArgumentException("a delay of " + patchTuesdayDelay + " is negative");
        }
    }
}
