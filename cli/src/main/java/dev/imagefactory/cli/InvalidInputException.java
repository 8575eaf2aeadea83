package dev.imagefactory.cli;

import dev.imagefactory.template.problem.Problem;
import java.util.List;

/** Carries the problems of input files, at least one of them an error, to where they are printed. */
final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidInputException(List<Problem> problems) {
        super("the input has " + problems.size() + " problems");
        this.problems = List.copyOf(problems);
    }

    List<Problem> problems() {
        return problems;
    }
}
