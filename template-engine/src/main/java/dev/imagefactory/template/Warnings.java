package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.EnumSet;
import java.util.Set;

/** The warnings about one definition; those that it silences are not reported. */
final class Warnings {
    private final Set<String> silenced;
    private final Problems problems;
    private final Set<ProblemCode> withheld = EnumSet.noneOf(ProblemCode.class);

    /** @param silenced the codes that are not reported */
    Warnings(Set<String> silenced, Problems problems) {
        this.silenced = silenced;
        this.problems = problems;
    }

    void add(ProblemCode code, Location at, JsonPointer pointer, String message, String nextStep) {
        if (silenced.contains(code.id())) {
            withheld.add(code);
        } else {
            problems.add(code, at, pointer.text(), message, nextStep);
        }
    }

    /** What would have been reported without a silence. */
    Set<ProblemCode> withheld() {
        return withheld;
    }
}
