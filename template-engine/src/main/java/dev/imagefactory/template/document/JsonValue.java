package dev.imagefactory.template.document;

import dev.imagefactory.template.problem.Location;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A JSON value that remembers where it stands in its file. Immutable.
 *
 * <p>Compare values by {@link JsonText#canonical}: {@code equals} looks at positions too.
 */
public sealed interface JsonValue {
    /** Where the value begins; {@link Location#NONE} for one that stands in no file. */
    Location location();

    /** An object: its members in the order of the file, no name twice. */
    record JsonObject(List<Member> members, Location location) implements JsonValue {
        public JsonObject {
            members = List.copyOf(members);
        }

        /** The value of the member with exactly this name. */
        public Optional<JsonValue> get(String name) {
            for (Member member : members) {
                if (member.name().equals(name)) {
                    return Optional.of(member.value());
                }
            }
            return Optional.empty();
        }

        /** The members whose name is this one without regard to case, as {@code Sku} and {@code SKU}. */
        public List<Member> getIgnoringCase(String name) {
            List<Member> found = List.of();
            for (Member member : members) {
                if (member.name().equalsIgnoreCase(name)) {
                    found = found.isEmpty() ? new ArrayList<>() : found;
                    found.add(member);
                }
            }
            return Collections.unmodifiableList(found);
        }
    }

    /** One name and value of an object; the location is the name's. */
    record Member(String name, JsonValue value, Location location) {}

    record JsonArray(List<JsonValue> elements, Location location) implements JsonValue {
        public JsonArray {
            elements = List.copyOf(elements);
        }
    }

    record JsonString(String text, Location location) implements JsonValue {}

    /** A number by its exact decimal text: {@code 1.10} and {@code 1.1} are different. */
    record JsonNumber(String text, Location location) implements JsonValue {}

    record JsonBoolean(boolean value, Location location) implements JsonValue {}

    record JsonNull(Location location) implements JsonValue {}
}
