package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseImagesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Helix-Base",
                "helix-base",
                "/subscriptions/1/resourceGroups/g/providers/Microsoft.Compute/images/Helix-Base",
                "/subscriptions/1/resourceGroups/g/galleries/x/images/helix-BASE/versions/1.0.0"
            })
    void should_find_the_base_by_its_name_or_a_part_of_a_path(String text) {
        assertThat(set("{\"BaseImage\": \"" + text + "\"}").image("top").base()).isEqualTo("bases/base");
        assertThat(set("{\"baseImage\": \"" + text + "\"}").image("top").base()).isEqualTo("bases/base");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"/MicrosoftWindowsServer/WindowsServer/2022-datacenter-g2/latest\"",
                "\"/MicrosoftWindowsServer/Helix-Base/2022-datacenter-g2/latest\"",
                "\"Helix-Base-2\"",
                "\"bases/base\"",
                "{\"Name\": \"Helix-Base\"}",
                "3"
            })
    void should_find_none_in_what_names_no_image_of_the_set(String value) {
        assertThat(set("{\"BaseImage\": " + value + "}").image("top").base()).isNull();
    }

    @Test
    void should_find_the_base_by_the_id_that_is_said() {
        RenderedImage top = set("{\"BaseImage\": \"/other/x\", \"x-imagefactory\": {\"base\": \"bases/base\"}}")
                .image("top");

        assertThat(top.base()).isEqualTo("bases/base");
        assertThat(top.payload().text()).isEqualTo("{\"BaseImage\":\"/other/x\"}");
    }

    @Test
    void should_put_variables_into_the_name_of_a_base() {
        assertThat(set("{\"BaseImage\": \"{KIND}-Base\"}")
                        .with("{\"KIND\": \"Helix\"}")
                        .image("top")
                        .base())
                .isEqualTo("bases/base");
    }

    @Test
    void should_not_take_an_image_for_its_own_base() {
        assertThat(Rendering.of("top.json", "{\"BaseImage\": \"/images/top\"}")
                        .image()
                        .base())
                .isNull();
    }

    @Test
    void should_report_a_base_that_is_none_where_it_is_said() {
        assertThat(Rendering.of("base.json", "{}")
                        .and("VS/_defaults.json", "{\"x-imagefactory\":\n {\"base\": \"bas\"}}")
                        .and("VS/a.json", "{}")
                        .and("VS/b.json", "{}")
                        .and("c.json", "{\"x-imagefactory\":\n\n {\"base\": \"VS\"}}")
                        .problems())
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("VS/_defaults.json:2:11: error unknown-base: ")
                                .contains("at /x-imagefactory/base; did you mean 'base'?"),
                        problem -> assertThat(problem)
                                .startsWith("c.json:3:11: error unknown-base: ")
                                .contains("give a path below the folder"));
    }

    @Test
    void should_accept_a_base_with_problems_of_its_own() {
        assertThat(Rendering.of("base.json", "{\"u\": \"{NOPE}\"}")
                        .and("a.json", "{\"x-imagefactory\": {\"base\": \"base\"}}")
                        .codes())
                .containsExactly("unknown-variable");
    }

    @Test
    void should_report_a_name_that_several_make_but_not_where_the_id_is_said() {
        List<String> problems = Rendering.of("e.json", named("east", "helix"))
                .and("w.json", named("west", "helix"))
                .and("a.json", "{\n\"BaseImage\": \"helix\"}")
                .and("b.json", "{\"BaseImage\": \"helix\", \"x-imagefactory\": {\"base\": \"w\"}}")
                .problems();

        assertThat(problems)
                .satisfiesExactly(problem -> assertThat(problem)
                        .startsWith("a.json:2:14: error ambiguous-base: ")
                        .contains("e, w", "at /BaseImage;"));
    }

    @Test
    void should_report_each_circle_once() {
        List<String> problems = Rendering.of("a.json", "{\"BaseImage\": \"b\"}")
                .and("b.json", "{\"BaseImage\": \"c\"}")
                .and("c.json", "{\"BaseImage\": \"b\"}")
                .and("d.json", "{\"BaseImage\": \"a\"}")
                .and("self.json", "{\"x-imagefactory\": {\"base\": \"self\"}}")
                .problems();

        assertThat(problems)
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("b.json: error base-cycle: ")
                                .contains("b on c on b"),
                        problem -> assertThat(problem)
                                .startsWith("self.json:1:29: error base-cycle: ")
                                .contains("self on self"));
    }

    private static Rendering set(String top) {
        return Rendering.of("bases/base.json", named("account", "Helix-Base")).and("top.json", top);
    }

    private static String named(String account, String name) {
        return "{\"Destination\": [{\"StorageAccountName\": \"" + account + "\", \"CustomImageName\": \"" + name
                + "\"}]}";
    }
}
