package dev.imagefactory.emulator;

import java.time.Duration;
import java.util.UUID;

/**
 * How long builds take.
 *
 * @param usual the build time
 * @param spread whether a job takes 50 to 150 % of it, by its tracking id, rather than exactly it
 */
record BuildTimes(Duration usual, boolean spread) {

    /** The build time of one job, to the millisecond. */
    Duration of(UUID trackingId) {
        int percent = spread ? 50 + Math.floorMod(trackingId.hashCode(), 101) : 100;
        return Duration.ofMillis(usual.multipliedBy(percent).dividedBy(100).toMillis());
    }
}
