package dev.imagefactory.template;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** A span of time as people write it: {@code 30s}, {@code 5m}, {@code 2h}, {@code 3d}, or ISO 8601 as {@code PT30S}. */
public final class DurationText {
    private static final Duration LONGEST = Duration.ofDays(365);

    private DurationText() {}

    /**
     * Reads a duration of at most a year.
     *
     * @throws IllegalArgumentException where the text is none
     */
    public static Duration parse(String text) {
        String upperCase = text.toUpperCase(Locale.ROOT);
        String iso = upperCase.startsWith("P") ? upperCase : (upperCase.endsWith("D") ? "P" : "PT") + upperCase;
        try {
            Duration duration = Duration.parse(iso);
            if (duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "'" + text + "' is longer than 365 days; write 30s, 5m, 2h, 3d or PT30S");
            }
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // the message below says more
        }
        throw new IllegalArgumentException("'" + text + "' is no duration; write 30s, 5m, 2h, 3d or PT30S");
    }
}
