package dev.imagefactory.template;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A variable that the tool itself gives a value, and only at submission.
 *
 * <p>Such a variable is volatile: it stands in the rendered payload as {@code {NAME}} and so does not change the
 * fingerprint.
 */
public enum BuiltIn {
    /** The UTC day of the submission as {@code yyyy-MM-dd}. */
    BUILD_DATE("uuuu-MM-dd"),
    /** The UTC day of the submission as {@code yyyyMMdd}, for names that allow no dash. */
    BUILD_DAY("uuuuMMdd"),
    /** The UTC second of the submission as {@code yyyyMMdd-HHmmss}. */
    BUILD_TIME("uuuuMMdd-HHmmss");

    private final DateTimeFormatter format;

    BuiltIn(String pattern) {
        this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** The value of this variable in a build submitted at an instant. */
    public String valueAt(Instant submission) {
        return format.format(submission);
    }

    static Optional<BuiltIn> named(String name) {
        return Arrays.stream(values())
                .filter(builtIn -> builtIn.name().equals(name))
                .findFirst();
    }
}
