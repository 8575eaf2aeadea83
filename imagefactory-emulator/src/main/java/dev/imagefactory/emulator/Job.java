package dev.imagefactory.emulator;

import dev.imagefactory.emulator.EmulatorRule.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is kept: what it is for, and what was decided about it at creation.
 *
 * <p>Its status is a pure function of this and the time, so no thread has to move a job on and a restart changes
 * nothing.
 *
 * @param created when it was accepted, to the millisecond
 * @param buildTime from acceptance to the end
 * @param failureMessage what it is to say if it fails; null for a reason by its artifacts
 * @param cancelled when a caller cancelled it; null while nobody did
 */
record Job(
        UUID trackingId,
        @Nullable UUID requestId,
        String bodySha256,
        List<String> imageNames,
        List<String> artifactNames,
        Instant created,
        Duration buildTime,
        Outcome outcome,
        @Nullable String failureMessage,
        @Nullable Instant cancelled) {

    /** The part of the build time that a job waits in the queue: one fifth. */
    private static final int QUEUED_SHARE = 5;

    /**
     * Where a job stands at some moment.
     *
     * @param state the contract's name of the state
     * @param finished when it ended; null before
     * @param error why it did not succeed; null otherwise
     */
    record Status(
            String state,
            @Nullable Instant finished,
            @Nullable Problem error) {}

    Job {
        imageNames = List.copyOf(imageNames);
        artifactNames = List.copyOf(artifactNames);
    }

    Status statusAt(Instant now) {
        if (cancelled != null) {
            return new Status("Cancelled", cancelled, null);
        }
        if (now.isBefore(started())) {
            return new Status("Queued", null, null);
        }
        if (outcome == Outcome.HANG || now.isBefore(ending())) {
            return new Status(outcome == Outcome.UNKNOWN_STATE ? "Hibernating" : "Running", null, null);
        }
        return switch (outcome) {
            case FAIL -> new Status("Failed", ending(), failure());
            case CANCEL ->
                new Status(
                        "Cancelled",
                        ending(),
                        new Problem("CancelledByService", "The service cancelled the job to reclaim capacity.", null));
            default -> new Status("Succeeded", ending(), null);
        };
    }

    /**
     * How many artifacts are dealt with: they are applied one after the other, each in an equal share of the running
     * time.
     */
    int artifactsDoneAt(Instant now) {
        Instant end = cancelled != null && cancelled.isBefore(now) ? cancelled : now;
        if (!end.isBefore(ending())) {
            return outcome == Outcome.HANG ? Math.max(0, artifactNames.size() - 1) : artifactNames.size();
        }
        long running = Math.max(0, Duration.between(started(), end).toNanos());
        long whole = Duration.between(started(), ending()).toNanos();
        return (int) (artifactNames.size() * running / whole);
    }

    /** The artifact that fails when the job is to fail: the last one; null where there is none. */
    @Nullable
    String failingArtifact() {
        return outcome == Outcome.FAIL && !artifactNames.isEmpty() ? artifactNames.get(artifactNames.size() - 1) : null;
    }

    /** From when on the service no longer knows the job; null where it never forgets it. */
    @Nullable
    Instant forgotten() {
        return outcome == Outcome.FORGET ? created.plus(buildTime.dividedBy(2)) : null;
    }

    boolean isKnownAt(Instant now) {
        Instant forgotten = forgotten();
        return forgotten == null || now.isBefore(forgotten);
    }

    Job cancelledAt(Instant time) {
        return new Job(
                trackingId,
                requestId,
                bodySha256,
                imageNames,
                artifactNames,
                created,
                buildTime,
                outcome,
                failureMessage,
                time);
    }

    private Instant started() {
        return created.plus(buildTime.dividedBy(QUEUED_SHARE));
    }

    private Instant ending() {
        return created.plus(buildTime);
    }

    private Problem failure() {
        if (failureMessage != null) {
            return new Problem("BuildFailed", failureMessage, null);
        }
        String artifact = failingArtifact();
        return artifact == null
                ? new Problem("ProvisioningFailed", "The virtual machine of the build could not be provisioned.", null)
                : new Problem("ArtifactFailed", "Artifact '" + artifact + "' failed with exit code 1.", artifact);
    }
}
