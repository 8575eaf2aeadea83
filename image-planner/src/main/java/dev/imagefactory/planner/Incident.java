package dev.imagefactory.planner;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run beside the builds' own fate, and that somebody should know.
 *
 * @param kind what happened
 * @param imageId the image it concerns; null for the run as a whole
 * @param message what happened and what to do, in words
 */
public record Incident(Kind kind, @Nullable String imageId, String message) {
    /** The kinds of incidents. */
    public enum Kind {
        /** The service could not be asked; no image failed by that, and the next run tries again. */
        SERVICE_UNAVAILABLE(true),
        /** It is not known whether the service started a build. */
        OUTCOME_UNKNOWN(true),
        /** The ledger could not be written; what the service did is not lost by that. */
        LEDGER_UNAVAILABLE(true),
        /** A build in the ledger cannot be read and was set aside. */
        UNREADABLE_BUILD(true),
        /** A secret has no value, so an image was not submitted. */
        MISSING_SECRET(true),
        /** The source of secrets gives out none, so no image that needs one was submitted. */
        SECRETS_UNAVAILABLE(true),
        /** The run was to end before its work was done. */
        STOPPED(true),
        /** As many builds as the policy allows were submitted; the next run goes on. */
        SUBMISSION_LIMIT(false),
        /** Most submissions failed the same way, so that the rest was not tried. */
        BREAKER_OPEN(false),
        /** The service names a state that is not known; the build counts as not ended. */
        UNKNOWN_STATE(false),
        /** The service no longer knows a build. */
        LOST(false),
        /** A build has stood in one state for longer than it may; see {@link StallLimits}. */
        STALLED(false),
        /** An image is older than the limit at which somebody should know; see {@link AgeLimits}. */
        AGEING(false),
        /** An image is older than it may be, or was never built for as long. */
        TOO_OLD(false),
        /** An image was never built, within the limit or without anybody having asked for it. */
        NEVER_BUILT(false),
        /** A request without an answer was sent again, as the policy says; the service may have two jobs of it. */
        RESUBMITTED(false),
        /** The service has a second job of a build, which nobody follows. */
        SECOND_JOB(true),
        /** Another run did the same at the same time, or is about to; nothing is lost. */
        CONCURRENT_RUN(false),
        /** The service lists no job of a request without an answer, but one may still appear. */
        UNSETTLED(false),
        /** A build would be submitted that the saved plan does not say; a later run submits it. */
        NOT_PLANNED(false);

        private final boolean keepsFromWork;

        Kind(boolean keepsFromWork) {
            this.keepsFromWork = keepsFromWork;
        }

        /** Whether it kept the run from its work, so that another run or a person is needed. */
        public boolean keepsFromWork() {
            return keepsFromWork;
        }

        /** Whether it passes by itself, within minutes. */
        boolean passes() {
            return this == CONCURRENT_RUN || this == UNSETTLED;
        }

        /** Whether it stays true when a later cycle of the run does not meet it again. */
        boolean isLasting() {
            return this == LOST
                    || this == RESUBMITTED
                    || this == SECOND_JOB
                    || this == SUBMISSION_LIMIT
                    || this == BREAKER_OPEN;
        }

        /** The name in JSON, for instance {@code missing-secret}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public String toString() {
        return (imageId == null ? "" : imageId + ": ") + message;
    }
}
