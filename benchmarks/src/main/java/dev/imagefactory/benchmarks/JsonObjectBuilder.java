package dev.imagefactory.benchmarks;

import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonBoolean;
import dev.imagefactory.template.document.JsonValue.JsonNumber;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import java.util.ArrayList;
import java.util.List;

/** Puts a JSON object together, member by member. */
final class JsonObjectBuilder {
    private final List<Member> members = new ArrayList<>();

    JsonObjectBuilder with(String name, JsonValue value) {
        members.add(new Member(name, value, Location.NONE));
        return this;
    }

    JsonObjectBuilder with(String name, String text) {
        return with(name, new JsonString(text, Location.NONE));
    }

    JsonObjectBuilder with(String name, int number) {
        return with(name, new JsonNumber(Integer.toString(number), Location.NONE));
    }

    JsonObjectBuilder with(String name, boolean value) {
        return with(name, new JsonBoolean(value, Location.NONE));
    }

    JsonObjectBuilder with(String name, List<? extends JsonValue> elements) {
        return with(name, new JsonArray(List.copyOf(elements), Location.NONE));
    }

    JsonObject build() {
        return new JsonObject(members, Location.NONE);
    }
}
