package dev.imagefactory.planner;

import java.util.Locale;

/** What a failure calls for. */
public enum FailureClass {
    /** The same request would fail again: the definition, or what it names, must change. Not retried. */
    PERMANENT,
    /** It may pass by itself. Retried up to the limit of attempts. */
    TRANSIENT,
    /** The team that runs this tool must do something first: a permission, a secret, a quota. Not retried. */
    OURS,
    /** No rule knows it. Retried up to the limit of attempts. */
    UNCLASSIFIED;

    /** Whether another attempt may succeed with nothing changed. */
    public boolean isRetried() {
        return this == TRANSIENT || this == UNCLASSIFIED;
    }

    /** The name in text and JSON: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
