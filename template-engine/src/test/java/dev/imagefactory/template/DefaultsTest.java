package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The defaults of folders, as {@link TemplateEngine} merges them under the definitions. */
class DefaultsTest {
    @Test
    void should_merge_the_nearest_defaults_over_the_farther_ones_and_the_definition_over_both() {
        Rendering set = Rendering.of("_defaults.json", "{\"a\": \"root\", \"b\": \"root\", \"c\": \"root\"}")
                .and("VS/_defaults.yaml", "{b: VS, c: VS, o: {x: 1, y: 2}}")
                .and("VS/deep/server.json", "{\"c\": \"own\", \"o\": {\"y\": 3}}")
                .and("VS2/client.json", "{}");

        assertThat(set.image("VS/deep/server").payload().text())
                .isEqualTo("{\"a\":\"root\",\"b\":\"VS\",\"c\":\"own\",\"o\":{\"x\":1,\"y\":3}}");
        assertThat(set.image("VS2/client").payload().text())
                .isEqualTo("{\"a\":\"root\",\"b\":\"root\",\"c\":\"root\"}");
    }

    @Test
    void should_replace_lists_and_take_away_what_is_null() {
        Rendering set = Rendering.of("_defaults.json", "{\"l\": [1, 2], \"o\": {\"x\": 1, \"y\": 2}, \"gone\": 1}")
                .and("a.json", "{\"l\": [null], \"o\": {\"x\": null}, \"gone\": null, \"never\": null}");

        assertThat(set.image().payload().text()).isEqualTo("{\"l\":[null],\"o\":{\"y\":2}}");
    }

    @Test
    void should_take_a_file_of_defaults_whatever_the_case_of_its_name_for_no_image() {
        assertThat(Rendering.of("VS/_Defaults.yaml", "{a: 1}")
                        .and("VS/b.json", "{}")
                        .image()
                        .payload()
                        .text())
                .isEqualTo("{\"a\":1}");
        assertThat(Rendering.of("_Defaults.json", "{}")
                        .and("_defaults.json", "{}")
                        .and("b.json", "{}")
                        .codes())
                .containsExactly("duplicate-defaults");
    }

    @Test
    void should_leave_a_null_where_there_are_no_defaults() {
        assertThat(Rendering.of("VS/_defaults.json", "{}")
                        .and("VS/b.json", "{\"n\": null}")
                        .and("a.json", "{\"n\": null}")
                        .image("a")
                        .payload()
                        .text())
                .isEqualTo("{\"n\":null}");
    }

    @Test
    void should_put_variables_into_what_is_left_of_the_defaults_only() {
        RenderedImage image = Rendering.of(
                        "_defaults.json", "{\"u\": \"{URL}\", \"v\": \"{OTHER}\", \"k\": {\"{KEY}\": 1}}")
                .and("a.json", "{\"v\": \"own\"}")
                .with("{\"URL\": \"https://x\", \"OTHER\": \"o\", \"KEY\": \"name\"}")
                .image();

        assertThat(image.payload().text()).isEqualTo("{\"u\":\"https://x\",\"v\":\"own\",\"k\":{\"name\":1}}");
        assertThat(image.variables()).containsOnlyKeys("URL", "KEY");
    }

    @Test
    void should_take_the_name_of_the_image_from_defaults_too() {
        RenderedImage image = Rendering.of(
                        "_defaults.json", "{\"Destination\": [{\"CustomImageName\": \"Helix-{BUILD_DATE}\"}]}")
                .and("a.json", "{}")
                .image();

        assertThat(image.imageNames()).containsExactly("Helix-{BUILD_DATE}");
    }

    @Test
    void should_report_a_problem_of_defaults_once_and_in_their_file() {
        assertThat(Rendering.of("VS/_defaults.json", "{\n  \"u\": \"{NOPE}\"}")
                        .and("VS/a.json", "{}")
                        .and("VS/b.json", "{}")
                        .and("VS/c.json", "{\n\n\n  \"u\": \"{NEITHER}\"}")
                        .problems())
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("VS/_defaults.json:2:8: error unknown-variable: the variable 'NOPE'"),
                        problem -> assertThat(problem)
                                .startsWith("VS/c.json:4:8: error unknown-variable: the variable 'NEITHER'"));
    }

    @Test
    void should_report_unreadable_defaults_once_and_nothing_that_follows_from_them() {
        assertThat(Rendering.of("_defaults.json", "{\"u\": }")
                        .and("a.json", "{}")
                        .and("b.json", "{}")
                        .with("{\"UNUSED\": \"\"}")
                        .problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("_defaults.json:1:7: error malformed-json: "));
    }

    @Test
    void should_refuse_two_files_of_defaults_and_keys_in_another_case() {
        assertThat(Rendering.of("_defaults.json", "{\"Sku\": 1, \"o\": {\"In\": 1}}")
                        .and("VS/_defaults.json", "{\"o\": {\"IN\": 2}}")
                        .and("VS/a.json", "{}")
                        .and("VS/b.json", "{\"SKU\": 2}")
                        .and("X/_defaults.json", "{}")
                        .and("X/_defaults.yml", "{}")
                        .problems())
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("VS/_defaults.json:1:8: error defaults-key-case: ")
                                .contains("at /o/IN", "_defaults.json:1:18"),
                        problem -> assertThat(problem).startsWith("VS/b.json:1:2: error defaults-key-case: "),
                        problem -> assertThat(problem).startsWith("X/_defaults.yml: error duplicate-defaults: "));
    }

    @Test
    void should_remember_the_definition_apart_from_its_defaults() {
        Rendering set = Rendering.of("_defaults.json", "{\"d\": 1, \"x-imagefactory\": {\"owner\": \"x\"}}")
                .and("a.json", "{\"x-imagefactory\": {\"ring\": \"scouting\"}, \"u\": \"{URL}\"}")
                .with("{\"URL\": \"https://x\"}");
        ImageSource source = set.image().source();

        assertThat(new RedactedPayload(source.definition()).text()).isEqualTo("{\"u\":\"{URL}\"}");
        assertThat(source.defaultsFingerprint())
                .isEqualTo(
                        new RedactedPayload(RedactedPayload.parse("{\"d\":1}").document()).fingerprint());
        assertThat(Rendering.of("a.json", "{}").image().source().defaultsFingerprint())
                .isNull();
    }
}
