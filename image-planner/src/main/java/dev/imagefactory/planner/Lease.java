package dev.imagefactory.planner;

import java.time.Duration;
import java.time.Instant;

/**
 * The right of one run to send a build's request. While it holds, other runs leave the build alone; once it has run out
 * they take the run for dead and its request for perhaps sent.
 *
 * @param run names the run
 * @param from when it began, to the millisecond
 * @param until when it runs out, to the millisecond
 */
public record Lease(String run, Instant from, Instant until) {
    public Lease {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("the lease of " + run + " ends at " + until + " before it begins");
        }
    }

    /** Whether it holds at an instant. */
    public boolean holdsAt(Instant instant) {
        return instant.isBefore(until);
    }

    /** The last instant at which a request is begun, so that the rest of the lease is left to its answer. */
    Instant lastBegin() {
        return from.plus(Duration.between(from, until).dividedBy(2));
    }
}
