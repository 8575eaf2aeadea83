package dev.imagefactory.template.problem;

import java.util.Comparator;

/**
 * Something that is wrong with an input file, where, and what to do about it.
 *
 * @param code what kind of problem it is; decides the severity
 * @param location the file, line and column
 * @param pointer the value in the file as an RFC 6901 JSON pointer; empty for the document as a whole
 * @param message what is wrong, in one sentence without a full stop
 * @param nextStep what the reader can do about it, in one sentence without a full stop
 */
public record Problem(ProblemCode code, Location location, String pointer, String message, String nextStep) {
    /** By file, line and column: the order in which people work through them. */
    public static final Comparator<Problem> BY_LOCATION = Comparator.comparing((Problem p) -> p.location.file())
            .thenComparingInt(p -> p.location.line())
            .thenComparingInt(p -> p.location.column())
            .thenComparing(Problem::code)
            .thenComparing(Problem::pointer)
            .thenComparing(Problem::message);

    public Severity severity() {
        return code.severity();
    }

    /** One line: {@code file:line:column: error code: message, at /pointer; next step}. */
    @Override
    public String toString() {
        String at = pointer.isEmpty() ? "" : ", at " + pointer;
        return location + ": " + severity().id() + " " + code.id() + ": " + message + at + "; " + nextStep;
    }
}
