package dev.imagefactory.template.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.document.FlatDocument.TextRewriter;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read flat is what the libraries read, with its places; what they refuse is not read flat. */
class FlatDocumentTest {
    private static final TextRewriter SAME = new TextRewriter() {
        @Override
        public String rewrite(String text) {
            return text;
        }

        @Override
        public boolean keeps(String name) {
            return true;
        }
    };

    private final FlatDocument flat = new FlatDocument("{<_/");
    private final DocumentReader reader = new DocumentReader();

    @Test
    void should_read_a_usual_definition() {
        assertThat(isReadAlike("""
                {
                  "Name": "image \\"1\\" é\uD83D\uDE00",
                  "Size": 127, "Share": -0.5e3, "Zero": 0,\t"No": null,
                  "Artifacts": [{"Name": "git", "Parameters": {"path": "C:\\\\Tools", "silent": true, "x": false}}, [], {}]
                }
                """, "json")).isTrue();
        assertThat(isReadAlike("\uFEFF{}\r\n", "json")).isTrue();
    }

    @Test
    void should_read_a_usual_definition_in_yaml() {
        assertThat(isReadAlike("""
                # The image of the team.
                ---
                $schema: "1.0"
                Options: --add a --add b
                Task: ~/winget
                Name: image-1   # its name
                Description: "with \\"quotes\\" and a \\\\"
                Größe.is_no-key1: no
                """.replace("Größe.is_no-key1: no", "Key.is_no-key1: nobody's ü"), "yaml"))
                .isTrue();
        assertThat(isReadAlike("""
                Artifacts:
                - Name: git
                  Parameters:
                    version: 2.51.0
                    path: C:\\Tools "x"
                    sha256: 05848fc64296c764dedcf975c9f395ef

                    silent: true
                - Name: 'it is {GIT_URL}'
                  Regions:
                    - westeurope
                    - Name: <REGION>
                  Script: |
                    if x
                      	say "ü" # no comment

                    fi

                  Size: 127
                  Share: -0.5
                Empty: []
                # The end.
                Nothing: {}
                """, "yml")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": \"\\u0041\"}",
                "{\"a\": \"\\/\"}",
                "{\"a\": 01}",
                "{\"a\": 1,}",
                "{} {}",
                "{\"a\": \"\u0001\"}",
                "{/* */}",
                "{\"a\": \"tab\there\"}"
            })
    void should_leave_what_is_unusual_to_others(String text) {
        assertThat(isReadAlike(text, "json")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: yes",
                "a: NULL",
                "a: 1.10",
                "a: 0x1F",
                "a: 1_000",
                "a: 12:30:45",
                "a: 2026-11-27",
                "a: .5",
                "a: <<",
                "a: b: c",
                "a:\tb",
                "a: &anchor b",
                "a: !!str b",
                "a: |+\n  b\n",
                "a: |2\n  b\n",
                "a: >\n  b\n",
                "a: |\n\n  b\n",
                "a: |\n",
                "a: |\nb: c",
                "a: |\n  b",
                "a: b\n  c",
                "a: 'it''s'",
                "a: {b: c}",
                "a:\n",
                "a: b\na: c",
                "- a",
                "a: \u0085",
                "a: b\n--- \nc: d",
                "? a",
                "a: \"\\x41\"",
                " a: b"
            })
    void should_leave_to_others_what_is_unusual_in_yaml(String text) {
        assertThat(isReadAlike(text, "yaml")).isFalse();
    }

    @Test
    void should_not_write_what_a_rewriter_refuses() {
        assertThat(flat.read(SourceFile.of("a.json", "{\"a\": \"{B}\", \"{C}\": 1}".getBytes(UTF_8))))
                .isTrue();

        assertThat(String.valueOf(flat.canonicalWithout("", rewriting("b\n", true))))
                .isEqualTo("{\"a\":\"b\\n\",\"{C}\":1}");
        assertThat(flat.canonicalWithout("", rewriting(null, true))).isNull();
        assertThat(flat.canonicalWithout("", rewriting("b", false))).isNull();
        assertThat(String.valueOf(flat.canonicalWithout("A", rewriting("b", true))))
                .isEqualTo("{\"{C}\":1}");
    }

    @Test
    void should_leave_an_object_of_very_many_names_to_others() {
        String members = IntStream.range(0, 1_001)
                .mapToObj(i -> "\"" + (2_000 - i) + "\": 1")
                .collect(Collectors.joining(", "));

        assertThat(flat.read(SourceFile.of("a.json", ("{" + members + "}").getBytes(UTF_8))))
                .isTrue();
        assertThat(flat.tree()).isPresent();
        assertThat(flat.canonicalWithout("", SAME)).isNull();
        assertThat(flat.canonicalWithout("2000", SAME)).isNotNull();
    }

    private static TextRewriter rewriting(@Nullable String text, boolean keeps) {
        return new TextRewriter() {
            @Override
            public @Nullable String rewrite(String each) {
                return text;
            }

            @Override
            public boolean keeps(String name) {
                return keeps;
            }
        };
    }

