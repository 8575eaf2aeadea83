package dev.imagefactory.template.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonNull;
import dev.imagefactory.template.document.JsonValue.JsonNumber;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonDifferenceTest {
    @Test
    void should_name_the_smallest_places() {
        assertThat(between("{'a':{'b':1,'c':[1,2]},'d':'x'}", "{'d':'x','a':{'c':[1,3],'b':1,'e':null}}"))
                .containsExactly("/a/c/1: 2 -> 3", "/a/e: none -> null");
    }

    @Test
    void should_not_show_what_follows_a_new_element_as_changed() {
        assertThat(between("{'l':['a','b','c']}", "{'l':['a','n','b','c']}")).containsExactly("/l/1: none -> \"n\"");
        assertThat(between("{'l':['a','b','c']}", "{'l':['a','c']}")).containsExactly("/l/1: \"b\" -> none");
        assertThat(between("{'l':[{'n':'a','v':1},{'n':'b'}]}", "{'l':[{'n':'a','v':2},{'n':'b'}]}"))
                .containsExactly("/l/0/v: 1 -> 2");
    }

    @Test
    void should_tell_an_element_that_was_put_in_from_one_that_was_edited() {
        String before = "[{'Name':'a','v':1},{'Name':'b','v':1},{'Name':'c','v':1},{'Name':'d','v':1}]";

        assertThat(between(
                        before,
                        "[{'Name':'n','v':1},{'Name':'a','v':1},{'Name':'b','v':1},{'Name':'c','v':2,'w':0},"
                                + "{'Name':'d','v':1}]"))
                .containsExactly("/0: none -> {\"Name\":\"n\",\"v\":1}", "/3/v: 1 -> 2", "/3/w: none -> 0");
        assertThat(between(before, "[{'Name':'b','v':1},{'name':'c'},{'Name':'d','v':2}]"))
                .containsExactly(
                        "/0: {\"Name\":\"a\",\"v\":1} -> none",
                        "/2/Name: \"c\" -> none",
                        "/2/v: 1 -> none",
                        "/1/name: none -> \"c\"",
                        "/2/v: 1 -> 2");
    }

    @Test
    void should_pair_equal_elements_before_those_of_one_name_and_these_before_those_of_one_place() {
        assertThat(between("[{'Name':'a','v':1},'x',{'Name':'a','v':2}]", "[{'Name':'a','v':2},'y']"))
                .containsExactly("/0: {\"Name\":\"a\",\"v\":1} -> none", "/1: \"x\" -> none", "/1: none -> \"y\"");
        assertThat(between("['p',{'Name':'a','v':1},'q']", "['r','s',{'Name':'a','v':2},'t']"))
                .containsExactly("/0: \"p\" -> \"r\"", "/1: none -> \"s\"", "/2/v: 1 -> 2", "/3: \"q\" -> \"t\"");
    }

    @Test
    void should_show_a_moved_element_as_gone_and_come() {
        assertThat(between("['a','b','c']", "['c','a','b']")).containsExactly("/0: none -> \"c\"", "/2: \"c\" -> none");
    }

    @Test
    void should_compare_very_long_lists_by_place() {
        String before = IntStream.range(0, 3000).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        String after =
                IntStream.range(0, 3000).mapToObj(i -> "" + (i + 7) % 3000).collect(Collectors.joining(",", "[", "]"));

        assertThat(between(before, after)).hasSize(3000).startsWith("/0: 0 -> 7");
    }

    @Test
    void should_tell_a_null_from_nothing_and_a_number_from_its_text() {
        assertThat(between("{'a':null}", "{}")).containsExactly("/a: null -> none");
        assertThat(between("{'a':1.10}", "{'a':1.1}")).containsExactly("/a: 1.10 -> 1.1");
        assertThat(between("{'a/b~':1}", "{'a/b~':'1'}")).containsExactly("/a~1b~0: 1 -> \"1\"");
        assertThat(between("[]", "{}")).containsExactly(": [] -> {}");
    }

    @Property
    void should_find_nothing_in_a_value_and_itself(@ForAll("values") JsonValue value) {
        assertThat(JsonDifference.between(value, value)).isEmpty();
    }

    @Property
    void should_say_enough_to_make_one_value_of_the_other(
            @ForAll("values") JsonValue before, @ForAll("values") JsonValue after) {
        List<JsonDifference> differences = new ArrayList<>(JsonDifference.between(before, after));
        // What is gone from a list is named by its place in the earlier one: the last of them goes first.
        assertThat(differences).allSatisfy(difference -> {
            assertThat(at(difference.after() == null ? before : after, difference))
                    .isEqualTo(difference.after() == null ? difference.before() : difference.after());
        });
        List<JsonDifference> gone = new ArrayList<>();
        differences.stream().filter(difference -> difference.after() == null).forEach(gone::add);
        Collections.reverse(gone);
        differences.removeIf(difference -> difference.after() == null);

        JsonValue made = before;
        for (JsonDifference difference : gone) {
            made = put(made, steps(difference), null, false);
        }
        for (JsonDifference difference : differences) {
            made = Objects.requireNonNull(
                    put(made, steps(difference), difference.after(), difference.before() == null));
        }

        assertThat(JsonText.canonical(made)).isEqualTo(JsonText.canonical(after));
    }

    private static JsonValue at(JsonValue document, JsonDifference difference) {
        JsonValue value = document;
        for (String step : steps(difference)) {
            value = value instanceof JsonArray array
                    ? array.elements().get(Integer.parseInt(step))
                    : ((JsonObject) value).get(step).orElseThrow();
        }
        return value;
    }

    private static List<String> steps(JsonDifference difference) {
        String[] steps = difference.pointer().text().split("/", -1);
        return Arrays.asList(steps).subList(1, steps.length);
    }

    /** The value with another at a place, or, for null, without that place. */
    private static JsonValue put(JsonValue target, List<String> steps, @Nullable JsonValue value, boolean insert) {
        if (steps.isEmpty()) {
            return Objects.requireNonNull(value);
        }
        String step = steps.get(0);
        List<String> rest = steps.subList(1, steps.size());
        if (target instanceof JsonArray array) {
            List<JsonValue> elements = new ArrayList<>(array.elements());
            int at = Integer.parseInt(step);
            if (!rest.isEmpty()) {
                elements.set(at, put(elements.get(at), rest, value, insert));
            } else if (value == null) {
                elements.remove(at);
            } else if (insert) {
                elements.add(at, value);
            } else {
                elements.set(at, value);
            }
            return new JsonArray(elements, Location.NONE);
        }
        List<Member> members = new ArrayList<>(((JsonObject) target).members());
        int at = 0;
        while (at < members.size() && !members.get(at).name().equals(step)) {
            at++;
        }
        if (!rest.isEmpty()) {
            members.set(at, member(step, put(members.get(at).value(), rest, value, insert)));
        } else if (value == null) {
            members.remove(at);
        } else if (insert) {
            members.add(member(step, value));
        } else {
            members.set(at, member(step, value));
        }
        return new JsonObject(members, Location.NONE);
    }

    @Provide
    Arbitrary<JsonValue> values() {
        return values(3);
    }

    private static Arbitrary<JsonValue> values(int depth) {
        Arbitrary<JsonValue> scalars = Arbitraries.of(
                new JsonString("a", Location.NONE), new JsonNumber("1", Location.NONE), new JsonNull(Location.NONE));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<JsonValue> arrays =
                values(depth - 1).list().ofMaxSize(5).map(elements -> new JsonArray(elements, Location.NONE));
        Arbitrary<JsonValue> objects = Arbitraries.maps(Arbitraries.of("p", "Name", "name"), values(depth - 1))
                .map(JsonDifferenceTest::object);
        return Arbitraries.oneOf(scalars, arrays, objects);
    }

    private static JsonValue object(Map<String, JsonValue> members) {
        return new JsonObject(
                members.entrySet().stream()
                        .map(entry -> member(entry.getKey(), entry.getValue()))
                        .toList(),
                Location.NONE);
    }

    private static Member member(String name, JsonValue value) {
        return new Member(name, value, Location.NONE);
    }

    private static List<String> between(String before, String after) {
        return JsonDifference.between(read(before), read(after)).stream()
                .map(each -> each.pointer() + ": " + shown(each.before()) + " -> " + shown(each.after()))
                .toList();
    }

    private static String shown(@Nullable JsonValue value) {
        return value == null ? "none" : JsonText.compact(value);
    }

    private static JsonValue read(String text) {
        return new DocumentReader()
                .read(SourceFile.of("x.json", text.replace('\'', '"').getBytes(UTF_8)), new Problems())
                .orElseThrow();
    }
}
