package dev.imagefactory.planner;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a build so far.
 *
 * @param state as this tool understands it
 * @param since when it was learned that the build stands so, to the millisecond
 * @param lease who is sending the request; null where nobody is
 * @param trackingId the service's id of the job; null before the service answered
 * @param requestIdHonoured whether the service's answer said that it honours the request id; null before an answer
 * @param finishedAt when the build ended, as the service says, else when that was learned; null before
 * @param error why it failed, in the service's words, or the service's name of a state that is not known
 * @param logUrl the job's log page
 * @param rollout what became of the image once built
 */
public record BuildProgress(
        BuildState state,
        Instant since,
        @Nullable Lease lease,
        @Nullable String trackingId,
        @Nullable Boolean requestIdHonoured,
        @Nullable Instant finishedAt,
        @Nullable String error,
        @Nullable String logUrl,
        Rollout rollout) {

    /** What has become of a build whose image was neither proposed nor taken back. */
    public BuildProgress(
            BuildState state,
            Instant since,
            @Nullable Lease lease,
            @Nullable String trackingId,
            @Nullable Boolean requestIdHonoured,
            @Nullable Instant finishedAt,
            @Nullable String error,
            @Nullable String logUrl) {
        this(state, since, lease, trackingId, requestIdHonoured, finishedAt, error, logUrl, Rollout.NONE);
    }

    /** Written down under the lease of the run that is about to send it. */
    public static BuildProgress claimed(Lease lease) {
        return new BuildProgress(BuildState.SUBMITTING, lease.from(), lease, null, null, null, null, null);
    }

    /** Whether the service may have a job of it although no answer says so. */
    boolean mayBeStarted() {
        return state == BuildState.UNANSWERED || (state == BuildState.SUBMITTING && lease != null);
    }

    /** Taken over by a run that is about to find out what became of it, or to send it. */
    BuildProgress leased(Lease newLease) {
        BuildState known = mayBeStarted() ? BuildState.UNANSWERED : state;
        return new BuildProgress(known, since, newLease, null, null, null, null, null);
    }

    /** Sent, without an answer that says what became of it. */
    BuildProgress unanswered(Instant at) {
        return new BuildProgress(BuildState.UNANSWERED, at, null, null, null, null, null, null);
    }

    /** What the service says of a job. */
    BuildProgress of(Job job, @Nullable Boolean honoured, Instant at) {
        @Nullable Instant finished = job.state().isPending() ? null : job.finishedAt() == null ? at : job.finishedAt();
        @Nullable Boolean known = honoured == null ? requestIdHonoured : honoured;
        Instant from = job.state() == state && lease == null ? since : at;
        return new BuildProgress(job.state(), from, null, job.trackingId(), known, finished, job.error(), job.logUrl());
    }

    /** Not known to the service at a look. */
    BuildProgress missing(String why, Instant at) {
        return new BuildProgress(BuildState.UNKNOWN, at, null, trackingId, requestIdHonoured, null, why, logUrl);
    }

    /** Ended for a reason that is not the job's own: rejected at submission, or forgotten by the service. */
    BuildProgress ended(BuildState ended, String why, Instant at) {
        return new BuildProgress(ended, at, null, trackingId, requestIdHonoured, at, why, logUrl);
    }

    /** Given back as it was. */
    BuildProgress withoutLease() {
        return new BuildProgress(state, since, null, trackingId, requestIdHonoured, finishedAt, error, logUrl);
    }

    /** The same build, with what became of its image. */
    public BuildProgress with(Rollout newRollout) {
        return new BuildProgress(
                state, since, lease, trackingId, requestIdHonoured, finishedAt, error, logUrl, newRollout);
    }

    /** Whether another says the same, apart from since when. */
    boolean saysTheSameAs(BuildProgress other) {
        return equals(new BuildProgress(
                other.state,
                since,
                other.lease,
                other.trackingId,
                other.requestIdHonoured,
                other.finishedAt,
                other.error,
                other.logUrl,
                other.rollout));
    }
}
