package dev.imagefactory.emulator;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The limit on requests: so many a second, and every so-manyth refused.
 *
 * <p>A second begins with the first request that finds none running. Refused requests take no place in it. The counts
 * belong to this process and start anew with it.
 */
final class Throttle {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final int perSecond;
    private final int every;
    private @Nullable Instant secondBegan;
    private int inSecond;
    private int sinceRefusal;

    /**
     * Sets the limits.
     *
     * @param perSecond requests admitted in one second; 0 for no limit
     * @param every which request is refused, counted from 1; 0 for none
     */
    Throttle(int perSecond, int every) {
        this.perSecond = perSecond;
        this.every = every;
    }

    /** Tells whether a request at this time is let through, and counts it. */
    synchronized boolean admits(Instant now) {
        if (every > 0) {
            sinceRefusal++;
            if (sinceRefusal == every) {
                sinceRefusal = 0;
                return false;
            }
        }
        if (perSecond == 0) {
            return true;
        }
        Instant began = secondBegan;
        if (began == null || now.isBefore(began) || !now.isBefore(began.plus(SECOND))) {
            secondBegan = now;
            inSecond = 0;
        }
        if (inSecond == perSecond) {
            return false;
        }
        inSecond++;
        return true;
    }
}
