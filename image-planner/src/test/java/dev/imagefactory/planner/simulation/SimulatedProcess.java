package dev.imagefactory.planner.simulation;

import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.RunEnvironment;
import dev.imagefactory.planner.StopSignal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** One process, from its start until it ends or is killed: every I/O of the program under test goes through it. */
final class SimulatedProcess {
    /** Ends a thread of a killed process; nobody catches it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private static final Duration LONGEST_STALL = Duration.ofMinutes(40);

    private final World world;
    private final Clock clock;
    private final StopSignal stop = new StopSignal();

    /** The builds whose requests it may have under way. */
    private final Set<BuildKey> leased = new HashSet<>();

    private int untilKilled = Integer.MAX_VALUE;
    private int untilStopped = Integer.MAX_VALUE;
    private boolean killed;
    private boolean reported;

    SimulatedProcess(World world, Duration skew) {
        this.world = world;
        this.clock = world.scheduler.clock(skew);
        if (world.faulty && world.dice.chance(0.4)) {
            untilKilled = world.dice.between(1, 80);
        }
        if (world.faulty && world.dice.chance(0.05)) {
            untilStopped = world.dice.between(1, 60);
        }
        world.scheduler.belongTo(this);
    }

    /** What its runner gets from outside. */
    RunEnvironment environment() {
        return new RunEnvironment(
                clock,
                () -> new UUID(world.dice.bits(), world.dice.bits()),
                this::sleep,
                (threads, work) -> {
                    if (threads == 1) {
                        work.run();
                    } else {
                        world.scheduler.together("worker", Collections.nCopies(threads, work));
                    }
                },
                stop);
    }

    /** What its clock says. */
    Instant now() {
        return clock.instant();
    }

    /** Notes that it lived to report. */
    void reports() {
        reported = true;
    }

    boolean hasReported() {
        return reported;
    }

    /** Notes whether its request of a build may be under way. */
    void leases(BuildKey key, boolean held) {
        if (held) {
            leased.add(key);
        } else {
            leased.remove(key);
        }
    }

    private void sleep(Duration duration) {
        world.scheduler.log(() -> "sleeps " + duration);
        boundary("sleep");
        if (!stop.isStopped()) {
            world.scheduler.sleep(duration);
        }
        boundary("waking");
    }

    /** An effect outside, with a boundary before and after it. */
    <T> T io(String name, Supplier<T> effect) {
        boundary("before " + name);
        T result = effect.get();
        boundary("after " + name);
        return result;
    }

    /** Where others go on, time passes, and the process may stall or die. */
    void boundary(String where) {
        pause(where);
        stallPerhaps(0.008);
    }

    /** Perhaps does nothing for so long that others take it for dead. */
    void stallPerhaps(double probability) {
        if (world.fault(probability, "stall")) {
            world.scheduler.sleep(world.dice.upTo(LONGEST_STALL));
            dieIfKilled();
        }
    }

    /** A boundary at which the process does not stall. */
    void pause(String where) {
        dieIfKilled();
        world.scheduler.log(() -> where);
        world.scheduler.pause();
        dieIfKilled();
        if (--untilStopped == 0) {
            world.coverage.count("stopped");
            stop.stop();
        }
        if (--untilKilled == 0) {
            killed = true;
            world.coverage.count("killed " + where);
            world.scheduler.log(() -> "! killed " + where);
            world.ambiguous.addAll(leased);
            world.scheduler.wake(this);
            throw new Killed();
        }
    }

    private void dieIfKilled() {
        if (killed) {
            throw new Killed();
        }
    }
}
