package dev.imagefactory.report;

import java.util.Locale;

/** What a report says about an image in one word. */
public enum Verdict {
    /** Its build failed, it is stalled or too old, or something keeps it from being built. */
    FAILED,
    /** Nothing more is tried, or a change is refused: a person must look. */
    BLOCKED,
    /** A build has not ended, or another one is waited for. */
    WAITING,
    /** It is to be built, and was not submitted yet. */
    TO_BUILD,
    /** What is wanted was built. */
    BUILT,
    /** Its definition is gone. */
    GONE;

    /** The name in JSON, for instance {@code to-build}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether somebody must be told. */
    public boolean isFailure() {
        return this == FAILED || this == BLOCKED;
    }

    /** The name for people, for instance {@code to build}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
