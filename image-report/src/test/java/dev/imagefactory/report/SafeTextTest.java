package dev.imagefactory.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of single texts. */
class SafeTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"https://factory.example/api/images/1/log", "http://127.0.0.1:8080/a?b=c&d=e#f"})
    void should_link_to_web_addresses(String url) {
        assertThat(SafeText.webAddress(url)).contains(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "//host/path",
                "https:path",
                "https://user:secret@host/",
                "https://host/\"><script>",
                "https://host/a b",
                "https://host/|`[x](y)",
                "https://host/\ud800",
                "https://h\u00f6st/",
                ""
            })
    void should_link_to_nothing_else(String url) {
        assertThat(SafeText.webAddress(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 3, abc\u2026, \u2026def", "abc, 3, abc, abc"})
    void should_cut(String text, int longest, String front, String end) {
        assertThat(SafeText.cut(text, longest)).isEqualTo(front);
        assertThat(SafeText.cutFront(text, longest)).isEqualTo(end);
    }

    @Test
    void should_not_cut_a_character_in_two() {
        assertThat(SafeText.cut("ab\ud83d\ude00", 3)).isEqualTo("ab\u2026");
        assertThat(SafeText.cutFront("\ud83d\ude00ab", 3)).isEqualTo("\u2026ab");
    }

    @Test
    void should_take_colours_of_terminals_out_and_keep_lines() {
        assertThat(SafeText.block("\u001b[31mred\u001b[0m\r\nnext\rlast\u0007")).isEqualTo("red\nnext\nlast\ufffd");
        assertThat(SafeText.line(" a\n\tb\u2028c ")).isEqualTo("a b c");
    }
}
