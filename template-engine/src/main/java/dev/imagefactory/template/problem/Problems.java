package dev.imagefactory.template.problem;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A collector of problems, so that all of them can be reported at once; the same problem, as of a file that several
 * definitions share, only once. Not safe for concurrent use.
 */
public final class Problems {
    private final Set<Problem> collected = new LinkedHashSet<>();
    private int errors;

    public void add(ProblemCode code, Location location, String pointer, String message, String nextStep) {
        collected.add(new Problem(code, location, pointer, message, nextStep));
        errors += code.severity() == Severity.ERROR ? 1 : 0;
    }

    /** Adds all that another has collected. */
    public void addAll(Problems others) {
        collected.addAll(others.collected);
        errors += others.errors;
    }

    /** Whether there is none, no warning either. */
    public boolean isEmpty() {
        return collected.isEmpty();
    }

    /** How often an error was added. */
    public int errors() {
        return errors;
    }

    /** The problems so far, by file and line. */
    public List<Problem> sorted() {
        return collected.stream().sorted(Problem.BY_LOCATION).toList();
    }
}
