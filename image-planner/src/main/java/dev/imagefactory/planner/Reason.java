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
        /** What differs between two sets of variables with their values, by name. */
        static List<VariableChange> between(SortedMap<String, String> before, SortedMap<String, String> after) {
            List<VariableChange> changes = new ArrayList<>();
            TreeSet<String> names = new TreeSet<>(before.keySet());
            names.addAll(after.keySet());
            for (String name : names) {
                @Nullable String old = before.get(name);
                @Nullable String now = after.get(name);
                if (old == null || !old.equals(now)) {
                    changes.add(new VariableChange(name, old, now));
                }
            }
            return changes;
        }

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

    /** The reason to wait for something, after what is to be done thereafter. */
    Reason hinderedBy(ReasonCode waiting, String what, Action thereafter) {
        return thereafter.isSubmission()
                ? new Reason(waiting, message + "; " + what, variables)
                : new Reason(waiting, what, List.of());
    }

    /** What differs between a build that was asked for and what is wanted now. */
    static Reason changed(BuildOrder before, RenderedImage wanted) {
        return changed(before.variables(), before.definitionFingerprint(), before.defaultsFingerprint(), wanted);
    }

    /** What differs between an image as it was, by its variables and its definition, and what is wanted now. */
    static Reason changed(
            SortedMap<String, String> before,
            String definitionFingerprint,
            @Nullable String defaultsFingerprint,
            RenderedImage wanted) {
        List<VariableChange> changes = VariableChange.between(before, wanted.variables());
        List<Cause> causes = new ArrayList<>();
        changes.forEach(change -> causes.add(Cause.variable(change)));
        if (!definitionFingerprint.equals(wanted.source().definitionFingerprint())) {
            causes.add(Cause.definitionEdited(List.of()));
        }
        if (!Objects.equals(defaultsFingerprint, wanted.source().defaultsFingerprint())) {
            causes.add(Cause.defaultsEdited(List.of()));
        }
        String message = causes.isEmpty()
                ? "the rendered payload differs from the last build's"
                : causes.stream().map(Cause::toString).collect(Collectors.joining("; "));
        return new Reason(ReasonCode.CHANGED, message, changes);
    }
}
