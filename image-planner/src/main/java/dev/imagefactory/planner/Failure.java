package dev.imagefactory.planner;

import org.jspecify.annotations.Nullable;

/**
 * How a build failed.
 *
 * @param failureClass what that calls for
 * @param advice what to do next, in one sentence without a full stop; null where nothing is known
 */
public record Failure(FailureClass failureClass, @Nullable String advice) {
    /** A text that says what happened, with the advice after it. */
    public String adviseAfter(String text) {
        return advice == null ? text : text.replaceFirst("\\.$", "") + "; " + advice;
    }
}
