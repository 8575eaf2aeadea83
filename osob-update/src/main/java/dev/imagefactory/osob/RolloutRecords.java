package dev.imagefactory.osob;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes down in the ledger what became of images once built. */
public final class RolloutRecords {
    private static final int TRIES = 10;

    private final BuildLedger ledger;

    public RolloutRecords(BuildLedger ledger) {
        this.ledger = ledger;
    }

    /** The images that an update moves consumers to are proposed there. */
    public void proposed(ConsumerUpdate update, String pullRequest) {
        update.in(ReferenceDecision.State.UPDATE).stream()
                .map(move -> Objects.requireNonNull(move.build()).key())
                .distinct()
                .forEach(key -> change(key, rollout -> rollout.proposed(pullRequest)));
    }

    /** No consumer is to be moved to these builds any more. */
    public void takenBack(List<Build> builds, Instant at) {
        builds.forEach(build -> change(build.key(), rollout -> rollout.takenBack(at)));
    }

    /** Consumers may be moved to the build, taken back or not. */
    public void allowed(Build build) {
        change(build.key(), rollout -> rollout.takenBack(null));
    }

    /** Another run may write at the same time, so it is tried on what the ledger says last. */
    private void change(BuildKey key, UnaryOperator<Rollout> change) {
        for (int i = 0; i < TRIES; i++) {
            @Nullable Build build = ledger.find(key).orElse(null);
            if (build == null) {
                throw new LedgerException("the ledger has no build " + key + " any more; run this again");
            }
            Rollout before = build.progress().rollout();
            Rollout after = change.apply(before);
            if (after.equals(before)
                    || ledger.update(build, build.progress().with(after)).isPresent()) {
                return;
            }
        }
        throw new LedgerException(
                "the build " + key + " in the ledger is changed by others all the time; run this again");
    }
}
