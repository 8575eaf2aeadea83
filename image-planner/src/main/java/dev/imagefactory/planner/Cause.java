package dev.imagefactory.planner;

import dev.imagefactory.planner.Reason.VariableChange;
import dev.imagefactory.template.document.JsonPointer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that make an image's payload another one than before.
 *
 * @param kind what happened
 * @param change the variable with its values; null where no variable is the cause
 * @param oldId the id that the image had before; null where it was not renamed
 * @param pointers where the definition, or the defaults of its folders, were edited; the empty pointer where there were
 *     no defaults before, or are none now; no pointer where nothing was edited, or where the place is not known
 */
public record Cause(
        Kind kind,
        @Nullable VariableChange change,
        @Nullable String oldId,
        List<JsonPointer> pointers) {
    private static final int MOST_SHOWN = 5;

    /** The kinds of causes, in the order in which those of an image are listed. */
    public enum Kind {
        /** A variable that it uses, or used, has another value. */
        VARIABLE,
        /** The definition says something else. */
        DEFINITION_EDITED,
        /** The defaults of its folders say something else, where the definition does not overrule them. */
        DEFAULTS_EDITED,
        /** There was no such image. */
        ADDED,
        /** There is no such image any more; what else was edited meanwhile is not said. */
        REMOVED,
        /** The same payload had another id. */
        RENAMED,
        /** Nothing happened yet: a change of the variable would change the payload. */
        USES;

        /** The name in text and JSON, for instance {@code definition-edited}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Cause {
        pointers = List.copyOf(pointers);
    }

    static Cause variable(VariableChange change) {
        return new Cause(Kind.VARIABLE, change, null, List.of());
    }

    static Cause definitionEdited(List<JsonPointer> pointers) {
        return new Cause(Kind.DEFINITION_EDITED, null, null, pointers);
    }

    static Cause defaultsEdited(List<JsonPointer> pointers) {
        return new Cause(Kind.DEFAULTS_EDITED, null, null, pointers);
    }

    static Cause added() {
        return new Cause(Kind.ADDED, null, null, List.of());
    }

    static Cause removed() {
        return new Cause(Kind.REMOVED, null, null, List.of());
    }

    static Cause renamedFrom(String oldId) {
        return new Cause(Kind.RENAMED, null, oldId, List.of());
    }

    static Cause uses(String variable, @Nullable String value) {
        return new Cause(Kind.USES, new VariableChange(variable, value, null), null, List.of());
    }

    /** The cause in words, as a part of a sentence. */
    @Override
    public String toString() {
        return switch (kind) {
            case VARIABLE -> String.valueOf(change);
            case DEFINITION_EDITED -> "the definition was edited" + places();
            case DEFAULTS_EDITED ->
                pointers.contains(JsonPointer.ROOT)
                        ? "the defaults of its folder came or went"
                        : "the defaults of its folder were edited" + places();
            case ADDED -> "added";
            case REMOVED -> "removed";
            case RENAMED -> "renamed, was " + oldId;
            case USES ->
                change == null ? "used" : "uses " + change.name() + " (" + VariableChange.shown(change.before()) + ")";
        };
    }

    private String places() {
        if (pointers.isEmpty()) {
            return "";
        }
        String more = pointers.size() > MOST_SHOWN ? " and " + (pointers.size() - MOST_SHOWN) + " more places" : "";
        return pointers.stream()
                .limit(MOST_SHOWN)
                .map(JsonPointer::text)
                .collect(Collectors.joining(", ", " at ", more));
    }
}
