package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.template.ImageTarget;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 200)
    void should_read_what_it_wrote_and_write_what_a_mapper_of_objects_would(
            @ForAll Map<String, String> variables, @ForAll List<String> texts) throws Exception {
        TreeMap<String, String> sorted = new TreeMap<>(variables);
        assertThat(Columns.variables(Columns.variables(sorted), UnaryOperator.identity()))
                .isEqualTo(sorted);
        assertThat(Columns.variables(sorted)).isEqualTo(JSON.writeValueAsString(sorted));
        assertThat(Columns.texts(Columns.texts(texts))).isEqualTo(texts);
        assertThat(Columns.texts(texts)).isEqualTo(JSON.writeValueAsString(texts));
        List<ImageTarget> targets =
                texts.stream().map(text -> new ImageTarget(text, "a \"" + text)).toList();
        assertThat(Columns.targets(Columns.targets(targets), UnaryOperator.identity()))
                .isEqualTo(targets);
        assertThat(Columns.targets(targets)).isEqualTo(JSON.writeValueAsString(targets));
    }

    @Test
    void should_read_and_write_keys() throws Exception {
        BuildKey key = new BuildKey("VS2022/a", "f\n", 3);

        assertThat(Columns.key(Columns.key(key))).isEqualTo(key);
        assertThat(Columns.key(key)).isEqualTo(JSON.writeValueAsString(key));
    }

    @Test
    void should_keep_equal_texts_once() {
        Map<String, String> known = new TreeMap<>(Map.of("b", "b"));

        assertThat(Columns.variables("{\"A\":\"b\"}", text -> known.getOrDefault(text, text))
                        .get("A"))
                .isSameAs(known.get("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[",
                "{",
                "[]x",
                "[] []",
                "[1]",
                "[null]",
                "[[]]",
                "[{}]",
                "[{\"imageName\":\"a\"}]",
                "[{\"imageName\":\"a\",\"destination\":null}]",
                "[{\"imageName\":\"a\",\"destination\":\"b\",\"c\":\"d\"}]",
                "{\"A\":null}",
                "{\"A\":1}",
                "{\"A\":[\"b\"]}"
            })
    void should_refuse_what_was_not_written(String column) {
        assertRefused(column, () -> Columns.targets(column, UnaryOperator.identity()));
        assertRefused(column, () -> Columns.variables(column, UnaryOperator.identity()));
        assertRefused(column, () -> Columns.texts(column));
        assertRefused(column, () -> Columns.key(column));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"imageId\":\"a\"}",
                "{\"imageId\":\"a\",\"fingerprint\":\"f\"}",
                "{\"imageId\":\"a\",\"fingerprint\":\"f\",\"attempt\":0}",
                "{\"imageId\":\"a\",\"fingerprint\":\"f\",\"attempt\":99999999999}",
                "{\"imageId\":\"a\",\"fingerprint\":\"f\",\"attempt\":1,\"x\":1}"
            })
    void should_refuse_a_key_that_lacks_something(String column) {
        assertRefused(column, () -> Columns.key(column));
    }

    private static void assertRefused(String column, Runnable reading) {
        assertThatThrownBy(reading::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not what was written: " + column);
    }
}
