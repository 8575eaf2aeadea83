package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what {@code docs/templates.md} says. */
class TemplatesDocumentTest {
    /** What no definition or variable alone can cause: the file system, bytes, configuration, and the catalogue. */
    private static final Set<ProblemCode> WITHOUT_EXAMPLE = EnumSet.of(
            ProblemCode.UNREADABLE_FILE,
            ProblemCode.INVALID_ENCODING,
            ProblemCode.NO_DEFINITIONS,
            ProblemCode.UNKNOWN_ARTIFACT,
            ProblemCode.INVALID_PARAMETERS,
            ProblemCode.INVALID_ARTIFACT_SCHEMA,
            ProblemCode.UNKNOWN_SETTING,
            ProblemCode.INVALID_SETTING,
            ProblemCode.UNUSED_SETTING);

    private static final Map<String, String> SECTIONS = sections();

    /** A fenced block, with the label behind its language. */
    record Block(String label, String text) {
        boolean isVariables() {
            return label.startsWith("variables");
        }

        boolean isDefinition() {
            return !isVariables() && label.contains(".");
        }
    }

    @Test
    void should_have_a_section_for_each_code_and_no_other() {
        List<String> codes =
                Arrays.stream(ProblemCode.values()).map(ProblemCode::id).toList();
        List<String> prose = List.of("What is not a variable", "The escape");

        assertThat(SECTIONS.keySet().stream()
                        .filter(heading -> heading.startsWith("### "))
                        .map(heading -> heading.substring(4))
                        .filter(heading -> !prose.contains(heading)))
                .containsExactlyElementsOf(codes);
    }

    @ParameterizedTest
    @EnumSource
    void should_state_the_severity_of_a_code(ProblemCode code) {
        String severity = code.severity().id();

        assertThat(section("### " + code.id()))
                .startsWith(severity.substring(0, 1).toUpperCase(Locale.ROOT) + severity.substring(1) + ". ");
    }

    @ParameterizedTest
    @EnumSource
    void should_cause_exactly_the_code_that_an_example_is_for(ProblemCode code) {
        List<Block> blocks = blocks("### " + code.id());
        if (WITHOUT_EXAMPLE.contains(code)) {
            assertThat(blocks).isEmpty();
            return;
        }

        assertThat(blocks).isNotEmpty();
        assertThat(rendering(blocks).codes()).containsExactly(code.id());
    }

    @ParameterizedTest
    @MethodSource
    void should_render_the_golden_pairs(String text, String expected) {
        assertThat(renderingOf("a.json", jsonOf(text))
                        .image()
                        .payload()
                        .document()
                        .get("Text")
                        .map(JsonText::compact))
                .contains(jsonString(expected));
    }

    static Stream<Arguments> should_render_the_golden_pairs() {
        return rows("Text", "Becomes");
    }

    @ParameterizedTest
    @MethodSource
    void should_refuse_probable_mistakes(String text, String code) {
        assertThat(renderingOf("a.json", jsonOf(text)).codes())
                .filteredOn(each -> !each.equals(ProblemCode.UNUSED_VARIABLE.id()))
                .containsExactly(code);
    }

    static Stream<Arguments> should_refuse_probable_mistakes() {
        return rows("Text", "Problem");
    }

    @ParameterizedTest
    @MethodSource
    void should_read_yaml_as_said(String yaml, String expected) {
        Rendering rendering = Rendering.of("a.yaml", yaml);
        if (expected.startsWith("{")) {
            assertThat(rendering.image().payload().text()).isEqualTo(expected);
        } else {
            assertThat(rendering.codes()).containsExactly(expected);
        }
    }

    static Stream<Arguments> should_read_yaml_as_said() {
        return rows("YAML", "Read as");
    }

    @Test
    void should_render_the_first_example() {
        RenderedImage image = rendering(blocks("## An example")).image();

        assertThat(section("## An example")).contains("becomes the image `" + image.id() + "`");
        assertThat(JsonText.pretty(image.payload().document())).isEqualTo(block("## An example", "rendered"));
        assertThat(JsonText.canonical(image.payload().document())).isEqualTo(block("## The fingerprint", "canonical"));
    }

