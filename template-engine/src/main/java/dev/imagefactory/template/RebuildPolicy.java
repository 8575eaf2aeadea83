package dev.imagefactory.template;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an image is built again although nothing of it has changed: patches of the operating system come with no edit.
 *
 * @param after the age of the last successful build from which on it is built again; null for never
 * @param patchTuesdayDelay how long after the start of a Patch Tuesday, the second Tuesday of a month in UTC, an image
 *     that was built before it is built again; null for never
 */
public record RebuildPolicy(
        @Nullable Duration after, @Nullable Duration patchTuesdayDelay) {
    /** Only a change rebuilds. */
    public static final RebuildPolicy NEVER = new RebuildPolicy(null, null);

    public RebuildPolicy {
        if (after != null && (after.isNegative() || after.isZero())) {
            throw new IllegalArgumentException("an age of " + after + " would build the image at each run");
        }
        if (patchTuesdayDelay != null && patchTuesdayDelay.isNegative()) {
            throw new IllegalArgumentException("a delay of " + patchTuesdayDelay + " is negative");
        }
    }
}
