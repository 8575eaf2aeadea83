package dev.imagefactory.planner;

import java.util.List;

/**
 * Two variables that move together, for instance the address of an installer and the version that it installs.
 *
 * @param one that which comes first by name
 */
public record VariablePair(String one, String other) {
    public VariablePair {
        if (one.equals(other)) {
            throw new IllegalArgumentException("'" + one + "' is no pair by itself; name two variables");
        }
        if (one.compareTo(other) > 0) {
            String first = other;
            other = one;
            one = first;
        }
    }

    /** Both names. */
    List<String> names() {
        return List.of(one, other);
    }
}
