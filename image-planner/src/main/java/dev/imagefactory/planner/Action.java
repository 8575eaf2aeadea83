package dev.imagefactory.planner;

import java.util.Locale;

/** What a plan does about an image. */
public enum Action {
    /** Submit it. */
    BUILD,
    /** Submit it again: the last attempt brought no image. */
    RETRY,
    /** Follow a build that has not ended. */
    WAIT,
    /** Nothing. */
    NONE,
    /** Nothing, although the image is wanted: a person must look. */
    BLOCKED;

    /** Whether the action sends a request to build. */
    public boolean isSubmission() {
        return this == BUILD || this == RETRY;
    }

    /** The name in text and JSON: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
