package dev.imagefactory.cli;

import com.beust.jcommander.IStringConverter;
import com.beust.jcommander.ParameterException;
import com.beust.jcommander.converters.IParameterSplitter;
import dev.imagefactory.emulator.EmulatorRule;
import dev.imagefactory.emulator.ServiceFlaw;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ChangeGuards.Reaction;
import dev.imagefactory.planner.RunPolicy.OnUnknownOutcome;
import dev.imagefactory.template.DurationText;
import dev.imagefactory.template.ImageNamePointer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** How texts on the command line become values. */
final class Converters {
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
                return DurationText.parse(text);
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

    static final class ToGraphFormat implements IStringConverter<GraphFormat> {
        @Override
        public GraphFormat convert(String text) {
            return Stream.of(GraphFormat.values())
                    .filter(format -> format.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException("--format is mermaid, dot or json, not '" + text + "'"));
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

    static final class ToReaction implements IStringConverter<Reaction> {
        @Override
        public Reaction convert(String text) {
            try {
                return reaction(text);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(e.getMessage(), e);
            }
        }
    }

    /** How long a build may stand in a state. */
    record StallLimit(BuildState state, Duration duration) {}

    static final class ToStallLimit implements IStringConverter<StallLimit> {
        @Override
        public StallLimit convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new ParameterException("'" + text + "' is no limit; write it as running=8h");
            }
            try {
                return stallLimit(text.substring(0, equals), text.substring(equals + 1));
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

    static Reaction reaction(String text) {
        return switch (text) {
            case "ignore" -> Reaction.IGNORE;
            case "warn" -> Reaction.WARN;
            case "error" -> Reaction.REFUSE;
            default -> throw new IllegalArgumentException("'" + text + "' is none of ignore, warn and error");
        };
    }

    static StallLimit stallLimit(String state, String duration) {
        Duration limit = DurationText.parse(duration);
        if (limit.isZero()) {
            throw new IllegalArgumentException("'" + duration + "' is too short to be stalled after");
        }
        return Stream.of(BuildState.values())
                .filter(each -> each.isPending() && each.id().equals(state))
                .findFirst()
                .map(each -> new StallLimit(each, limit))
                .orElseThrow(() -> new IllegalArgumentException("'" + state + "' is no state of a build that has not"
                        + " ended; those are submitting, unanswered, queued, running and unknown"));
    }
}
