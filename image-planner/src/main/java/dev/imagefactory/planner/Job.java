package dev.imagefactory.planner;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job of the service that builds.
 *
 * @param trackingId the service's id
 * @param state {@link BuildState#UNKNOWN} where the service names a state that is not known; never {@code SUBMITTING}
 *     or {@code LOST}
 * @param finishedAt when it ended, where the service says so
 * @param error why it failed, or the name of the unknown state
 * @param logUrl the job's log page
 */
public record Job(
        String trackingId,
        BuildState state,
        @Nullable Instant finishedAt,
        @Nullable String error,
        @Nullable String logUrl) {}
