package dev.imagefactory.template.problem;

import java.util.Locale;

/** How bad a problem is: an error keeps everything from being submitted, a warning does not. */
public enum Severity {
    ERROR,
    WARNING;

    /** The name in messages and JSON: {@code error} or {@code warning}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
