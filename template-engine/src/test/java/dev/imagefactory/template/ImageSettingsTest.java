package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands under {@code x-imagefactory}, and the rules of a configuration that say the same. */
class ImageSettingsTest {
    @Test
    void should_read_all_settings() {
        ImageSettings settings =
                Rendering.of("base.json", "{}").and("a.yaml", """
                        Text: see kv_feed-pat
                        x-imagefactory:
                          owner: image-team
                          ring: scouting
                          base: base
                          rebuild: {after: P30D, on: patch-tuesday, delay: 12h}
                          silence: {secret-inside-text: it is a name}
                        """).image("a").settings();

        assertThat(settings)
                .isEqualTo(new ImageSettings(
                        "image-team",
                        "scouting",
                        "base",
                        new RebuildPolicy(Duration.ofDays(30), Duration.ofHours(12)),
                        new TreeMap<>(Map.of("secret-inside-text", "it is a name"))));
    }

    @Test
    void should_neither_send_nor_count_what_is_meant_for_the_tool() {
        RenderedImage plain =
                Rendering.of("a.json", "{\"n\": null, \"Sku\": 1}").image();
        RenderedImage image = Rendering.of(
                        "a.json", "{\"n\": null, \"x-imagefactory\": {\"owner\": \"{~X}{Y}\"}, \"Sku\": 1}")
                .image();

        assertThat(image.payload().text()).isEqualTo("{\"n\":null,\"Sku\":1}");
        assertThat(image.fingerprint()).isEqualTo(plain.fingerprint());
        assertThat(image.source().definitionFingerprint())
                .isEqualTo(plain.source().definitionFingerprint());
        assertThat(image.settings().owner()).isEqualTo("{~X}{Y}");
    }

    @Test
    void should_let_the_definition_win_over_defaults_over_later_rules_over_earlier_ones() {
        Rendering set = Rendering.of(
                        "VS/_defaults.json",
                        "{\"x-imagefactory\": {\"ring\": \"defaults\", \"rebuild\": {\"on\": null}}}")
                .and("VS/a.json", "{\"x-imagefactory\": {\"owner\": \"own\"}}")
                .and("VS/b.json", "{\"x-imagefactory\": {\"ring\": null}}")
                .and("c.json", "{}")
                .ruled("""
                        - {images: "*", owner: first, ring: first, rebuild: {after: 30d, on: patch-tuesday}}
                        - {images: [VS/*, d], owner: second}
                        """);

        assertThat(set.image("VS/a").settings())
                .isEqualTo(settings("own", "defaults", new RebuildPolicy(Duration.ofDays(30), null)));
        assertThat(set.image("VS/b").settings())
                .isEqualTo(settings("second", null, new RebuildPolicy(Duration.ofDays(30), null)));
        assertThat(set.image("c").settings())
                .isEqualTo(settings("first", "first", new RebuildPolicy(Duration.ofDays(30), Duration.ZERO)));
    }

