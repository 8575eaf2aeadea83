package dev.imagefactory.template.problem;

import java.util.ArrayList;
import java.util.List;

/** A collector of problems, so that all of them can be reported at once. Not safe for concurrent use. */
public final class Problems {
    private final List<Problem> collected = new ArrayList<>();
    private int errors;

    public void add(ProblemCode code, Location location, String pointer, String message, String nextStep) {
        collected.add(new Problem(code, location, pointer, message, nextStep));
        errors += code.severity() == Severity.ERROR ? 1 : 0;
    }

    public int errors() {
        return errors;
    }

    /** The problems so far, by file and line. */
    public List<Problem> sorted() {
        return collected.stream().sorted(Problem.BY_LOCATION).toList();
    }
}
