package dev.imagefactory.planner.simulation;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.Lease;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.LedgerException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real ledger as one process reaches it: it fails before or after it has written, once or for minutes. */
final class FaultyLedger implements BuildLedger {
    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(2);

    private final BuildLedger ledger;
    private final SimulatedProcess process;
    private final World world;
    private Instant downUntil = Instant.MIN;

    FaultyLedger(BuildLedger ledger, SimulatedProcess process, World world) {
        this.ledger = ledger;
        this.process = process;
        this.world = world;
    }

    @Override
    public LedgerContents contents() {
        return access("ledger.contents", null, ledger::contents);
    }

    @Override
    public Optional<Build> find(BuildKey key) {
        return access("ledger.find", key, () -> ledger.find(key));
    }

    @Override
    public Optional<String> payload(BuildKey key) {
        return access("ledger.payload", key, () -> ledger.payload(key));
    }

    @Override
    public Optional<Build> claim(BuildOrder order, String payload, Lease lease) {
        return access("ledger.claim", order.key(), () -> {
            Optional<Build> claimed = ledger.claim(order, payload, lease);
            claimed.ifPresent(build -> {
                world.claims.put(order.requestId(), order.key());
                process.leases(order.key(), true);
                if (payload.contains(Workload.SECRET)) {
                    world.violated("the ledger was given a secret: " + payload);
                }
            });
            log("claimed", claimed);
            return claimed;
        });
    }

    @Override
    public Optional<Build> update(Build before, BuildProgress progress) {
        return access("ledger.update", before.key(), () -> {
            Optional<Build> stands = ledger.find(before.key());
            Optional<Build> updated = ledger.update(before, progress);
            updated.ifPresent(after -> {
                boolean leased = after.progress().lease() != null;
                process.leases(after.key(), leased);
                stands.ifPresent(build -> check(build, after));
            });
            log("updated", updated);
            return updated;
        });
    }

    /** What holds at each step. */
    private void check(Build before, Build after) {
        if (after.revision() != before.revision() + 1) {
            world.violated("the revision went from " + before + " to " + after);
        }
        @Nullable Lease stale = before.progress().lease();
        @Nullable Lease lease = after.progress().lease();
        if (stale != null && lease != null && !stale.run().equals(lease.run())) {
            if (stale.holdsAt(process.now())) {
                world.violated("a lease was taken from a run that lived: " + before + " to " + after);
            }
            world.coverage.count("stale lease taken over");
            world.ambiguous.add(before.key());
        }
        boolean found =
                before.progress().trackingId() == null && after.progress().trackingId() != null;
        if (found
                && world.faulty
                && !world.senders.getOrDefault(before.key(), Set.of()).contains(process)) {
            world.coverage.count("job found by search");
        }
        if (after.toString().contains(Workload.SECRET)) {
            world.violated("the ledger was given a secret: " + after);
        }
        boolean ended = !before.state().isPending() && before.progress().trackingId() != null;
        if (ended && !before.progress().equals(after.progress())) {
            world.violated("a build that had ended went on: " + before + " to " + after);
        }
        if (before.progress().trackingId() != null
                && !before.progress().trackingId().equals(after.progress().trackingId())) {
            world.violated("the ledger forgot a job: " + before + " to " + after);
        }
    }

    private void log(String what, Optional<Build> build) {
        world.scheduler.log(() -> build.map(each -> what + " " + each.key() + " as " + each.progress())
                .orElse("not " + what + ", somebody was faster"));
    }

    private <T> T access(String name, @Nullable BuildKey key, Supplier<T> effect) {
        process.boundary("before " + name);
        failPerhaps("before " + name, key);
        T result = effect.get();
        process.boundary("after " + name);
        failPerhaps("after " + name, key);
        return result;
    }

    private void failPerhaps(String where, @Nullable BuildKey key) {
        if (world.fault(0.0005, "ledger stays away")) {
            downUntil = world.scheduler.now().plus(world.dice.upTo(LONGEST_OUTAGE));
        }
        boolean down = world.faulty && world.scheduler.now().isBefore(downUntil);
        if (down || world.fault(0.004, "ledger fails " + where)) {
            if (key != null) {
                world.ambiguous.add(key);
            }
            world.scheduler.log(() -> "! ledger fails " + where);
            throw new LedgerException("the simulated ledger fails " + where);
        }
    }

    @Override
    public void bind(String service) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> service() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean restore(Build build, String payload) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