    @Property(tries = 4_000)
    void should_read_json_as_the_library_does(@ForAll("pieces") List<String> pieces) {
        isReadAlike(String.join("", pieces), "json");
    }

    @Property(tries = 3_000)
    void should_read_spoiled_json_as_the_library_does(
            @ForAll("documents") String document, @ForAll("piecesOfJson") String piece, @ForAll int place) {
        int at = Math.floorMod(place, document.length() + 1);
        isReadAlike(document.substring(0, at) + piece + document.substring(at), "json");
        isReadAlike(document.substring(0, at) + document.substring(Math.min(at + 1, document.length())), "json");
    }

    @Property(tries = 1_000)
    void should_read_all_json_of_the_usual_form(@ForAll("documents") String document) {
        assertThat(isReadAlike(document, "json")).isTrue();
    }

    @Provide
    Arbitrary<String> piecesOfJson() {
        return Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                " ",
                "\n",
                "\r\n",
                "\r",
                "\t",
                "\"",
                "\\",
                "\"a\"",
                "\"b\": ",
                "\"a\":1,",
                "\"\\n\"",
                "\"\\u0041\"",
                "\"é\u20ac\"",
                "\"\uD83D\uDE00\"",
                "0",
                "1",
                "-",
                "-1",
                "01",
                "1.5",
                "1.",
                ".5",
                "1e5",
                "1E+5",
                "e",
                "true",
                "false",
                "null",
                "nul",
                "// c\n",
                "/* c */",
                "# c\n",
                "\uFEFF",
                "\u00A0",
                "\u007F",
                "\u0000",
                "NaN",
                "'a'",
                "\"{A}\"");
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return piecesOfJson().list().ofMaxSize(12).map(pieces -> {
            List<String> document = new ArrayList<>(List.of("{"));
            document.addAll(pieces);
            document.add("}");
            return document;
        });
    }

    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> texts = Arbitraries.of(
                        "a", "é", "\uD83D\uDE00", "\\n", "\\\"", "\\\\", "{A}", "/", "_", " ", "x")
                .list()
                .ofMaxSize(5)
                .map(parts -> "\"" + String.join("", parts) + "\"");
        Arbitrary<String> scalars =
                Arbitraries.oneOf(texts, Arbitraries.of("0", "-1", "1.50", "1e5", "true", "false", "null"));
        Arbitrary<String> values = Arbitraries.recursive(() -> scalars, FlatDocumentTest::containers, 0, 3);
        return containers(values).filter(document -> document.startsWith("{"));
    }

    private static Arbitrary<String> containers(Arbitrary<String> values) {
        Arbitrary<String> blanks = Arbitraries.of("", "", " ", "\n", "\r\n  ", "\t");
        Arbitrary<String> list = Combinators.combine(values.list().ofMaxSize(3), blanks)
                .as((elements, blank) -> "[" + blank + String.join(blank + "," + blank, elements) + blank + "]");
        Arbitrary<String> object = Combinators.combine(
                        values.list().ofMaxSize(4), Arbitraries.of("k", "B", "_c/", "Z"), blanks)
                .as((members, key, blank) -> {
                    List<String> texts = new ArrayList<>();
                    for (int i = 0; i < members.size(); i++) {
                        texts.add(blank + "\"" + key + (9 - i) + "\"" + blank + ":" + blank + members.get(i));
                    }
                    return "{" + String.join(blank + ",", texts) + blank + "}";
                });
        return Arbitraries.oneOf(list, object, object);
    }

    @Property(tries = 5_000)
    void should_read_the_scalars_of_yaml_as_the_library_does(
            @ForAll("scalars") String scalar, @ForAll("ends") String end) {
        isReadAlike("a: " + scalar + end, "yaml");
        isReadAlike("a:\n- " + scalar + end + "\n- b\n", "yaml");
    }

    @Property(tries = 5_000)
    void should_read_the_structure_of_yaml_as_the_library_does(@ForAll("lines") List<String> lines) {
        isReadAlike(String.join("\n", lines), "yaml");
        isReadAlike(String.join("\r\n", lines) + "\r\n", "yaml");
    }

    @Property(tries = 5_000)
    void should_read_texts_of_several_lines_as_the_library_does(
            @ForAll("blocks") List<String> lines, @ForAll("headers") String header) {
        isReadAlike("k:\n  a: " + header + "\n" + String.join("\n", lines) + "\n", "yaml");
        isReadAlike("k:\r\n- " + header + "\r\n" + String.join("\r\n", lines) + "\r\n  b: c", "yaml");
        isReadAlike("k:\n- a: " + header + "\n" + String.join("\n", lines), "yaml");
    }

    @Provide
    Arbitrary<String> headers() {
        return Arbitraries.of("|", "|", "|", "|-", "|-", "| ", "|+", "|2", "|# c", "| # c", "|x", ">");
    }

    @Provide
    Arbitrary<List<String>> blocks() {
        Arbitrary<String> indents = Arbitraries.of("    ", "    ", "    ", "      ", "   ", "  ", "");
        Arbitrary<String> texts =
                Arbitraries.of("x", "a: b", "- y", "# z", "", "", " ", "\ttab", "{A}", "é \"q\"", "b: c", "\u0085");
        return Combinators.combine(indents, texts)
                .as((indent, text) -> indent + text)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    /** Texts that are something to one version of YAML or another, and others made of what is special in it. */
    @Provide
    Arbitrary<String> scalars() {
        Arbitrary<String> known = Arbitraries.of(
                "it's",
                "say \"no\"",
                "a\\b",
                "C:\\x",
                "/p/o/s",
                "{A}",
                "'{A}'",
                "\"{A}\"",
                "<A>",
                "\"\\n\\\"\"",
                "\"\\/\"",
                "'a''b'",
                "[ ]",
                "[a]",
                "{a: b}",
                "007",
                "1.50",
                "1.2.3",
                "1..2",
                "1e3",
                "1_0",
                "0x1F",
                "0o7",
                "0b1",
                "0b12",
                "1:20",
                "2026-11-27",
                "2026-11-27T10:00:00Z",
                "2022-datacenter",
                "05848fc6",
                "9e9",
                "9e9f",
                "1.e",
                "1.5.e5",
                "123456789012345",
                "1234567890123456",
                "-12345.678",
                "-0",
                "-0.0",
                "0.10",
                "./x",
                "~/x",
                "~x",
                "~",
                "--add a",
                "-a",
                "-.5",
                "-.inf",
                ".inf",
                ".NET",
                "Null",
                "True",
                "On",
                "NO",
                "...",
                "---",
                "\u20ac",
                "\u65e5",
                "\u00a0",
                "\u0085",
                "\u2028",
                "\uFEFF",
                "\uD83D\uDE00",
                "\uE000",
                "\u007f");
        Arbitrary<String> made = Arbitraries.strings()
                .withChars(" \t\"'\\#:-?,[]{}&*!|>%@`~.+<=019exTZ_/ayntrueé\n")
                .ofMaxLength(6);
        return Arbitraries.oneOf(known, made, made, made);
    }

    @Provide
    Arbitrary<String> ends() {
        return Arbitraries.of("", "", "", "", " ", "  # comment", " # é", "\t", " #", "# x");
    }

    @Provide
    Arbitrary<List<String>> lines() {
        Arbitrary<String> indents = Arbitraries.of("", "  ", "  ", "  ", "    ", "    ", " ");
        Arbitrary<String> dashes = Arbitraries.of("", "", "", "- ", "- ", "-   ", "- - ", "-");
        Arbitrary<String> keys =
                Arbitraries.of("a: ", "b: ", "$s: ", "c: ", "d:   ", "e:", "a.b_c-9: ", "1: ", "true: ", "", "<<: ");
        Arbitrary<String> values = Arbitraries.of("", "", "", "x", "two words", "1", "true", "[]", "'{A}'", "# c");
        return Combinators.combine(indents, dashes, keys, values)
                .as((indent, dash, key, value) -> indent + dash + key + value)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(lines -> {
                    List<String> all = new ArrayList<>(List.of("root:"));
                    all.addAll(lines);
                    return all;
                });
    }

    @Test
    void should_refuse_bytes_that_are_no_utf_8() {
        for (String bytes : List.of(
                "\u00ff",
                "\u00c0\u0080",
                "\u00ed\u00a0\u0080",
                "\u00e0\u0080\u0080",
                "\u00f4\u0090\u0080\u0080",
                "\u00c3")) {
            byte[] json = ("{\"a\": \"" + bytes + "\"}").getBytes(ISO_8859_1);
            byte[] yaml = ("a: " + bytes).getBytes(ISO_8859_1);

            assertThat(flat.read(SourceFile.of("a.json", json))).isFalse();
            assertThat(flat.read(SourceFile.of("a.yaml", yaml))).isFalse();
        }
    }

    /** Whether a text is read flat; then it is read like others read it. */
    private boolean isReadAlike(String text, String extension) {
        SourceFile file = SourceFile.of("a." + extension, text.getBytes(UTF_8));
        Optional<JsonObject> tree = flat.read(file) ? flat.tree() : Optional.empty();
        @Nullable CanonicalBytes canonical = tree.isEmpty() ? null : flat.canonicalWithout("", SAME);
        if (tree.isPresent()) {
            Problems problems = new Problems();
            Optional<JsonValue> read = reader.readSlowly(file, problems);

            assertThat(problems.sorted()).as(escaped(text)).isEmpty();
            assertThat(tree).as(escaped(text)).isEqualTo(read);
            if (canonical != null) {
                assertThat(canonical.toString()).as(escaped(text)).isEqualTo(JsonText.canonical(read.orElseThrow()));
            }
        }
        return tree.isPresent();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(c -> escaped.append(
                        c == '\n' || (c >= ' ' && c < 0x7F)
                                ? String.valueOf((char) c)
                                : String.format(Locale.ROOT, "\\u%04x", c)));
        return escaped.toString();
    }
}
