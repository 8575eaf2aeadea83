package dev.imagefactory.planner.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.simulation.Simulation.Ledgers;
import dev.imagefactory.planner.simulation.Simulation.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/**
 * A set of schedules, with the seeds from 0.
 *
 * <p>{@code -Dsimulation.schedules=N} plays that many, {@code -Dsimulation.seed=N} plays one and prints its steps.
 */
public final class Schedules {
    private static final int THREADS = 2;
    private static final String ONE = "simulation.seed";
    private static final String HOW_MANY = "simulation.schedules";

    private Schedules() {}

    /** Whether the set is the one that the test asks for. */
    static boolean areStandard() {
        return Long.getLong(ONE) == null && Integer.getInteger(HOW_MANY) == null;
    }

    /**
     * Plays the schedules, fails with the first that violates an invariant, and returns what happened in them.
     *
     * @param count how many where the system properties say nothing
     * @param ledgers a new ledger for each seed
     */
    public static Coverage play(int count, LongFunction<Ledgers> ledgers) throws Exception {
        Long seed = Long.getLong(ONE);
        if (seed != null) {
            Result result = Simulation.play(seed, ledgers.apply(seed), true);
            result.trace().forEach(System.out::println);
            assertThat(result.violations()).isEmpty();
            return result.coverage();
        }
        int schedules = Integer.getInteger(HOW_MANY, count);
        Coverage coverage = new Coverage();
        SortedMap<Long, List<String>> failures = new ConcurrentSkipListMap<>();
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            running.add(threads.submit(() -> {
                for (int each = next.getAndIncrement(); each < schedules; each = next.getAndIncrement()) {
                    Result result = Simulation.play(each, ledgers.apply(each), false);
                    coverage.add(result.coverage());
                    if (!result.violations().isEmpty()) {
                        failures.put(result.seed(), result.violations());
                    }
                }
            }));
        }
        threads.shutdown();
        for (Future<?> each : running) {
            each.get();
        }
        if (!failures.isEmpty()) {
            long first = failures.firstKey();
            Simulation.play(first, ledgers.apply(first), true).trace().forEach(System.out::println);
            throw new AssertionError(failures.size() + " of " + schedules + " schedules failed, the first "
                    + failures.keySet().stream().limit(20).toList() + "; replay the first by -D" + ONE + "=" + first
                    + ": " + failures.get(first));
        }
        return coverage;
    }
}
