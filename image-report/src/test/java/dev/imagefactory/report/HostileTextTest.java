package dev.imagefactory.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Whatever definitions, the service and its logs say, a report keeps its structure, and nobody obeys it. */
class HostileTextTest {
    private static final ImageReport HARMLESS = Hostile.report("text");
    private static final Pattern OBEYED = Pattern.compile("(?im)##(vso)?\\[|^\\s*::[a-z]");

    /** Texts of the pool, alone, joined, and inside others. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> known = Arbitraries.of(Hostile.TEXTS);
        Arbitrary<String> any = Arbitraries.strings()
                .withChars("<>&\"'`|\\#:[]()!*_~-@ \n\r\t\u0000\u001b\u202e\ud800\udc00ab")
                .ofMaxLength(30);
        return Arbitraries.oneOf(
                        known,
                        Combinators.combine(known, known).as((first, second) -> first + second),
                        Combinators.combine(any, known, any).as((before, text, after) -> before + text + after),
                        any)
                .map(text -> text.isBlank() ? text + "a" : text);
    }

    @Property(tries = 300)
    void should_keep_the_structure_of_html(@ForAll("texts") String text) {
        String html = HtmlReport.of(Hostile.report(text));

        assertThat(structure(html)).isEqualTo(structure(HtmlReport.of(HARMLESS)));
        requireHarmless(html);
        assertThat(Xml.elements(Xml.parse(html)))
                .extracting(element -> element.getAttribute("href"))
                .allMatch(href -> href.matches("|#[a-z]+|logs/a\\.txt"));
    }

    @Property(tries = 300)
    void should_keep_the_structure_of_junit_xml(@ForAll("texts") String text) {
        String xml = JUnitReport.of(Hostile.report(text));

        assertThat(structure(xml)).isEqualTo(structure(JUnitReport.of(HARMLESS)));
        requireHarmless(xml);
    }

    @Property(tries = 300)
    void should_keep_the_tables_of_markdown(@ForAll("texts") String text) {
        String markdown = MarkdownReport.of(Hostile.report(text));

        assertThat(outline(markdown)).isEqualTo(outline(MarkdownReport.of(HARMLESS)));
        requireHarmless(markdown);
        assertThat(markdown.getBytes(UTF_8)).hasSizeLessThan(1 << 20);
    }

    @Property(tries = 300)
    void should_keep_each_text_in_json(@ForAll("texts") String text) throws Exception {
        String document = JsonReport.of(Hostile.report(text));

        JsonNode json = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readTree(document);
        requireHarmless(document);
        assertThat(json.at("/failures/0/imageId").textValue()).isEqualTo(text + 0);
        assertThat(json.at("/images/0/history")).hasSize(1);
    }

    private static void requireHarmless(String document) {
        assertThat(UTF_8.newEncoder().canEncode(document)).isTrue();
        assertThat(OBEYED.matcher(document).results().map(hit -> hit.group()).toList())
                .isEmpty();
        assertThat(document.codePoints()
                        .filter(c -> c != '\n' && c != '\t')
                        .filter(c -> Character.getType(c) == Character.CONTROL
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.LINE_SEPARATOR
                                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR)
                        .count())
                .isZero();
    }

    /** The elements with the names of their attributes, in their order. */
    private static List<String> structure(String xml) {
        Document document = Xml.parse(xml);
        List<String> names = new ArrayList<>();
        for (Element element : Xml.elements(document)) {
            List<String> attributes = IntStream.range(0, element.getAttributes().getLength())
                    .mapToObj(i -> element.getAttributes().item(i).getNodeName())
                    .sorted()
                    .toList();
            names.add(element.getTagName() + attributes);
        }
        return names;
    }

    /**
     * Each line with its code left out, so that what is left is ours, and with its bars, which end cells inside code
     * too.
     */
    private static List<String> outline(String markdown) {
        return markdown.lines()
                .map(line -> line.replaceAll("`[^`]+`", "CODE") + " "
                        + line.chars().filter(c -> c == '|').count())
                .toList();
    }
}
