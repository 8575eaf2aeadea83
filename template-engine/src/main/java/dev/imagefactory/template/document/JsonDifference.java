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
 * <p>An element that was put into a list has no value before, one that was taken out has none after, and one that was
 * moved past others is both: gone from its old place, and new at the other.
 *
 * @param pointer to the value in the later document, as an RFC 6901 JSON pointer; where it is gone, to the value in the
 *     earlier one
 * @param before null where there was none
 * @param after null where there is none any more
 */
public record JsonDifference(
        JsonPointer pointer,
        @Nullable JsonValue before,
        @Nullable JsonValue after) {

    /**
     * The smallest places in which two values differ, in the order of the documents; empty where they are the same, the
     * order of keys left aside. Which element of a list is compared with which, {@link ElementPairs} says.
     */
    public static List<JsonDifference> between(JsonValue before, JsonValue after) {
        List<JsonDifference> found = new ArrayList<>();
        compare(JsonPointer.ROOT, JsonPointer.ROOT, before, after, found);
        return found;
    }

    /**
     * @param was where the earlier value is, which may lie in an element that has moved up or down since
     * @param is where the later value is
     */
    private static void compare(
            JsonPointer was,
            JsonPointer is,
            @Nullable JsonValue before,
            @Nullable JsonValue after,
            List<JsonDifference> found) {
        if (before instanceof JsonObject object && after instanceof JsonObject other) {
            Set<String> names = new LinkedHashSet<>();
            object.members().stream().map(Member::name).forEach(names::add);
            other.members().stream().map(Member::name).forEach(names::add);
            for (String name : names) {
                compare(was.child(name), is.child(name), valueOf(object, name), valueOf(other, name), found);
            }
        } else if (before instanceof JsonArray array && after instanceof JsonArray other) {
            List<JsonValue> elements = array.elements();
            List<JsonValue> others = other.elements();
            for (ElementPairs.Pair pair : ElementPairs.of(elements, others)) {
                compare(
                        was.child(pair.before()),
                        is.child(pair.after()),
                        pair.before() < 0 ? null : elements.get(pair.before()),
                        pair.after() < 0 ? null : others.get(pair.after()),
                        found);
            }
        } else if (before == null || after == null || !isSame(before, after)) {
            found.add(new JsonDifference(after == null ? was : is, before, after));
        }
    }

    private static @Nullable JsonValue valueOf(JsonObject object, String name) {
        Optional<JsonValue> value = object.get(name);
        return value.orElse(null);
    }

    private static boolean isSame(JsonValue before, JsonValue after) {
        return JsonText.canonical(before).equals(JsonText.canonical(after));
    }
}
