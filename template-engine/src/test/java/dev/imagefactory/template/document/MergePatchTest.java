package dev.imagefactory.template.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'a':'b'}           | {'a':'c'}                      | {'a':'c'}",
                "{'a':'b'}           | {'b':'c'}                      | {'a':'b','b':'c'}",
                "{'a':'b'}           | {'a':null}                     | {}",
                "{'a':'b','b':'c'}   | {'a':null}                     | {'b':'c'}",
                "{'a':['b']}         | {'a':'c'}                      | {'a':'c'}",
                "{'a':'c'}           | {'a':['b']}                    | {'a':['b']}",
                "{'a':{'b':'c'}}     | {'a':{'b':'d','c':null}}       | {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]}   | {'a':[1]}                      | {'a':[1]}",
                "['a','b']           | ['c','d']                      | ['c','d']",
                "{'a':'b'}           | ['c']                          | ['c']",
                "{'a':'foo'}         | null                           | null",
                "{'a':'foo'}         | 'bar'                          | 'bar'",
                "{'e':null}          | {'a':1}                        | {'e':null,'a':1}",
                "[1,2]               | {'a':'b','c':null}             | {'a':'b'}",
                "{}                  | {'a':{'bb':{'ccc':null}}}      | {'a':{'bb':{}}}",
            })
    void should_merge_as_appendix_a_of_rfc_7396_says(String original, String patch, String result) {
        assertThat(JsonText.compact(MergePatch.apply(read("original.json", original), read("patch.json", patch))))
                .isEqualTo(JsonText.compact(read("result.json", result)));
    }

    @Test
    void should_keep_the_order_of_what_is_patched_and_the_file_of_each_value() {
        JsonObject merged = MergePatch.apply(
                object("a.json", "{'x':1,'y':{'p':1,'q':2},'z':3}"), object("b.json", "{'n':4,'y':{'q':5}}"));

        assertThat(JsonText.compact(merged)).isEqualTo("{\"x\":1,\"y\":{\"p\":1,\"q\":5},\"z\":3,\"n\":4}");
        assertThat(merged.members().stream().map(Member::location).map(Location::file))
                .containsExactly("a.json", "b.json", "a.json", "b.json");
        JsonObject y = (JsonObject) merged.get("y").orElseThrow();
        assertThat(y.members().stream().map(member -> member.value().location().file()))
                .containsExactly("a.json", "b.json");
    }

    private static JsonObject object(String file, String text) {
        return (JsonObject) read(file, text);
    }

    private static JsonValue read(String file, String text) {
        Problems problems = new Problems();
        SourceFile source = SourceFile.of(file, text.replace('\'', '"').getBytes(UTF_8));
        return new DocumentReader()
                .read(source, problems)
                .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
    }
}
