package dev.imagefactory.client.implementation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import org.junit.jupiter.api.Test;

class ForeignTextTest {

    @Property(tries = 500)
    void should_be_one_line_without_control_characters(@ForAll String text) {
        String clean = ForeignText.clean(text);

        assertThat(clean).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
        assertThat(ForeignText.clean(clean)).isEqualTo(clean);
    }

    @Property(tries = 500)
    void should_lose_no_character_that_can_be_seen(@ForAll @AlphaChars @NumericChars @Chars({'é', '図'}) String text) {
        assertThat(ForeignText.clean(text)).isEqualTo(text);
    }

    @Test
    void should_keep_a_long_text_whole() {
        assertThat(ForeignText.clean("\uD83D\uDE00".repeat(100_000))).isEqualTo("\uD83D\uDE00".repeat(100_000));
    }

    @Test
    void should_show_of_a_url_neither_query_nor_password() {
        assertThat(ForeignText.withoutQuery("https://me:pa55@host/path?sig=pa55#pa55"))
                .isEqualTo("https://host/path");
    }
}
