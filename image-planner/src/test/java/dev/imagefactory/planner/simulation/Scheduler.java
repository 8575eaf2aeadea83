package dev.imagefactory.planner.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time, and a baton that exactly one thread holds: it is handed on where a thread pauses, sleeps or ends, and
 * the dice say to whom, and how much time passes meanwhile. So a schedule of real threads is a function of its seed.
 *
 * <p>Who holds the baton must not wait for another thread in any other way: code that keeps a lock while it does I/O
 * would hang here, as it would hold up a run.
 */
final class Scheduler {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body, "simulated");
        thread.setDaemon(true);
        return thread;
    });

    /** Somebody who may hold the baton. */
    private static final class Task {
        private final String name;
        private volatile @Nullable Thread thread;
        private @Nullable Object owner;
        private int naps;
        private boolean asleep;

        Task(String name, @Nullable Object owner) {
            this.name = name;
            this.owner = owner;
        }
    }

    private record Event(Instant at, long sequence, Runnable effect) {}

    private final Dice dice;
    private final @Nullable List<String> trace;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::sequence));
    private final List<Task> ready = new ArrayList<>();
    private final List<Task> sleeping = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T21:00:00Z");
    private long scheduled;
    private volatile Task current;

    /** The calling thread holds the baton first. */
    Scheduler(Dice dice, @Nullable List<String> trace) {
        this.dice = dice;
        this.trace = trace;
        this.current = new Task("main", null);
        this.current.thread = Thread.currentThread();
        ready.add(current);
    }

    Instant now() {
        return now;
    }

    /** A clock that is wrong by so much. */
    Clock clock(Duration skew) {
        return new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return now.plus(skew);
            }
        };
    }

    /** Writes a line of the trace. */
    void log(Supplier<String> what) {
        if (trace != null) {
            trace.add(now + " " + current.name + " " + what.get());
        }
    }

    /** Lets something happen then; it must neither pause nor sleep. */
    void after(Duration delay, Runnable effect) {
        events.add(new Event(now.plus(delay), scheduled++, effect));
    }

    /** What the current thread and those that it starts belong to, see {@link #wake}. */
    void belongTo(@Nullable Object owner) {
        current.owner = owner;
    }

    /** Hands the baton on, perhaps to the same thread again, after a while that is mostly short. */
    void pause() {
        int kind = dice.between(0, 999);
        if (kind < 5) {
            pass(dice.upTo(Duration.ofMinutes(6)));
        } else if (kind < 40) {
            pass(dice.upTo(Duration.ofMinutes(1)));
        } else if (kind < 400) {
            pass(dice.upTo(Duration.ofMillis(1500)));
        }
        handOn(current);
    }

    /** Hands the baton on and wants it back only after that long. */
    void sleep(Duration duration) {
        Task me = current;
        ready.remove(me);
        sleeping.add(me);
        me.asleep = true;
        int nap = ++me.naps;
        after(duration, () -> {
            if (me.naps == nap) {
                awaken(me);
            }
        });
        handOn(me);
    }

    /** Ends the sleep of all threads that belong to this owner. */
    void wake(Object owner) {
        List.copyOf(sleeping).stream().filter(task -> task.owner == owner).forEach(this::awaken);
    }

    private void awaken(Task task) {
        if (task.asleep) {
            task.asleep = false;
            sleeping.remove(task);
            ready.add(task);
        }
    }

    /** Does all of these at once and returns when all have ended; throws the first failure. */
    void together(String name, List<Runnable> bodies) {
        Task parent = current;
        int[] left = {bodies.size()};
        @Nullable Throwable[] failure = {null};
        ready.remove(parent);
        for (int i = 0; i < bodies.size(); i++) {
            Runnable body = bodies.get(i);
            Task task = new Task(parent.name + "/" + name + (i + 1), parent.owner);
            ready.add(task);
            THREADS.execute(() -> {
                task.thread = Thread.currentThread();
                await(task);
                try {
                    body.run();
                } catch (RuntimeException | Error e) {
                    failure[0] = failure[0] == null ? e : failure[0];
                }
                ready.remove(task);
                left[0]--;
                if (left[0] == 0) {
                    ready.add(parent);
                }
                give(next(task));
            });
        }
        handOn(parent);
        if (failure[0] instanceof RuntimeException e) {
            throw e;
        }
        if (failure[0] instanceof Error e) {
            throw e;
        }
    }

    private void handOn(Task me) {
        Task next = next(me);
        if (next != me) {
            give(next);
            await(me);
        }
    }

    private Task next(Task me) {
        while (ready.isEmpty()) {
            fire(events.remove());
        }
        return ready.contains(me) && dice.chance(0.5) ? me : dice.oneOf(ready);
    }

    private void give(Task next) {
        current = next;
        LockSupport.unpark(next.thread);
    }

    private void await(Task me) {
        while (current != me) {
            LockSupport.park(this);
        }
    }

    private void pass(Duration duration) {
        Instant until = now.plus(duration);
        for (Event next = events.peek(); next != null && !next.at().isAfter(until); next = events.peek()) {
            fire(events.remove());
        }
        now = until;
    }

    private void fire(Event event) {
        now = event.at().isAfter(now) ? event.at() : now;
        event.effect().run();
    }
}