    @Test
    void should_merge_the_yaml_example() {
        RenderedImage image = rendering(blocks("## YAML")).image();

        assertThat(JsonText.pretty(image.payload().document())).isEqualTo(block("## YAML", "rendered"));
    }

    @Test
    void should_merge_the_example_of_defaults() {
        RenderedImage image = rendering(blocks("## Defaults")).image();

        assertThat(JsonText.pretty(image.payload().document())).isEqualTo(block("## Defaults", "rendered"));
        assertThat(image.settings().owner()).isEqualTo("image-team");
        assertThat(image.settings().rebuild().patchTuesdayDelay()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void should_silence_the_example_of_a_silence() {
        assertThat(rendering(blocks("## What is often a mistake")).problems()).isEmpty();
    }

    @Test
    void should_list_the_warnings_that_can_be_silenced() {
        assertThat(section("## What is meant for this tool"))
                .contains("for the codes `" + String.join("`, `", ProblemCode.silenceable()) + "`");
    }

    @Test
    void should_list_the_built_in_variables_with_their_values() {
        Instant submission = Instant.parse("2026-01-31T23:59:59Z");

        assertThat(rows("Built-in", "Value", "For 2026-01-31 23:59:59 UTC")
                        .map(row -> row.get()[0] + "=" + row.get()[2]))
                .containsExactlyElementsOf(Arrays.stream(BuiltIn.values())
                        .map(builtIn -> builtIn.name() + "=" + builtIn.valueAt(submission))
                        .toList());
    }

    /** A definition beside the variables of the section about them. */
    private static Rendering renderingOf(String path, String text) {
        Rendering rendering = Rendering.of(path, text);
        blocks("## Files of variables").forEach(block -> rendering.with(block.text()));
        return rendering;
    }

    private static Rendering rendering(List<Block> blocks) {
        Rendering rendering = new Rendering();
        blocks.stream().filter(Block::isDefinition).forEach(block -> rendering.and(block.label(), block.text()));
        blocks.stream().filter(Block::isVariables).forEach(block -> rendering.with(block.text()));
        return rendering;
    }

    private static String jsonOf(String text) {
        return "{\"Text\": " + jsonString(text) + "}";
    }

    private static String jsonString(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** The rows of all tables with these headings, without the quotes of code. */
    private static Stream<Arguments> rows(String... headings) {
        String head = "| " + String.join(" | ", headings) + " |\n";
        List<Arguments> rows = SECTIONS.values().stream()
                .filter(section -> section.contains(head))
                .flatMap(section -> section.substring(section.indexOf(head) + head.length())
                        .lines()
                        .skip(1)
                        .takeWhile(line -> line.startsWith("|")))
                .map(line -> Arguments.of((Object[]) cells(line)))
                .toList();
        assertThat(rows).as("tables headed " + head).isNotEmpty();
        return rows.stream();
    }

    private static String[] cells(String line) {
        return Pattern.compile(" \\| ")
                .splitAsStream(line.substring(2, line.length() - 2))
                .map(cell -> cell.replaceAll("^`(.*)`$", "$1"))
                .toArray(String[]::new);
    }

    private static String block(String heading, String label) {
        return blocks(heading).stream()
                .filter(block -> block.label().equals(label))
                .map(Block::text)
                .findFirst()
                .orElseThrow();
    }

    private static List<Block> blocks(String heading) {
        return Pattern.compile("(?ms)^```(?:json|yaml) (\\S+)\\n(.*?)\\n```$")
                .matcher(section(heading))
                .results()
                .map(match -> new Block(match.group(1), match.group(2)))
                .toList();
    }

    private static String section(String heading) {
        return Objects.requireNonNull(SECTIONS.get(heading), heading);
    }

    /** The text below each heading, up to the next one of any level. */
    private static Map<String, String> sections() {
        Path document = Path.of(System.getProperty("repository.root"), "docs", "templates.md");
        try {
            Map<String, String> sections = new LinkedHashMap<>();
            for (String part : Files.readString(document).split("(?m)^(?=#{2,3} )", -1)) {
                String[] halves = part.split("\n+", 2);
                sections.put(halves[0], halves[1].replace("**", ""));
            }
            return sections;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
