package dev.imagefactory.template;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A span of time as people write it: {@code 30s}, {@code 5m}, {@code 2h}, {@code 3d}, {@code 2w}, or ISO 8601 as
 * {@code PT30S}; without months and years, which are not always of the same length.
 */
public final class DurationText {
    /** The form, as a regular expression that Java and JSON Schema read alike; the limit of a year comes beside it. */
    public static final String FORM = "^([Pp]?[0-9]+[DdWw]|([Pp]([0-9]+[Dd])?[Tt])?(?=[0-9])"
            + "([0-9]+[Hh])?([0-9]+[Mm])?([0-9]+([.,][0-9]{1,9})?[Ss])?)$";

    private static final Pattern PATTERN = Pattern.compile(FORM);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final String NEXT_STEP = "; write 30s, 5m, 2h, 3d, 2w or PT30S";

    private DurationText() {}

    /**
     * Reads a duration of at most a year.
     *
     * @throws IllegalArgumentException where the text is none
     */
    public static Duration parse(String text) {
        if (!PATTERN.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration" + NEXT_STEP);
        }
        String upperCase = text.toUpperCase(Locale.ROOT);
        boolean isWeeks = upperCase.endsWith("W");
        String inDays = upperCase.replace('W', 'D');
        String iso = inDays.startsWith("P") ? inDays : (inDays.endsWith("D") ? "P" : "PT") + inDays;
        try {
            Duration duration = Duration.parse(iso).multipliedBy(isWeeks ? 7 : 1);
            if (duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            // of the right form, so that only its numbers can be too large
        }
        throw new IllegalArgumentException("'" + text + "' is longer than 365 days" + NEXT_STEP);
    }
}
