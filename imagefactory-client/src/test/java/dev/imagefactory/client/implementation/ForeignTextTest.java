package dev.imagefactory.client.implementation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ForeignTextTest {

    @Property(tries = 500)
    void should_be_one_short_line_without_control_characters(@ForAll String text) {
        String clean = ForeignText.clean(text);

        assertThat(clean)
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]")
                .hasSizeLessThanOrEqualTo(1_001);
        assertThat(ForeignText.clean(clean)).isEqualTo(clean);
    }

    @Test
    void should_not_cut_a_character_in_two() {
        assertThat(ForeignText.clean("\uD83D\uDE00".repeat(600))).isEqualTo("\uD83D\uDE00".repeat(500) + "…");
    }

    @Test
    void should_show_of_a_url_neither_query_nor_password() {
        assertThat(ForeignText.withoutQuery("https://me:pa55@host/path?sig=pa55#pa55"))
                .isEqualTo("https://host/path");
    }
}
