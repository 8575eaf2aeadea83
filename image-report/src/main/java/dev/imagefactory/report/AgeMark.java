package dev.imagefactory.report;

import dev.imagefactory.planner.AgeLimits;
import dev.imagefactory.planner.ImageAge;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an image's age compares with the limits. */
public enum AgeMark {
    /** Within the limits, or of an image that is not wanted any more. */
    YOUNG,
    /** Older than the limit at which somebody should know. */
    AGEING,
    /** Older than it may be. */
    TOO_OLD,
    /** It was never built. */
    NEVER_BUILT;

    static AgeMark of(@Nullable ImageAge age, AgeLimits limits) {
        if (age == null) {
            return NEVER_BUILT;
        }
        if (age.duration().compareTo(limits.failAfter()) > 0) {
            return TOO_OLD;
        }
        return age.duration().compareTo(limits.warnAfter()) > 0 ? AGEING : YOUNG;
    }

    /** The name in JSON, for instance {@code too-old}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What people read beside the age; empty within the limits. */
    String words() {
        return this == YOUNG ? "" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
