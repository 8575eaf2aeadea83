package dev.imagefactory.cli;

import com.beust.jcommander.IStringConverter;
import com.beust.jcommander.ParameterException;
import com.beust.jcommander.converters.IParameterSplitter;
import dev.imagefactory.emulator.EmulatorRule;
import dev.imagefactory.emulator.ServiceFlaw;
import dev.imagefactory.planner.RunPolicy.OnUnknownOutcome;
import dev.imagefactory.template.ImageNamePointer;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/** How texts on the command line become values. */
final class Converters {
    private static final Duration LONGEST = Duration.ofDays(365);

    private Converters() {}

    /** Takes a value as it is: paths and patterns may hold commas. */
    static final class Whole implements IParameterSplitter {
        @Override
        public List<String> split(String value) {
            return List.of(value);
        }
    }

    /**
     * Reads {@code 30s}, {@code 5m}, {@code 2h}, {@code 3d} or an ISO 8601 duration such as {@code PT30S}; at most a
     * year.
     */
    static final class ToDuration implements IStringConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return duration(text);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(e.getMessage(), e);
            }
        }
    }

    static final class ToImageNamePointer implements IStringConverter<ImageNamePointer> {
        @Override
        public ImageNamePointer convert(String text) {
            try {
                return ImageNamePointer.parse(text);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(e.getMessage(), e);
            }
        }
    }

    static final class ToOutputFormat implements IStringConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String text) {
            return switch (text) {
                case "text" -> OutputFormat.TEXT;
                case "json" -> OutputFormat.JSON;
                default -> throw new ParameterException("--output is text or json, not '" + text + "'");
            };
        }
    }

    static final class ToRule implements IStringConverter<EmulatorRule> {
        @Override
        public EmulatorRule convert(String text) {
            try {
                return EmulatorRule.parse(text);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(e.getMessage(), e);
            }
        }
    }

    static final class ToOnUnknownOutcome implements IStringConverter<OnUnknownOutcome> {
        @Override
        public OnUnknownOutcome convert(String text) {
            try {
                return onUnknownOutcome(text);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(e.getMessage(), e);
            }
        }
    }

    static final class ToServiceFlaw implements IStringConverter<ServiceFlaw> {
        @Override
        public ServiceFlaw convert(String text) {
            try {
                return ServiceFlaw.parse(text);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(e.getMessage(), e);
            }
        }
    }

    static OnUnknownOutcome onUnknownOutcome(String text) {
        return switch (text) {
            case "hold" -> OnUnknownOutcome.HOLD;
            case "resubmit" -> OnUnknownOutcome.RESUBMIT;
            default -> throw new IllegalArgumentException("'" + text + "' is neither hold nor resubmit");
        };
    }

    static Duration duration(String text) {
        String upperCase = text.toUpperCase(Locale.ROOT);
        String iso = upperCase.startsWith("P") ? upperCase : (upperCase.endsWith("D") ? "P" : "PT") + upperCase;
        try {
            Duration duration = Duration.parse(iso);
            if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // the message below says more
        }
        throw new IllegalArgumentException("'" + text + "' is no duration; write 30s, 5m, 2h, 3d or PT30S");
    }
}
