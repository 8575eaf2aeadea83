package dev.imagefactory.planner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a runner gets from outside, so that a test can decide about all of it.
 *
 * @param clock gives the instants of claims, and so the values of built-in variables
 * @param ids gives a new id with each call
 * @param sleeper waits
 * @param workers does work on several threads
 * @param stop ends a run early
 */
public record RunEnvironment(
        Clock clock, Supplier<UUID> ids, Consumer<Duration> sleeper, Workers workers, StopSignal stop) {

    /** Several threads that do one work. */
    @FunctionalInterface
    public interface Workers {
        /** Runs the work on that many threads, returns when all have ended, and throws what one of them threw. */
        void run(int threads, Runnable work);
    }

    /** The time, to the millisecond, as ledgers keep it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Real time, random ids, real threads. */
    public static RunEnvironment real(Clock clock, StopSignal stop) {
        return new RunEnvironment(clock, UUID::randomUUID, stop::await, RunEnvironment::onThreads, stop);
    }

    private static void onThreads(int threads, Runnable work) {
        if (threads == 1) {
            work.run();
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(pool.submit(work));
        }
        pool.shutdown();
        boolean interrupted = false;
        Throwable failure = null;
        for (Future<?> each : running) {
            while (true) {
                try {
                    each.get();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    failure = e.getCause();
                    break;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
