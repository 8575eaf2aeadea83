package dev.imagefactory.report;

import dev.imagefactory.planner.Build;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something about an image that somebody must look at.
 *
 * @param imageId the image
 * @param kind the class of a build's failure, as {@code permanent}; else the code of the reason, as {@code downgrade},
 *     or the kind of the incident, as {@code stalled}
 * @param message what happened, in one sentence without a full stop
 * @param advice what to do next, likewise; null where nothing is known
 * @param build the build that it is about; null where it is about none
 * @param artifact the artifact that failed first, where the service's words name one
 * @param log the log of the build's job; null where it was not asked for
 * @param attempts the builds of the same payload, in the order in which they were claimed
 * @param owner whom to ask about the image; null where its settings say nothing
 * @param isBlocking whether nothing more is tried
 */
public record ReportedFailure(
        String imageId,
        String kind,
        String message,
        @Nullable String advice,
        @Nullable Build build,
        @Nullable String artifact,
        @Nullable SavedLog log,
        List<Build> attempts,
        @Nullable String owner,
        boolean isBlocking) {
    public ReportedFailure {
        attempts = List.copyOf(attempts);
    }

    /** What happened and what to do next. */
    String messageWithAdvice() {
        return advice == null ? message : message.replaceFirst("\\.$", "") + "; " + advice;
    }

    /** The service's words; null where there are none. */
    @Nullable
    String error() {
        return build == null ? null : build.progress().error();
    }

    /** The service's id of the job; null where there is none. */
    @Nullable
    String trackingId() {
        return build == null ? null : build.progress().trackingId();
    }

    /** The job's log page, as the service named it; null where there is none. */
    @Nullable
    String logUrl() {
        return build == null ? null : build.progress().logUrl();
    }
}
