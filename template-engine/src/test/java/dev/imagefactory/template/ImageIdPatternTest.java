package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageIdPatternTest {
    @ParameterizedTest
    @CsvSource({
        "a*, a/b.c, true",
        "a?c, abc, true",
        "a?c, ac, false",
        "*, '', true",
        "a.c, abc, false",
        "a\\*, a*, true",
        "a\\*, ab, false",
        "a\\?*, a?b, true",
        "a\\?*, acb, false",
        "a\\b, ab, false",
        "\ud83d\ude00?, \ud83d\ude00\ud83d\ude00, true"
    })
    void should_match_by_stars_and_question_marks(String pattern, String id, boolean matches) {
        assertThat(new ImageIdPattern(pattern).matches(id)).isEqualTo(matches);
    }

    @Property(tries = 300)
    void should_match_one_id_alone_where_it_is_exact(
            @ForAll @Chars({'a', '*', '?', '/', '.', '\\', '\n'}) String id,
            @ForAll @Chars({'a', '*', '?', '/', '.', '\\', '\n'}) String other) {
        assertThat(ImageIdPattern.exactly(id).matches(id)).isTrue();
        assertThat(ImageIdPattern.exactly(id).matches(other)).isEqualTo(id.equals(other));
    }

    @Property(tries = 3_000)
    void should_match_as_a_regular_expression_does(@ForAll("texts") String pattern, @ForAll("texts") String id) {
        String regex = Pattern.compile("\\\\[*?]|.", Pattern.DOTALL)
                .matcher(pattern)
                .replaceAll(part -> Matcher.quoteReplacement(
                        switch (part.group()) {
                            case "*" -> ".*";
                            case "?" -> ".";
                            case "\\*", "\\?" -> part.group();
                            default -> Pattern.quote(part.group());
                        }));

        assertThat(new ImageIdPattern(pattern).matches(id))
                .isEqualTo(Pattern.compile(regex, Pattern.DOTALL).matcher(id).matches());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "*", "*", "?", "\\", "\n", "\ud83d\ude00")
                .list()
                .ofMaxSize(7)
                .map(parts -> String.join("", parts));
    }
}
