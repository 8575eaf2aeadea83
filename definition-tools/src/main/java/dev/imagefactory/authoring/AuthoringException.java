package dev.imagefactory.authoring;

import dev.imagefactory.template.problem.Problem;
import java.util.List;

/** Definitions are not changed, and no file is written; the message, or the problems, say why and what to do. */
public final class AuthoringException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    AuthoringException(String message) {
        super(message);
        this.problems = List.of();
    }

    AuthoringException(List<Problem> problems) {
        super("the definitions have " + problems.size() + " problems; nothing was written");
        this.problems = List.copyOf(problems);
    }

    /** What is wrong with the definitions; empty where the message says all. */
    public List<Problem> problems() {
        return problems;
    }
}
