package dev.imagefactory.planner;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a build so far.
 *
 * @param state as this tool understands it
 * @param updatedAt when this was last learned, to the millisecond
 * @param trackingId the service's id of the job; null before the service answered
 * @param finishedAt when the build ended, as the service says, else when that was learned; null before
 * @param error why it failed, in the service's words, or the service's name of a state that is not known
 * @param logUrl the job's log page
 */
public record BuildProgress(
        BuildState state,
        Instant updatedAt,
        @Nullable String trackingId,
        @Nullable Instant finishedAt,
        @Nullable String error,
        @Nullable String logUrl) {

    /** Written down, not answered. */
    static BuildProgress submitting(Instant at) {
        return new BuildProgress(BuildState.SUBMITTING, at, null, null, null, null);
    }

    /** What the service says of a job. */
    static BuildProgress of(Job job, Instant at) {
        @Nullable
        Instant finishedAt = job.state().isPending() ? null : job.finishedAt() == null ? at : job.finishedAt();
        return new BuildProgress(job.state(), at, job.trackingId(), finishedAt, job.error(), job.logUrl());
    }

    /** Ended for a reason that is not the job's own: rejected at submission, or forgotten by the service. */
    BuildProgress ended(BuildState ended, String why, Instant at) {
        return new BuildProgress(ended, at, trackingId, at, why, logUrl);
    }
}
