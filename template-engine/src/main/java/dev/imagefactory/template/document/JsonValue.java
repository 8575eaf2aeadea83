package dev.imagefactory.template.document;

import java.util.List;
import java.util.Optional;

/**
 * A JSON value that remembers where it stands in its file. Immutable.
 *
 * <p>Compare values by {@link JsonText#canonical}: {@code equals} looks at positions too.
 */
public sealed interface JsonValue {
    Position position();

    /**
     * Where a value begins.
     *
     * @param line counted from 1
     * @param column counted from 1 in UTF-16 units
     */
    record Position(int line, int column) {
        /** The position of a value that stands in no file. */
        public static final Position NONE = new Position(0, 0);
    }

    /** An object: its members in the order of the file, no name twice. */
    record JsonObject(List<Member> members, Position position) implements JsonValue {
        public JsonObject {
            members = List.copyOf(members);
        }

        /** The value of the member with exactly this name. */
        public Optional<JsonValue> get(String name) {
            return members.stream()
                    .filter(member -> member.name().equals(name))
                    .map(Member::value)
                    .findFirst();
        }

        /** The members whose name is this one without regard to case, as {@code Sku} and {@code SKU}. */
        public List<Member> getIgnoringCase(String name) {
            return members.stream()
                    .filter(member -> member.name().equalsIgnoreCase(name))
                    .toList();
        }
    }

    /** One name and value of an object; the position is the name's. */
    record Member(String name, JsonValue value, Position position) {}

    record JsonArray(List<JsonValue> elements, Position position) implements JsonValue {
        public JsonArray {
            elements = List.copyOf(elements);
        }
    }

    record JsonString(String text, Position position) implements JsonValue {}

    /** A number by its exact decimal text: {@code 1.10} and {@code 1.1} are different. */
    record JsonNumber(String text, Position position) implements JsonValue {}

    record JsonBoolean(boolean value, Position position) implements JsonValue {}

    record JsonNull(Position position) implements JsonValue {}
}
