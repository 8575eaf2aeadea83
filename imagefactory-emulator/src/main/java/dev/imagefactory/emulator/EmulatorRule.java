package dev.imagefactory.emulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A wish about what becomes of certain jobs, written {@code OUTCOME[@COUNT]=GLOB}.
 *
 * <p>{@code OUTCOME} is one of {@link Outcome}, in lower case and with hyphens. {@code GLOB} is matched against the
 * job's image names without regard to case; {@code *} stands for any text and {@code ?} for one character. One matching
 * name is enough; a job without image names counts as one with an empty name. {@code COUNT} limits the rule to the
 * first {@code COUNT} creations of that image name in the data directory, refused ones included and repeated requests
 * not: {@code fail@1=*VS2019*} fails the first try of each such image and lets the next succeed. Of several rules the
 * first that applies decides; where none does, the job succeeds. The decision is made at creation and kept with the
 * job.
 *
 * @param outcome what happens
 * @param limit how many creations of an image name the rule is for, at least 1; empty: all
 * @param glob the pattern over image names, not empty
 */
public record EmulatorRule(Outcome outcome, OptionalInt limit, String glob) {

    private static final Pattern GRAMMAR =
            Pattern.compile("(?<outcome>[^@=]+)(@(?<limit>[1-9][0-9]{0,8}))?=(?<glob>.+)", Pattern.DOTALL);

    /** What becomes of a job. */
    public enum Outcome {
        /** The build succeeds, as without a rule; shields some images from a broader rule after it. */
        SUCCEED,
        /** The build fails, with an error that names an artifact where there is one. */
        FAIL,
        /** The service itself cancels the job at the end of its build time. */
        CANCEL,
        /** The job stays Running until somebody cancels it. */
        HANG,
        /** The job reports the state Hibernating, which no client knows, instead of Running, and then succeeds. */
        UNKNOWN_STATE,
        /** Creation is answered 400 and no job is started. */
        REJECT,
        /**
         * After half of its build time the service no longer knows the job; a repeat of its creation still shows it.
         */
        FORGET,
        /** The job is started, but the connection is closed without an answer; a repeated request is answered. */
        DROP,
        /** The connection is closed without an answer, and no job is started. */
        DROP_UNSTARTED,
        /** The job is started, but a gateway answers 504; a repeated request is answered. */
        GATEWAY_TIMEOUT,
        /** A gateway answers 504, and no job is started. */
        GATEWAY_TIMEOUT_UNSTARTED,
        /** The job is started, but creation is answered 500; a repeated request is answered. */
        INTERNAL_ERROR;

        /** Whether creation starts a job, whatever it answers. */
        boolean startsJob() {
            return this != REJECT && this != DROP_UNSTARTED && this != GATEWAY_TIMEOUT_UNSTARTED;
        }

        /** The name as it stands in a rule, for instance {@code unknown-state}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Outcome named(String name) {
            return Arrays.stream(values())
                    .filter(outcome -> outcome.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not an outcome; use one of "
                            + Arrays.stream(values()).map(Outcome::toString).collect(Collectors.joining(", "))));
        }
    }

    /** Checks the limit and the glob. */
    public EmulatorRule {
        if (limit.isPresent() && (limit.getAsInt() < 1 || limit.getAsInt() > 999_999_999)) {
            throw new IllegalArgumentException("The count of a rule is from 1 to 999999999, not " + limit.getAsInt());
        }
        if (glob.isEmpty()) {
            throw new IllegalArgumentException("The glob of a rule is empty; use * for all image names");
        }
    }

    /**
     * Reads a rule from its text, see the type's description.
     *
     * @throws IllegalArgumentException where the text is not a rule; the message says what is expected
     */
    public static EmulatorRule parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a rule; write OUTCOME[@COUNT]=GLOB, for instance fail@1=*VS2019*");
        }
        String limit = matcher.group("limit");
        return new EmulatorRule(
                Outcome.named(matcher.group("outcome")),
                limit == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(limit)),
                matcher.group("glob"));
    }

    /** Tells whether the rule is for an image name that was created so many times before. */
    boolean appliesTo(String imageName, int earlierCreations) {
        return (limit.isEmpty() || earlierCreations < limit.getAsInt()) && new ImageNameGlob(glob).matches(imageName);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return outcome + (limit.isPresent() ? "@" + limit.getAsInt() : "") + "=" + glob;
    }
}