    @Test
    void should_let_a_later_rule_take_away_what_an_earlier_one_says() {
        Rendering set = Rendering.of("a.json", "{}").and("b.json", "{}").ruled("""
                        - {images: "*", owner: first, rebuild: {on: patch-tuesday}}
                        - {images: a, owner: null, rebuild: null}
                        - {images: b, rebuild: {on: null, after: 30d}}
                        """);

        assertThat(set.image("a").settings()).isEqualTo(ImageSettings.NONE);
        assertThat(set.image("b").settings().rebuild()).isEqualTo(new RebuildPolicy(Duration.ofDays(30), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ownr\": \"x\"} | 1:21 | unknown-setting | /x-imagefactory/ownr | did you mean 'owner'?",
                "{\"owner\": 1} | 1:30 | invalid-setting | /x-imagefactory/owner | not a text",
                "{\"owner\": \" \"} | 1:30 | invalid-setting | /x-imagefactory/owner | not a text",
                "{\"rebuild\": \"P1D\"} | 1:32 | invalid-setting | /x-imagefactory/rebuild | not an object",
                "{\"rebuild\": {\"often\": 1}} | 1:33 | unknown-setting | /x-imagefactory/rebuild/often | after, on",
                "{\"rebuild\": {\"after\": \"soon\"}} | 1:42 | invalid-setting | /x-imagefactory/rebuild/after | write",
                "{\"rebuild\": {\"after\": \"0s\"}} | 1:42 | invalid-setting | /x-imagefactory/rebuild/after | less than a day",
                "{\"rebuild\": {\"on\": \"monday\"}} | 1:39 | invalid-setting | /x-imagefactory/rebuild/on | patch-t",
                "{\"rebuild\": {\"delay\": \"1d\"}} | 1:42 | invalid-setting | /x-imagefactory/rebuild/delay | needs",
                "{\"silence\": {\"floating\": \"x\"}} | 1:33 | invalid-setting | /x-imagefactory/silence/floating | no w",
                "{\"silence\": {\"unknown-variable\": \"x\"}} | 1:33 | invalid-setting | /x-imagefactory/silence | no w",
                "{\"silence\": {\"secret-inside-text\": \" \"}} | 1:55 | invalid-setting | /x-im | with a reason",
                "{\"silence\": [\"secret-inside-text\"]} | 1:32 | invalid-setting | /x-imagefactory/silence | not an ob",
                "[] | 1:2 | invalid-setting | /x-imagefactory | not an object",
            })
    void should_refuse_what_is_no_setting(String settings, String at, String code, String pointer, String words) {
        assertThat(Rendering.of("a.json", "{\"x-imagefactory\": " + settings + "}")
                        .problems())
                .satisfiesExactly(problem -> assertThat(problem)
                        .startsWith("a.json:" + at + ": error " + code + ": ")
                        .contains("at " + pointer, words));
    }

    @Test
    void should_refuse_the_key_in_another_case_so_that_it_is_never_sent() {
        assertThat(Rendering.of("a.json", "{\"X-ImageFactory\": {}}").codes()).containsExactly("invalid-setting");
    }

    @Test
    void should_report_a_wrong_setting_of_defaults_once_and_in_their_file() {
        assertThat(Rendering.of("_defaults.json", "{\"x-imagefactory\": {\"owner\": 1}}")
                        .and("a.json", "{}")
                        .and("b.json", "{}")
                        .problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("_defaults.json:1:30: error invalid-setting: "));
    }

    @Test
    void should_silence_a_warning_of_the_images_that_say_so() {
        assertThat(Rendering.of(
                                "a.json",
                                "{\"t\": \"see kv_a\", \"x-imagefactory\": "
                                        + "{\"silence\": {\"secret-inside-text\": \"a name\"}}}")
                        .and("b.json", "{\"t\": \"see kv_a\"}")
                        .problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("b.json:1:7: warning secret-inside-text: "));
    }

    @Test
    void should_report_all_that_is_wrong_with_rules_and_leave_these_out() {
        Problems problems = new Problems();
        List<SettingsRule> rules = rules("""
                - {images: "*", ring: scouting}
                - {owner: nobody}
                - {images: [], owner: nobody}
                - just a text
                - {images: "*", ownr: x}
                """, problems);

        assertThat(rules).hasSize(1);
        assertThat(problems.sorted().stream().map(Problem::toString))
                .satisfiesExactly(
                        problem ->
                                assertThat(problem).startsWith("c.yaml:2:3: ").contains("at /imageSettings/1;"),
                        problem ->
                                assertThat(problem).startsWith("c.yaml:3:3: ").contains("at /imageSettings/2;"),
                        problem ->
                                assertThat(problem).startsWith("c.yaml:4:3: ").contains("at /imageSettings/3;"),
                        problem -> assertThat(problem)
                                .startsWith("c.yaml:5:17: error unknown-setting: ")
                                .contains("at /imageSettings/4/ownr;"));
    }

    @Test
    void should_refuse_rules_that_are_no_list_and_patterns_that_are_no_text() {
        Problems problems = new Problems();

        assertThat(rules("{images: x}", problems)).isEmpty();
        assertThat(rules("[{images: [x, 1], owner: y}]", problems)).isEmpty();
        assertThat(problems.sorted()).hasSize(2);
    }

    private static List<SettingsRule> rules(String yaml, Problems problems) {
        return new DocumentReader()
                .read(SourceFile.of("c.yaml", yaml.getBytes(UTF_8)), problems)
                .map(list -> SettingsRule.read(list, JsonPointer.ROOT.child("imageSettings"), problems))
                .orElseThrow();
    }

    private static ImageSettings settings(String owner, @Nullable String ring, RebuildPolicy rebuild) {
        return new ImageSettings(owner, ring, null, rebuild, new TreeMap<>());
    }
}
