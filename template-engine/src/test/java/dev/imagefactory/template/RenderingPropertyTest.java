package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RenderingPropertyTest {
    private static final Map<String, String> VALUES =
            Map.of("A", "https://x/1_-2", "B_2", "", "LONG_NAME", "a & \"b\" \\ 'c'\n\t");

    /** A piece of a text, with what it must become: the brute force is to know it beforehand. */
    record Piece(String template, String rendered) {}

    @Property
    void should_replace_exactly_the_variables(@ForAll("pieces") List<Piece> pieces) {
        String variables =
                "{\"A\": \"https://x/1_-2\", \"B_2\": \"\", \"LONG_NAME\": \"a & \\\"b\\\" \\\\ 'c'\\n\\t\"}";

        assertThat(Rendering.ofText(pieces.stream().map(Piece::template).collect(Collectors.joining()), variables))
                .isEqualTo(pieces.stream().map(Piece::rendered).collect(Collectors.joining()));
    }

    @Provide
    Arbitrary<List<Piece>> pieces() {
        Arbitrary<Piece> variables = Arbitraries.of(VALUES.keySet())
                .flatMap(name -> Arbitraries.of("{" + name + "}", "<" + name + ">")
                        .map(template -> new Piece(template, VALUES.getOrDefault(name, ""))));
        Arbitrary<Piece> escapes = Arbitraries.of("{~A}", "<~A>", "{~OTHER}", "${~A}", "{{~B_2}}")
                .map(template -> new Piece(template, template.replace("~", "")));
        Arbitrary<Piece> literals = Arbitraries.of(
                        "x",
                        " ",
                        "${HOME}",
                        "{ $_.Name }",
                        "{A2563E55-3BEC}",
                        " <<EOF ",
                        "<!-- -->",
                        "a < b",
                        "{}",
                        ">",
                        "}",
                        "é\uD83D\uDE00",
                        "\\",
                        "/",
                        "{{#A}}",
                        "&amp;")
                .map(text -> new Piece(text, text));
        // A blank between the pieces: what they make together is for the golden pairs.
        Arbitrary<Piece> pieces = Arbitraries.oneOf(variables, escapes, literals)
                .map(piece -> new Piece(piece.template() + " ", piece.rendered() + " "));
        return pieces.list().ofMaxSize(12);
    }
}
