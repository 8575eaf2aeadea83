package dev.imagefactory.planner.simulation;

import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ImageBuilder.Request;
import dev.imagefactory.planner.Job;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job of the {@link ModelService}; its life is decided when it starts. */
final class ModelJob {
    private static final Duration LONGEST_QUEUE = Duration.ofMinutes(20);
    private static final Duration LONGEST_BUILD = Duration.ofMinutes(60);
    private static final Duration LONGEST_MEMORY = Duration.ofMinutes(40);

    final String trackingId;
    final Request request;
    final Instant startedAt;

    /** When it appears in the service's list. */
    final Instant listedAt;

    private final Instant runsAt;
    private final Instant endsAt;
    private final BuildState whileRunning;
    private final BuildState ending;
    private final @Nullable Duration memory;
    private @Nullable Instant forgottenAt;
    private @Nullable Instant hiddenUntil;
    private boolean cancelled;

    ModelJob(String trackingId, Request request, Instant startedAt, Duration listingLag, Dice dice) {
        this.trackingId = trackingId;
        this.request = request;
        this.startedAt = startedAt;
        this.listedAt = startedAt.plus(listingLag);
        this.runsAt = startedAt.plus(dice.upTo(LONGEST_QUEUE));
        this.endsAt = runsAt.plus(dice.upTo(LONGEST_BUILD));
        this.whileRunning = dice.chance(0.1) ? BuildState.UNKNOWN : BuildState.RUNNING;
        int fate = dice.between(1, 100);
        this.ending = fate <= 75 ? BuildState.SUCCEEDED : fate <= 95 ? BuildState.FAILED : BuildState.CANCELLED;
        this.memory = dice.chance(0.05) ? dice.upTo(LONGEST_MEMORY) : null;
    }

    BuildState stateAt(Instant now) {
        if (cancelled) {
            return BuildState.CANCELLED;
        }
        return now.isBefore(runsAt) ? BuildState.QUEUED : now.isBefore(endsAt) ? whileRunning : ending;
    }

    Job at(Instant now) {
        BuildState state = stateAt(now);
        @Nullable
        String error = switch (state) {
            case UNKNOWN -> "Hibernating";
            case FAILED -> "disk full";
            default -> null;
        };
        return new Job(trackingId, state, state.isPending() ? null : endsAt, error, "https://log/" + trackingId);
    }

    void cancel() {
        cancelled = true;
    }

    /** Some jobs are forgotten, but none before somebody has asked about it. */
    boolean isForgotten(Instant now) {
        return forgottenAt != null && !now.isBefore(forgottenAt);
    }

    /** Makes it unknown for a while, although it lives. */
    void hide(Instant until) {
        hiddenUntil = until;
    }

    /** At most once, so that of two looks a lease apart one finds it. */
    boolean wasHidden() {
        return hiddenUntil != null;
    }

    boolean isHidden(Instant now) {
        return hiddenUntil != null && now.isBefore(hiddenUntil);
    }

    void askedAt(Instant now) {
        if (memory != null && forgottenAt == null) {
            forgottenAt = now.plus(memory);
        }
    }
}
