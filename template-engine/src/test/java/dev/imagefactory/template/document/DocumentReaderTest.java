package dev.imagefactory.template.document;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.Problems;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {
    private final Problems problems = new Problems();

    @Test
    void should_accept_comments_and_trailing_commas_as_people_write_them() {
        assertThat(json("""
                // Helix
                {
                  "Name": "x", /* inner */
                  "List": [1, 2,],
                }
                """)).isEqualTo("""
                {"Name":"x","List":[1,2]}""");
    }

    @Test
    void should_keep_order_casing_types_and_the_digits_of_numbers() {
        String text = "{\"b\":1.10,\"SKU\":\"x\",\"Sku\":true,\"a\":\"false\",\"n\":123456789012345678901234567890,"
                + "\"e\":1E+2,\"z\":null,\"l\":[{\"Name\":\"A\"},{\"Name\":\"A\"}]}";

        assertThat(json(text)).isEqualTo(text);
    }

    @Test
    void should_skip_a_byte_order_mark() {
        assertThat(json("\uFEFF{\"a\":1}")).isEqualTo("{\"a\":1}");
    }

    @Test
    void should_report_every_duplicate_key_with_both_lines() {
        json("""
                {
                  "a": {"x~/": 1,
                    "x~/": 2},
                  "a": 3
                }
                """);

        assertThat(problems.sorted())
                .extracting(Problem::toString)
                .containsExactly(
                        "f.json:3:5: error duplicate-key: the key 'x~/' stands already in line 2, at /a/x~0~1; keep one of them",
                        "f.json:4:3: error duplicate-key: the key 'a' stands already in line 2, at /a; keep one of them");
    }

    @Test
    void should_report_a_byte_that_is_not_utf_8_with_its_place() {
        byte[] bytes = "{\n  \"é\": \"?\"}".getBytes(UTF_8);
        bytes[bytes.length - 3] = (byte) 0xFF;

        assertThat(new DocumentReader().read(SourceFile.of("f.json", bytes), problems))
                .isEmpty();
        assertThat(onlyProblem())
                .isEqualTo("f.json:2:9: error invalid-encoding: byte 0xFF at offset 11 is not UTF-8; "
                        + "save the file as UTF-8");
    }

    @Test
    void should_report_a_file_cut_inside_a_character() {
        assertThat(new DocumentReader().read(SourceFile.of("f.json", new byte[] {'"', (byte) 0xC3}), problems))
                .isEmpty();
        assertThat(onlyProblem()).startsWith("f.json:1:2: error invalid-encoding");
    }

    @Test
    void should_report_utf_16_as_another_encoding() {
        byte[] marked = "\uFEFF{}".getBytes(UTF_16LE);

        assertThat(new DocumentReader().read(SourceFile.of("f.json", marked), problems))
                .isEmpty();
        assertThat(onlyProblem()).startsWith("f.json:1:1: error invalid-encoding: byte 0xFF at offset 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": }          | f.json:1:7 | malformed-json",
                "{\"a\": 1          | f.json:1:8 | malformed-json",
                "{\"a\": 1} x       | f.json:1:10 | malformed-json",
                "{\"a\": 1} {}      | f.json:1:10 | malformed-json",
                "{\"a\": 01}        | f.json:1:8 | malformed-json",
                "{'a': 1}           | f.json:1:2 | malformed-json",
                "{\"a\": NaN}       | f.json:1:10 | malformed-json",
                "{\"a\": \"\\ud800\"} | f.json:1:7 | invalid-unicode",
                "`  `               | f.json | empty-file",
                "// nothing         | f.json | empty-file",
            })
    void should_refuse_what_is_not_json(String text, String place, String code) {
        json(text);

        assertThat(onlyProblem()).startsWith(place).contains(": error " + code + ": ");
    }

    @Test
    void should_refuse_what_is_nested_too_deep() {
        json("[".repeat(100) + "]".repeat(100));
        assertThat(problems.sorted()).isEmpty();

        json("[".repeat(101) + "]".repeat(101));
        assertThat(onlyProblem()).contains("error too-deep: values are nested more than 100 deep; ");
    }

    @Test
    void should_read_yaml_with_anchors_aliases_and_merge_keys() {
        assertThat(yaml("""
                base: &base {Sku: Enterprise, WorkLoads: all}
                Artifacts:
                - Name: a      # a comment
                  Parameters:
                    <<: *base
                    WorkLoads: helix-reduced
                - *base
                Text: |
                  one
                  two
                Yes: yes
                On: 2022-06-20
                Time: 12:30:45
                Empty:
                True: true
                Number: 42
                Float: 1.5
                Quoted: "3.10"
                Version: &v "17_1"
                Again: [*v, &n 5, *n]
                "<<": not merged
                Mapping: {NAME: x}
                Block:
                  NAME:
                """)).isEqualTo("""
                {"base":{"Sku":"Enterprise","WorkLoads":"all"},\
                "Artifacts":[{"Name":"a","Parameters":{"Sku":"Enterprise","WorkLoads":"helix-reduced"}},\
                {"Sku":"Enterprise","WorkLoads":"all"}],"Text":"one\\ntwo\\n","Yes":"yes","On":"2022-06-20",\
                "Time":"12:30:45","Empty":null,"True":true,"Number":42,"Float":1.5,"Quoted":"3.10",\
                "Version":"17_1","Again":["17_1",5,5],"<<":"not merged","Mapping":{"NAME":"x"},"Block":{"NAME":null}}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3.10", "1_000", "0123", "0x1F", "+5", ".5", "1.", "1.0", "-.inf", ".NaN", "1.5e+3", "0b11"})
    void should_report_yaml_numbers_that_would_lose_their_spelling(String number) {
        yaml("v: " + number);

        assertThat(onlyProblem())
                .isEqualTo("f.yaml:1:4: error yaml-number: the number " + number + " would lose its spelling, at /v; "
                        + "quote it where it is a text (a version, say), else write it as JSON does");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: !!str 5        | f.yaml:1:4 | yaml-tag",
                "a: !include x     | f.yaml:1:4 | yaml-tag",
                "a: ! x            | f.yaml:1:4 | yaml-tag",
                "!!str v: 5        | f.yaml:1:1 | yaml-tag",
                "a: !!map {}       | f.yaml:1:4 | yaml-tag",
                "a: {VERSION}      | f.yaml:1:4 | yaml-unquoted-variable",
                "a: {VERSION}/x    | f.yaml:1:4 | yaml-unquoted-variable",
                "a: [{VERSION}]    | f.yaml:1:5 | yaml-unquoted-variable",
                "`a: 1\n---\nb: 2` | f.yaml:3:1 | yaml-multiple-documents",
                "a: *b             | f.yaml:1:4 | yaml-alias",
                "a: &a [*a]        | f.yaml:1:8 | yaml-alias",
                "`a: 1\na: 2`      | f.yaml:2:1 | duplicate-key",
                "`a: [1\nb`        | f.yaml | malformed-yaml",
                "`a: b: c`         | f.yaml:1:5 | malformed-yaml",
                "`? [a]\n: b`      | f.yaml:1:4 | malformed-yaml",
                "<<: 5             | f.yaml:1:5 | malformed-yaml",
                "`# nothing`       | f.yaml | empty-file",
            })
    void should_refuse_yaml_that_is_not_plain(String text, String place, String code) {
        yaml(text);

        assertThat(onlyProblem()).startsWith(place).contains(": error " + code + ": ");
    }

    @Test
    void should_say_what_is_wrong_and_not_how_the_parser_is_set_up() {
        json("{\"a\": 1");
        yaml("a: @x");

        assertThat(problems.sorted())
                .extracting(Problem::toString)
                .containsExactly(
                        "f.json:1:8: error malformed-json: Unexpected end-of-input: expected close marker for Object "
                                + "(start marker at 1:1); correct the text at this place",
                        "f.yaml:1:4: error malformed-yaml: found character '@' that cannot start any token. (Do not "
                                + "use @ for indentation); correct the text at this place; a text that begins with "
                                + "{ [ * & ! | > % @ or ` needs quotes");
    }

    @Test
    void should_refuse_aliases_that_blow_up() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        IntStream.range(1, 9)
                .forEach(i -> bomb.append(
                        "a" + i + ": &a" + i + " [" + "*a".repeat(1) + (i - 1) + (", *a" + (i - 1)).repeat(9) + "]\n"));

        yaml(bomb.toString());

        assertThat(onlyProblem()).contains("yaml-alias: aliases expand to more than 100000 values");
    }

    @Test
    void should_refuse_aliases_that_nest_too_deep() {
        yaml("a: &a " + "[".repeat(60) + "]".repeat(60) + "\nb: " + "[".repeat(60) + "*a" + "]".repeat(60));

        assertThat(onlyProblem()).contains("too-deep");
    }

    @Test
    void should_ask_for_an_object() {
        assertThat(new DocumentReader().readObject(SourceFile.of("f.json", "[]".getBytes(UTF_8)), problems))
                .isEmpty();
        assertThat(onlyProblem()).startsWith("f.json:1:1: error not-an-object");
    }

    private String json(String text) {
        return read("f.json", text);
    }

    private String yaml(String text) {
        return read("f.yaml", text);
    }

    private String read(String path, String text) {
        Optional<JsonValue> value = new DocumentReader().read(SourceFile.of(path, text.getBytes(UTF_8)), problems);
        return value.map(JsonText::compact).orElse("");
    }

    private String onlyProblem() {
        assertThat(problems.sorted()).hasSize(1);
        return problems.sorted().get(0).toString();
    }
}
