package dev.imagefactory.template.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonBoolean;
import dev.imagefactory.template.document.JsonValue.JsonNull;
import dev.imagefactory.template.document.JsonValue.JsonNumber;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void should_sort_and_escape_as_rfc_8785_does() {
        // Section 3.2.3 of the RFC: the sort order of its example, by UTF-16 units.
        String text = """
                {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh",
                 "1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin O"}""";

        assertThat(JsonText.canonical(read(text))).isEqualTo("""
                {"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin O",\
                "\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}""");
    }

    @Test
    void should_write_the_escapes_of_section_3_2_2_2() {
        assertThat(JsonText.canonical(read("[\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\\u007f\"]")))
                .isEqualTo("[\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u007f\"]");
    }

    @Test
    void should_take_numbers_by_their_text() {
        assertThat(JsonText.canonical(read("[1.10, 1.1, 333333333.33333329, 123456789012345678901, 1E30]")))
                .isEqualTo("[1.10,1.1,333333333.33333329,123456789012345678901,1E30]");
    }

    @Test
    void should_indent_for_people() {
        assertThat(JsonText.pretty(read("{\"b\":[1,{}],\"a\":{\"c\":[]}}"))).isEqualTo("""
                {
                  "b": [
                    1,
                    {}
                  ],
                  "a": {
                    "c": []
                  }
                }""");
    }

    @Property
    void should_read_back_what_it_writes(@ForAll("values") JsonValue value) {
        assertThat(JsonText.compact(read(JsonText.compact(value)))).isEqualTo(JsonText.compact(value));
        assertThat(JsonText.compact(read(JsonText.pretty(value)))).isEqualTo(JsonText.compact(value));
    }

    @Property
    void should_not_care_about_the_order_of_keys_in_the_canonical_form(
            @ForAll("values") JsonValue value, @ForAll long seed) {
        assertThat(JsonText.canonical(shuffled(value, new Random(seed)))).isEqualTo(JsonText.canonical(value));
    }

    @Provide
    Arbitrary<JsonValue> values() {
        Arbitrary<JsonValue> scalars = Arbitraries.oneOf(
                texts().map(text -> new JsonString(text, Location.NONE)),
                Arbitraries.bigDecimals().map(number -> new JsonNumber(number.toString(), Location.NONE)),
                Arbitraries.of(true, false).map(bool -> new JsonBoolean(bool, Location.NONE)),
                Arbitraries.just(new JsonNull(Location.NONE)));
        return Arbitraries.recursive(() -> scalars, JsonTextTest::containers, 0, 3);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMaxLength(8)
                .filter(text -> text.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000));
    }

    private static Arbitrary<JsonValue> containers(Arbitrary<JsonValue> elements) {
        return Arbitraries.oneOf(
                elements.list().ofMaxSize(4).map(list -> new JsonArray(list, Location.NONE)),
                Arbitraries.maps(texts(), elements).ofMaxSize(4).map(map -> {
                    List<Member> members = new ArrayList<>();
                    map.forEach((name, value) -> members.add(new Member(name, value, Location.NONE)));
                    return new JsonObject(members, Location.NONE);
                }));
    }

    private static JsonValue shuffled(JsonValue value, Random random) {
        if (value instanceof JsonObject object) {
            List<Member> members = new ArrayList<>();
            for (Member member : object.members()) {
                members.add(new Member(member.name(), shuffled(member.value(), random), member.location()));
            }
            Collections.shuffle(members, random);
            return new JsonObject(members, object.location());
        } else if (value instanceof JsonArray array) {
            return new JsonArray(
                    array.elements().stream()
                            .map(element -> shuffled(element, random))
                            .toList(),
                    array.location());
        }
        return value;
    }

    private static JsonValue read(String text) {
        Problems problems = new Problems();
        return new DocumentReader()
                .read(SourceFile.of("f.json", text.getBytes(UTF_8)), problems)
                .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
    }
}
