package dev.imagefactory.planner;

import dev.imagefactory.template.RenderedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a plan does what it does about an image, with the cause by name.
 *
 * @param code the kind of reason
 * @param message one sentence without a full stop
 * @param variables those whose value differs from the last build's, by name; empty where that is not the reason
 */
public record Reason(ReasonCode code, String message, List<VariableChange> variables) {
    private static final int LONGEST_SHOWN = 60;

    public Reason {
        variables = List.copyOf(variables);
    }

    /**
     * A variable that a definition uses now, or used before, with another value.
     *
     * @param before null where it was not used, or did not exist
     * @param after null where it is not used any more, or does not exist
     */
    public record VariableChange(
            String name, @Nullable String before, @Nullable String after) {
        @Override
        public String toString() {
            if (before == null) {
                return name + " is used now (" + shown(after) + ")";
            }
            return after == null ? name + " is not used any more" : name + ": " + shown(before) + " -> " + shown(after);
        }

        static String shown(@Nullable String value) {
            String text = String.valueOf(value);
            return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
        }
    }

    static Reason of(ReasonCode code, String message) {
        return new Reason(code, message, List.of());
    }

    /** What differs between a build that was asked for and what is wanted now. */
    static Reason changed(BuildOrder before, RenderedImage wanted) {
        SortedMap<String, String> variables = wanted.variables();
        List<VariableChange> changes = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(before.variables().keySet());
        names.addAll(variables.keySet());
        for (String name : names) {
            @Nullable String old = before.variables().get(name);
            @Nullable String now = variables.get(name);
            if (old == null || !old.equals(now)) {
                changes.add(new VariableChange(name, old, now));
            }
        }
        List<Cause> causes = new ArrayList<>();
        changes.forEach(change -> causes.add(Cause.variable(change)));
        if (!before.definitionFingerprint().equals(wanted.source().definitionFingerprint())) {
            causes.add(Cause.definitionEdited(List.of()));
        }
        if (!Objects.equals(before.defaultsFingerprint(), wanted.source().defaultsFingerprint())) {
            causes.add(Cause.defaultsEdited(List.of()));
        }
        String message = causes.isEmpty()
                ? "the rendered payload differs from the last build's"
                : causes.stream().map(Cause::toString).collect(Collectors.joining("; "));
        return new Reason(ReasonCode.CHANGED, message, changes);
    }
}
