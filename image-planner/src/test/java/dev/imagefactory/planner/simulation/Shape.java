package dev.imagefactory.planner.simulation;

import dev.imagefactory.planner.ImageBuilder.RequestIds;
import dev.imagefactory.planner.RunPolicy.OnUnknownOutcome;
import java.time.Duration;

/**
 * What a schedule is about.
 *
 * @param ids what the service does with request ids
 * @param idMemory how long a service that honours request ids does so; it refuses a request that was first sent before
 * @param search how the service can be searched
 * @param onUnknownOutcome the runs' policy
 * @param processes how many run at once
 * @param images how many are wanted
 * @param fixedNames whether an image keeps its name when its payload changes; only with one process, as two that see
 *     different payloads may build one name at once
 * @param concurrency requests that a run has under way at once
 * @param maxAttempts of a payload
 * @param skew how wrong the clocks are, one this much ahead, the other behind
 * @param echoes whether the service repeats secrets in what it says; if not, they are rotated: an old value is known to
 *     nobody any more, and so cannot be taken out
 * @param storm how many times as often as usual things go wrong
 */
record Shape(
        Ids ids,
        Duration idMemory,
        Search search,
        OnUnknownOutcome onUnknownOutcome,
        int processes,
        int images,
        boolean fixedNames,
        int concurrency,
        int maxAttempts,
        Duration skew,
        boolean echoes,
        double storm) {

    /** What a service does with request ids, and what is known of that. */
    enum Ids {
        HONOURED(RequestIds.HONOURED, true),
        HONOURED_AS_ANSWERS_SAY(RequestIds.CONFIRMED, true),
        IGNORED_AS_ANSWERS_SAY(RequestIds.CONFIRMED, false),
        IGNORED(RequestIds.IGNORED, false);

        final RequestIds known;
        final boolean honoured;

        Ids(RequestIds known, boolean honoured) {
            this.known = known;
            this.honoured = honoured;
        }
    }

    enum Search {
        BY_REQUEST,
        BY_NAME,
        NONE
    }

    static Shape of(Dice dice) {
        int processes = dice.between(1, 2);
        return new Shape(
                dice.oneOf(Ids.values()),
                dice.chance(0.75) ? Duration.ofDays(1000) : Duration.ofHours(1),
                dice.oneOf(Search.values()),
                dice.oneOf(OnUnknownOutcome.values()),
                processes,
                dice.between(1, 7),
                processes == 1 && dice.chance(0.3),
                dice.between(1, 3),
                dice.between(1, 3),
                dice.upTo(Duration.ofSeconds(30)),
                dice.chance(0.5),
                dice.oneOf(0.3, 1.0, 2.0, 4.0));
    }

    boolean isSearchable() {
        return search != Search.NONE;
    }

    /** Whether the service can be asked what became of a request. */
    boolean isAnswerable() {
        return ids.honoured || isSearchable();
    }
}
