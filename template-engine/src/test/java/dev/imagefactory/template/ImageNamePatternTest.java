package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ImageNamePatternTest {
    private static ImageNamePattern pattern(String template, String... variables) {
        TreeMap<String, String> values = new TreeMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            values.put(variables[i], variables[i + 1]);
        }
        return ImageNamePattern.parse(template, values);
    }

    @Test
    void should_know_the_earlier_names_of_an_image() {
        ImageNamePattern pattern = pattern("Helix-VS2022Enterprise_{VS}-{BUILD_DATE}", "VS", "17_14_1");

        assertThat(pattern.match("Helix-VS2022Enterprise_17_2_3-2022-06-20"))
                .contains(Map.of("VS", "17_2_3", "BUILD_DATE", "2022-06-20"));
        assertThat(pattern.match("helix-vs2022enterprise_17_2_3-2022-06-20")).isPresent();
        assertThat(pattern.match("Helix-VS2022Enterprise_17_2_3")).isEmpty();
        assertThat(pattern.match("Helix-VS2022Enterprise_preview-2022-06-20")).isEmpty();
        assertThat(pattern.match("xHelix-VS2022Enterprise_17_2_3-2022-06-20")).isEmpty();
        assertThat(pattern.match("Helix-VS2022Enterprise_17 2-2022-06-20")).isEmpty();
    }

    @Test
    void should_tell_images_apart_whose_names_begin_alike() {
        ImageNamePattern server = pattern("Helix-Server-{VS}", "VS", "17_1");
        ImageNamePattern core = pattern("Helix-Server-Core-{VS}", "VS", "17_1");

        assertThat(server.match("Helix-Server-Core-17_0")).isEmpty();
        assertThat(core.match("Helix-Server-Core-17_0")).isPresent();
    }

    @Test
    void should_tell_which_names_look_like_the_present_one() {
        ImageNamePattern pattern = pattern("Win_{V}", "V", "17_1");

        assertThat(pattern.match("Win_17_0_x86")).isPresent();
        assertThat(pattern.matchClosely("Win_17_0_x86")).isEmpty();
        assertThat(pattern.matchClosely("Win_17_0")).contains(Map.of("V", "17_0"));
        assertThat(pattern("Win_{V}", "V", "17_1_pre").matchClosely("Win_17_0_x86"))
                .isPresent();
    }

    @Test
    void should_take_dashes_only_where_the_present_value_has_one() {
        assertThat(pattern("img-{V}", "V", "9.0.0-preview.2").match("img-9.0.1-rc.1"))
                .isPresent();
        assertThat(pattern("img-{V}", "V", "9.0.0").match("img-9.0.1-rc.1")).isEmpty();
        assertThat(pattern("img-{CHANNEL}", "CHANNEL", "preview").match("img-stable"))
                .isPresent();
    }

    @Test
    void should_ask_for_the_same_value_of_a_variable_that_stands_twice() {
        ImageNamePattern pattern = pattern("a{V}b{V}", "V", "1");

        assertThat(pattern.match("a7b7")).contains(Map.of("V", "7"));
        assertThat(pattern.match("a7b8")).isEmpty();
    }

    @Test
    void should_take_braces_that_are_no_variable_for_text() {
        assertThat(pattern("a.{~V}-{V}", "V", "1").match("a.{V}-2")).contains(Map.of("V", "2"));
        assertThat(pattern("a.{~V}-{V}", "V", "1").match("ab{V}-2")).isEmpty();
    }

    @Test
    void should_not_be_telling_without_a_letter_of_its_own() {
        assertThat(pattern("{A}-{B}").isTelling()).isFalse();
        assertThat(pattern("{A}-x").isTelling()).isTrue();
    }

    @Test
    void should_come_from_the_definition_and_its_defaults() {
        RenderedImage image = Rendering.of(
                        "a/i.json",
                        "{\"Destination\": [{\"CustomImageName\": \"a_{V}\", \"StorageAccountName\": \"x\"},"
                                + " {\"CustomImageName\": \"a_{V}\", \"StorageAccountName\": \"y\"},"
                                + " {\"CustomImageName\": \"b_{V}\"}]}")
                .with("{\"V\": \"1\"}")
                .image();
        RenderedImage inherited = Rendering.of("i.json", "{\"A\": 1}")
                .and("_defaults.json", "{\"Destination\": [{\"CustomImageName\": \"d_{V}\"}]}")
                .with("{\"V\": \"1\"}")
                .image();
        RenderedImage unnamed = Rendering.of("i.json", "{\"A\": 1}").image();

        assertThat(texts(image)).isEqualTo("a_{V}, b_{V}");
        assertThat(texts(inherited)).isEqualTo("d_{V}");
        assertThat(texts(unnamed)).isEqualTo("i");
    }

    private static String texts(RenderedImage image) {
        List<ImageNamePattern> patterns = ImageNamePattern.of(image, ImageNamePointer.DEFAULT);
        return patterns.stream().map(ImageNamePattern::text).collect(Collectors.joining(", "));
    }

    @Property(tries = 200)
    void should_match_the_rendered_name(
            @ForAll @IntRange(max = 99) int major, @ForAll @IntRange(max = 9999) int minor, @ForAll boolean dash) {
        String value = major + (dash ? "-" : "_") + minor;
        RenderedImage image = Rendering.of("i.json", "{\"Destination\": {\"CustomImageName\": \"x_{V}.y\"}}")
                .with("{\"V\": \"" + value + "\"}")
                .image();
        ImageNamePattern pattern =
                ImageNamePattern.of(image, ImageNamePointer.DEFAULT).get(0);

        assertThat(pattern.match(image.imageNames().get(0))).contains(Map.of("V", value));
    }
}
