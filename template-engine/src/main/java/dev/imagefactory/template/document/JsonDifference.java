package dev.imagefactory.template.document;

import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.Member;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One place in which two documents differ.
 *
 * @param pointer to the value; in a list by its place in the later document, or in the earlier one where it is gone
 * @param before null where there was none
 * @param after null where there is none any more
 */
public record JsonDifference(
        JsonPointer pointer,
        @Nullable JsonValue before,
        @Nullable JsonValue after) {

    /**
     * The smallest places in which two values differ, in the order of the documents; empty where they are the same, the
     * order of keys left aside. Lists are compared by their longest common part from either end, so that an element
     * that was put in does not show all that follow as changed.
     */
    public static List<JsonDifference> between(JsonValue before, JsonValue after) {
        List<JsonDifference> found = new ArrayList<>();
        compare(JsonPointer.ROOT, before, after, found);
        return found;
    }

    private static void compare(
            JsonPointer at, @Nullable JsonValue before, @Nullable JsonValue after, List<JsonDifference> found) {
        if (before instanceof JsonObject object && after instanceof JsonObject other) {
            Set<String> names = new LinkedHashSet<>();
            object.members().stream().map(Member::name).forEach(names::add);
            other.members().stream().map(Member::name).forEach(names::add);
            for (String name : names) {
                compare(at.child(name), valueOf(object, name), valueOf(other, name), found);
            }
        } else if (before instanceof JsonArray array && after instanceof JsonArray other) {
            compareElements(at, array.elements(), other.elements(), found);
        } else if (!isSame(before, after)) {
            found.add(new JsonDifference(at, before, after));
        }
    }

    private static @Nullable JsonValue valueOf(JsonObject object, String name) {
        Optional<JsonValue> value = object.get(name);
        return value.orElse(null);
    }

    private static void compareElements(
            JsonPointer at, List<JsonValue> before, List<JsonValue> after, List<JsonDifference> found) {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && isSame(before.get(head), after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && isSame(before.get(before.size() - 1 - tail), after.get(after.size() - 1 - tail))) {
            tail++;
        }
        List<JsonValue> gone = before.subList(head, before.size() - tail);
        List<JsonValue> come = after.subList(head, after.size() - tail);
        for (int i = 0; i < Math.max(gone.size(), come.size()); i++) {
            compare(
                    at.child(head + i),
                    i < gone.size() ? gone.get(i) : null,
                    i < come.size() ? come.get(i) : null,
                    found);
        }
    }

    private static boolean isSame(@Nullable JsonValue before, @Nullable JsonValue after) {
        return before != null && after != null && JsonText.canonical(before).equals(JsonText.canonical(after));
    }
}
