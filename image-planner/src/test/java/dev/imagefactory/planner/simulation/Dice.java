package dev.imagefactory.planner.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The random choices of one seed. Thrown by the thread that holds the {@link Scheduler}'s baton only. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both bounds included. */
    int between(int lowest, int highest) {
        return random.nextInt(lowest, highest + 1);
    }

    long bits() {
        return random.nextLong();
    }

    Duration upTo(Duration longest) {
        return Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
