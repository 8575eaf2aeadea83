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
        SERVICE_UNAVAILABLE,
        /** A secret has no value, so an image was not submitted. */
        MISSING_SECRET,
        /** The service names a state that is not known; the build counts as not ended. */
        UNKNOWN_STATE,
        /** The service no longer knows a build. */
        LOST,
        /** A build has stood in one state for longer than it may; see {@link StallLimits}. */
        STALLED,
        /** Another run did the same at the same time; nothing is lost. */
        CONCURRENT_RUN;

        /** Whether it kept the run from its work, so that another run is needed. */
        public boolean keepsFromWork() {
            return this == SERVICE_UNAVAILABLE || this == MISSING_SECRET;
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
