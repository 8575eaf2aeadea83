package dev.imagefactory.osob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageMappingTest {
    @Test
    void should_be_sorted_with_one_line_an_image() {
        ImageMapping mapping = ImageMapping.EMPTY
                .with("b", List.of("B_1"))
                .with("a/\"x\"", List.of("A_1", "A_2"))
                .with("b", List.of("B_2"));

        assertThat(mapping.text()).isEqualTo("""
                {
                  "a/\\"x\\"": ["A_1", "A_2"],
                  "b": "B_2"
                }
                """);
        assertThat(ImageMapping.EMPTY.text()).isEqualTo("{\n}\n");
    }

    @Property(tries = 100)
    void should_read_what_it_wrote(@ForAll Map<String, String> names) {
        ImageMapping mapping = ImageMapping.EMPTY;
        for (Map.Entry<String, String> entry : names.entrySet()) {
            mapping = mapping.with(entry.getKey(), List.of("n" + entry.getValue()));
        }

        assertThat(ImageMapping.parse(mapping.text(), "images.json")).isEqualTo(mapping);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"a\": 1}",
                "{\"a\": []}",
                "{\"a\": \"\"}",
                "{\"a\": \"x\", \"a\": \"y\"}",
                "{\"a\": [\"x\", 1]}",
                "{\"a\": \"x\"} {}",
                "{\"a\": \"x\""
            })
    void should_refuse_what_is_no_mapping(String text) {
        assertThatThrownBy(() -> ImageMapping.parse(text, "images.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("images.json:1: ")
                .hasMessageEndingWith("; correct it, or get it back from git");
    }
}
