package dev.imagefactory.ledger;

import dev.imagefactory.template.VariableValues;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What builds of one ledger have in common, each read and kept once: a ledger may have a hundred thousand builds. Not
 * safe for concurrent use.
 */
final class SharedValues {
    /** Where more differ, they are hardly shared. */
    private static final int MOST_VARIABLES = 10_000;

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, VariableValues> variables = new HashMap<>();

    /** One text for all that are equal. */
    String text(String text) {
        @Nullable String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    /** The variables in a column, one object for all columns that are equal. */
    VariableValues variables(String column) {
        @Nullable VariableValues known = variables.get(column);
        if (known == null) {
            known = VariableValues.copyOf(Columns.variables(column, this::text));
            if (variables.size() < MOST_VARIABLES) {
                variables.put(column, known);
            }
        }
        return known;
    }
}
