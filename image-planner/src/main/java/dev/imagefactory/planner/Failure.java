package dev.imagefactory.planner;

import org.jspecify.annotations.Nullable;

/**
 * How a build failed.
 *
 * @param failureClass what that calls for
 * @param advice what to do next, in one sentence without a full stop; null where nothing is known
 */
public record Failure(FailureClass failureClass, @Nullable String advice) {}
