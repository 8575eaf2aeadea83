package dev.imagefactory.osob;

import static dev.imagefactory.osob.Documents.edited;
import static dev.imagefactory.osob.Documents.json;
import static dev.imagefactory.osob.Documents.leaf;
import static dev.imagefactory.osob.Documents.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerDocumentTest {

    private static List<String> values(ConsumerDocument document) {
        return document.leaves().stream().map(Leaf::toString).toList();
    }

    @Test
    void should_show_the_values_with_anchors_and_merge_keys_followed() {
        ConsumerDocument document = yaml("""
                Base: &base
                  Image: win-1
                  Size: 4
                Queues:
                  - <<: *base
                    Name: one
                  - <<: [{Size: 8}, *base]
                    Image: win-2
                  - *base
                """);

        assertThat(values(document))
                .containsExactly(
                        "/Base/Image = win-1",
                        "/Base/Size = 4",
                        "/Queues/0/Image = win-1",
                        "/Queues/0/Size = 4",
                        "/Queues/0/Name = one",
                        "/Queues/1/Size = 8",
                        "/Queues/1/Image = win-2",
                        "/Queues/2/Image = win-1",
                        "/Queues/2/Size = 4");
        assertThat(leaf(document, "/Queues/0/Image").scalar())
                .isSameAs(leaf(document, "/Base/Image").scalar())
                .isSameAs(leaf(document, "/Queues/2/Image").scalar());
    }

    @Test
    void should_tell_where_a_scalar_stands_behind_anchor_tag_and_comment() {
        String text =
                "\uFEFF# \uD83D\uDE00\r\nImage: &i !!str # \uD83D\uDE00\r\n   'win-1' # \uD83D\uDE00\r\nOther: *i\r\n";

        Scalar scalar = leaf(yaml(text), "/Other").scalar();

        assertThat(text.substring(scalar.start(), scalar.end())).isEqualTo("'win-1'");
        assertThat(List.of(scalar.line(), scalar.column())).containsExactly(3, 4);
        assertThat(scalar.isPlain()).isFalse();
    }

    @Test
    void should_know_what_stands_around_a_value() {
        ConsumerDocument document = yaml("""
                name: scouting
                Queues:
                  - Queue: a
                    UpdateRequiredDate: 2024-01-01
                    Images:
                      - win-1
                      - {Sku: win-2}
                """);
        Leaf first = leaf(document, "/Queues/0/Images/0");
        Leaf second = leaf(document, "/Queues/0/Images/1/Sku");

        assertThat(first.field()).isEqualTo("Images");
        assertThat(first.sibling("updaterequireddate").map(Leaf::value)).hasValue("2024-01-01");
        assertThat(second.field()).isEqualTo("Sku");
        assertThat(second.sibling("Queue")).isEmpty();
        assertThat(second.nearest(List.of("Name", "Queue"))).hasValue("a");
        assertThat(second.nearest(List.of("Name"))).hasValue("scouting");
        assertThat(second.nearest(List.of("Ring"))).isEmpty();
    }

    @Test
    void should_prefer_the_key_in_the_same_case() {
        Leaf leaf = leaf(yaml("{image: a, Image: b, IMAGE: c, x: y}"), "/x");

        assertThat(leaf.sibling("IMAGE").map(Leaf::value)).hasValue("c");
        assertThat(leaf.sibling("iMage").map(Leaf::value)).hasValue("a");
    }

    @Test
    void should_begin_pointers_with_the_document_where_there_are_several() {
        assertThat(values(yaml("%YAML 1.1\n---\na/b: 1\n...\n---\n- m~n\n--- x\n")))
                .containsExactly("/0/a~1b = 1", "/1/0 = m~n", "/2 = x");
        assertThat(values(yaml("--- x\n"))).containsExactly(" = x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing\n", "\uFEFF", " \r\n"})
    void should_find_nothing_in_an_empty_file(String text) {
        assertThat(yaml(text).leaves()).isEmpty();
        assertThat(yaml(text).edit(List.of(), Set.of()).text()).isEqualTo(text);
    }

    @Test
    void should_change_a_part_of_a_scalar_and_nothing_else() {
        String text =
                "\uFEFFa: 'x''y win-1' # win-1 \t\r\nb:   \"win-1\"\u2028c: {d: win-1,e: [win-1 , \"\\u0041 win-1\"]}\n\n\n";

        assertThat(edited(yaml(text), "/a", "win-1", "win-22")).isEqualTo(text.replace("y win-1", "y win-22"));
        assertThat(edited(yaml(text), "/c/d", "win-1", "win-22")).isEqualTo(text.replace("d: win-1", "d: win-22"));
        assertThat(edited(yaml(text), "/c/e/1", "win-1", "")).isEqualTo(text.replace("0041 win-1", "0041 "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: |\n  x\n  win-1\n  y\n",
                "a: >-  # folded\r\n\r\n   x\r\n   win-1\r\n\r\n\r\nb: c\r\n",
                "a: |2+\n    win-1\n\n  x\n\n",
                "a: x\n  win-1\n  y\nb: z\n",
                "a: \"x\n  win-1\n  y\"\nb: z\n",
                "? a\n: &x !!str win-1\n",
                "a:\n- b\n- win-1\n",
                "a: !Image win-1\n",
                "a: !<tag:example.com,2000:x> {b: win-1}\n",
                "a: !!set {? b}\nc: win-1\n",
                "2024-01-01: {1: {~: {true: win-1}}}\n",
                "\uD83D\uDE00: \"\uD83D\uDE00 win-1 \uD83D\uDE00\"\n",
                "a: win-1",
                "win-1",
            })
    void should_change_each_style_of_scalar(String text) {
        ConsumerDocument document = yaml(text);
        Leaf leaf = document.leaves().stream()
                .filter(each -> each.value().contains("win-1"))
                .findFirst()
                .orElseThrow();

        assertThat(edited(document, leaf.pointer(), "win-1", "win-2022_1"))
                .isEqualTo(text.replace("win-1", "win-2022_1"));
    }

    @Test
    void should_change_several_parts_of_one_scalar() {
        ConsumerDocument document = yaml("a: win-1 to win-2\n");
        Scalar scalar = leaf(document, "/a").scalar();

        ConsumerFile after = document.edit(
                List.of(
                        new ScalarEdit(scalar, "win-2", "win-3"),
                        new ScalarEdit(scalar, "win-1", "win-2"),
                        new ScalarEdit(scalar, "win-1", "win-2"),
                        new ScalarEdit(scalar, "to", "to")),
                Set.of("/a"));

        assertThat(after).isEqualTo(new ConsumerFile("queues.yaml", "a: win-2 to win-3\n"));
        assertThatThrownBy(() -> document.edit(
                        List.of(new ScalarEdit(scalar, "win-1", "x"), new ScalarEdit(scalar, "n-1 t", "y")),
                        Set.of("/a")))
                .isInstanceOf(ConsumerException.class)
                .hasMessageContaining("queues.yaml:1:4: two changes of win-1 to win-2 overlap");
    }

    @Test
    void should_change_dates_and_numbers_into_their_like() {
        assertThat(edited(yaml("d: 2024-01-31\n"), "/d", "2024-01-31", "2024-04-30"))
                .isEqualTo("d: 2024-04-30\n");
        assertThat(edited(yaml("v: 17.3\n"), "/v", "17.3", "17.10")).isEqualTo("v: 17.10\n");
        assertThat(edited(yaml("v: !!str 17\n"), "/v", "17", "18")).isEqualTo("v: !!str 18\n");
    }

    @Test
    void should_find_a_change_that_an_anchor_carries_on() {
        ConsumerDocument document = yaml("""
                Scouting:
                  Image: &image win-1
                Broad:
                  - Image: *image
                """);
        ScalarEdit edit = new ScalarEdit(leaf(document, "/Scouting/Image").scalar(), "1", "2");

        assertThatThrownBy(() -> document.edit(List.of(edit), Set.of("/Scouting/Image")))
                .isInstanceOfSatisfying(
                        UnintendedChangeException.class,
                        e -> assertThat(e.pointers()).containsExactly("/Broad/0/Image"))
                .hasMessage(
                        "queues.yaml: the edit would also change /Broad/0/Image (line 2); give these a value of their"
                                + " own, without the anchor, or change all of them");
        assertThatThrownBy(() -> document.edit(List.of(edit), Set.of("/Scouting/Image", "/Broad/0/Image", "/x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(document.edit(List.of(edit), Set.of("/Scouting/Image", "/Broad/0/Image"))
                        .text())
                .contains("&image win-2\n");
    }

    @Test
    void should_find_that_a_key_would_change() {
        ConsumerDocument document = yaml("a: &x win-1\n*x : b\n");

        assertThatThrownBy(() -> edited(document, "/a", "1", "2"))
                .isInstanceOfSatisfying(
                        UnintendedChangeException.class,
                        e -> assertThat(e.pointers()).contains(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x: y",
                "x #y",
                "x:",
                "- x",
                "&x",
                "*x",
                "!x",
                "%x",
                "@x",
                "`x",
                "'x",
                "\"x",
                "[x",
                "{x",
                "#x",
                " x",
                "x ",
                "x\ny",
                "",
                "? x",
                "|",
                "x\u0007",
                "x\uD83D",
                "x\n--- y"
            })
    void should_refuse_what_is_no_plain_text(String to) {
        assertThatThrownBy(() -> edited(yaml("a:\n - win-1\n"), "/a/0", "win-1", to))
                .isInstanceOf(ConsumerException.class)
                .hasMessageStartingWith("queues.yaml:2:4: ")
                .hasMessageEndingWith("; put quotes around the value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2022_1", "null", "~", "yes", "Off", "1", "0x1F", "1:30", "1e3", ".5", ".inf", "2024-01-01", "<<"
            })
    void should_refuse_what_is_of_another_type(String to) {
        assertThatThrownBy(() -> edited(yaml("a: win-1\n"), "/a", "win-1", to))
                .isInstanceOf(ConsumerException.class)
                .hasMessageStartingWith("queues.yaml:1:4: " + to + " would be read as !!")
                .hasMessageEndingWith(" and what stands there is !!str; put quotes around the value");
        assertThat(edited(yaml("a: 'win-1'\n"), "/a", "win-1", to)).isEqualTo("a: '" + to + "'\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x,y", "x]", "x}", "x[", "x: y"})
    void should_refuse_within_brackets_what_ends_the_text(String to) {
        assertThatThrownBy(() -> edited(yaml("a: {b: win-1}\n"), "/a/b", "win-1", to))
                .isInstanceOf(ConsumerException.class);
        assertThatThrownBy(() -> edited(yaml("a: [win-1]\n"), "/a/0", "win-1", to))
                .isInstanceOf(ConsumerException.class);
    }

    @Test
    void should_refuse_quotes_and_escapes_that_would_end_or_change_a_quoted_text() {
        assertThatThrownBy(() -> edited(yaml("a: 'win-1'\n"), "/a", "1", "'")).isInstanceOf(ConsumerException.class);
        assertThatThrownBy(() -> edited(yaml("a: \"win-1\"\n"), "/a", "1", "\""))
                .isInstanceOf(ConsumerException.class);
        assertThatThrownBy(() -> edited(yaml("a: \"win-1\"\n"), "/a", "1", "\\n"))
                .isInstanceOf(ConsumerException.class);
        assertThatThrownBy(() -> edited(yaml("a: \"win-1\"\n"), "/a", "1", "x\n\ny"))
                .isInstanceOf(ConsumerException.class);
    }

    @Test
    void should_refuse_a_part_that_is_not_written_in_one_piece() {
        assertThatThrownBy(() -> edited(yaml("a: \"win\\x2d1\"\n"), "/a", "win-1", "win-2"))
                .isInstanceOf(ConsumerException.class)
                .hasMessage(
                        "queues.yaml:1:4: 'win-1' does not stand exactly once, as it is, in \"win\\x2d1\"; write it in"
                                + " one piece, without escapes");
        assertThatThrownBy(() -> edited(yaml("a: win\n  1\n"), "/a", "win 1", "win 2"))
                .isInstanceOf(ConsumerException.class);
        assertThatThrownBy(() -> edited(yaml("a: win-1 win-1\n"), "/a", "win-1", "win-2"))
                .isInstanceOf(ConsumerException.class);
        assertThatThrownBy(() -> edited(yaml("a: |\n  win-1\n  win-1\n"), "/a", "win-1", "win-2"))
                .hasMessageContaining(" in |...; ");
        assertThatThrownBy(() -> edited(yaml("a: '" + "win-1 ".repeat(1000) + "'\n"), "/a", "win-1", "win-2"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ty", " y\n z", "x\ny", "  ", "x\n\ny"})
    void should_refuse_what_would_change_a_block_beside_the_text(String to) {
        String text = "a:\n  b: |-\n    win-1\n    x\nc: 1\n";
        try {
            String after = edited(yaml(text), "/a/b", "win-1", to);
            assertThat(leaf(yaml(after), "/a/b").value()).isEqualTo(to + "\nx");
        } catch (ConsumerException e) {
            assertThat(e.getMessage()).contains("queues.yaml");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: win-2 # win-2\nb: c\n",
                "a: win-2  # win-1\nb: c\n",
                "a: 'win-2' # win-1\nb: c\n",
                "a: win-2 # win-1\r\nb: c\n",
                "a: win-2 # win-1\nb: c",
                "a: win-2 # win-1\nb: c\n\n",
                "a: win-2 # win-1\nb: \"c\"\n"
            })
    void should_find_that_other_text_changed_although_the_values_are_right(String wrong) {
        ConsumerDocument document = yaml("a: win-1 # win-1\nb: c\n");
        Map<Scalar, String> tokens = Map.of(leaf(document, "/a").scalar(), "win-2");

        document.prove("a: win-2 # win-1\nb: c\n", tokens, Map.of("/a", "win-2"));
        assertThatThrownBy(() -> document.prove(wrong, tokens, Map.of("/a", "win-2")))
                .isInstanceOf(UnintendedChangeException.class)
                .hasMessageContaining("the text around the values");
    }

    @Test
    void should_refuse_where_the_loaded_file_disagrees_about_what_a_merge_key_brings() {
        // SnakeYAML lets the inner mapping's own value lose against what that merges in
        ConsumerDocument document = yaml("a: &a {x: win-1}\nb: {<<: {<<: *a, x: win-2}}\n");

        assertThat(leaf(document, "/b/x").value()).isEqualTo("win-2");
        assertThatThrownBy(() -> edited(document, "/b/x", "win-2", "win-3"))
                .isInstanceOf(UnintendedChangeException.class);
    }

    @Test
    void should_refuse_a_change_in_the_comment_of_a_block() {
        assertThatThrownBy(() -> edited(yaml("a: > # win 1\n  win\n  1\n"), "/a", "win 1", "win 2"))
                .isInstanceOf(UnintendedChangeException.class)
                .hasMessageStartingWith("queues.yaml: the edit would not change /a (line 1) as it should");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 1\n\n'a': 2\n| queues.yaml:3:1: the key 'a' stands in line 1 already; delete one of the two",
                "a: {b: 1, 1: c, '1': d}| queues.yaml:1:17: the key '1' stands in line 1 already; delete one of the two",
                "[a]: 1| queues.yaml:1:1: a list or mapping cannot be a key here; write a text as key",
                "\na: *b| queues.yaml:2:4: found undefined alias b; correct the YAML at this place",
                "\uD83D\uDE00: [| queues.yaml:1:6: expected the node content, but found '<stream end>'; correct the YAML at this place",
                "a: b\n\u0007| queues.yaml:2:1: the character U+0007 is not allowed in YAML; delete it, or write it as an escape"
                        + " in double quotes",
                "<<: 1| queues.yaml:1:5: only mappings can be merged in; write aliases of mappings behind <<",
                "a: &a [*a]| queues.yaml:1:4: values are nested more than 100 deep; if an anchor contains itself, take it"
                        + " out",
                "a: &a {<<: *a}| queues.yaml:1:4: merge keys lead through more than 100 mappings; if an anchor merges itself,"
                        + " take it out",
            })
    void should_refuse_a_broken_file_with_place_and_next_step(String textAndMessage) {
        int bar = textAndMessage.lastIndexOf("| ");

        assertThatThrownBy(() -> yaml(textAndMessage.substring(0, bar)))
                .isInstanceOf(ConsumerException.class)
                .hasMessage(textAndMessage.substring(bar + 2));
    }

    @Test
    void should_say_where_a_character_is_not_allowed_far_down() {
        assertThatThrownBy(() -> yaml("k\uD83D\uDE00: v\n".repeat(500).replaceAll("k", "") + ""))
                .isNotNull();
        String text = "- \uD83D\uDE00 v\n".repeat(5000);

        assertThatThrownBy(() -> yaml(text + "- \u0000" + text)).hasMessageStartingWith("queues.yaml:5001:3: ");
    }

    @Test
    void should_refuse_deep_nesting() {
        assertThat(yaml("[".repeat(100) + "]".repeat(100)).leaves()).isEmpty();
        assertThatThrownBy(() -> yaml("[".repeat(102) + "]".repeat(102))).isInstanceOf(ConsumerException.class);
        assertThatThrownBy(() -> yaml("[".repeat(100_000))).isInstanceOf(ConsumerException.class);
        assertThatThrownBy(() -> json("[".repeat(100_000))).isInstanceOf(ConsumerException.class);
    }

    @Test
    void should_read_as_many_aliases_as_there_are() {
        String text = "base: &b {Image: win-1}\n" + "%s: *b\n".repeat(2000);
        ConsumerDocument document = yaml(numbered(text, 2000));

        assertThat(document.leaves()).hasSize(2001);
        assertThat(edited(document, "/base/Image", "1", "2")).startsWith("base: &b {Image: win-2}\n");
    }

    @Test
    void should_refuse_a_bomb_of_aliases_or_merge_keys() {
        StringBuilder lists = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        StringBuilder empty = new StringBuilder("a0: &a0 []\n");
        for (int i = 1; i < 12; i++) {
            String aliases = "[" + ("*a" + (i - 1) + ", ").repeat(10) + "]\n";
            lists.append("a" + i + ": &a" + i + " " + aliases);
            empty.append("a" + i + ": &a" + i + " " + aliases);
        }
        String large = "m: &m {" + numbered("k%s: 1, ".repeat(1000), 1000) + "}\n";

        for (String bomb : List.of(
                lists.toString(),
                empty.toString(),
                large + "n: {<<: [" + "*m, ".repeat(2000) + "]}\n",
                large + numbered("n%s: {<<: *m}\n".repeat(2000), 2000),
                "r: &r [*r, *r]\n")) {
            assertThatThrownBy(() -> yaml(bomb))
                    .isInstanceOf(ConsumerException.class)
                    .hasMessageMatching(
                            "queues.yaml:\\d+:\\d+: (with anchors and merge keys followed there are more than 1000000"
                                    + " values; split the file, or leave it out by 'exclude'|values are nested .*)");
        }
    }

    /** The pattern's {@code %s} by numbers. */
    private static String numbered(String pattern, int count) {
        Object[] numbers = new Object[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return String.format(pattern, numbers);
    }

    @Test
    void should_read_and_change_json() {
        String text =
                "\uFEFF{ // comment\r\n\"a\\/b\": [\"win-1\", {\"x\": 1.50 ,}, true, null],\t\"\uD83D\uDE00\": \"\uD83D\uDE00 win-1\"}\n\n";
        ConsumerDocument document = json(text);

        assertThat(values(document))
                .containsExactly(
                        "/a~1b/0 = win-1",
                        "/a~1b/1/x = 1.50",
                        "/a~1b/2 = true",
                        "/a~1b/3 = null",
                        "/\uD83D\uDE00 = \uD83D\uDE00 win-1");
        assertThat(leaf(document, "/a~1b/0").scalar())
                .matches(scalar -> scalar.line() == 2 && scalar.column() == 10 && !scalar.isPlain());
        assertThat(edited(document, "/\uD83D\uDE00", "win-1", "win-2"))
                .isEqualTo(text.replace("\uDE00 win-1", "\uDE00 win-2"));
        assertThat(edited(document, "/a~1b/1/x", "1.50", "2.0")).isEqualTo(text.replace("1.50", "2.0"));
        assertThatThrownBy(() -> edited(document, "/a~1b/1/x", "1.50", "2")).isInstanceOf(ConsumerException.class);
        assertThatThrownBy(() -> edited(document, "/a~1b/0", "win-1", "x\", \"y"))
                .isInstanceOf(ConsumerException.class);
        assertThatThrownBy(() -> edited(document, "/a~1b/0", "win-1", "\\n")).isInstanceOf(ConsumerException.class);
        assertThatThrownBy(() -> edited(json("[\"win\\u002d1\"]"), "/0", "win-1", "win-2"))
                .isInstanceOf(ConsumerException.class);
    }

    @Test
    void should_refuse_broken_json() {
        assertThat(json("  \n").leaves()).isEmpty();
        assertThatThrownBy(() -> json("{\"a\": 1,\n \"a\": 2}"))
                .isInstanceOf(ConsumerException.class)
                .hasMessage("queues.json:2:2: the key 'a' stands in line 1 already; delete one of the two");
        assertThatThrownBy(() -> json("{}\n {}")).hasMessageStartingWith("queues.json:2:2: a second document begins");
        assertThatThrownBy(() -> json("\uD83D\uDE00")).hasMessageStartingWith("queues.json:1:");
        assertThatThrownBy(() -> json("[1, 2")).hasMessageStartingWith("queues.json:1:6: ");
        assertThatThrownBy(() -> json("[1,\n x]")).hasMessageStartingWith("queues.json:2:2: ");
    }
}
