package dev.imagefactory.pullrequests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PullRequestTextTest {
    @Property(tries = 300)
    void should_stay_within_the_limits_and_name_the_content(
            @ForAll @StringLength(max = 400) String body, @ForAll @IntRange(min = 130, max = 300) int limit) {
        PullRequestText text = new PullRequestText("t", body, "sha256:ab");

        assertThat(text.description(limit)).hasSizeLessThanOrEqualTo(limit);
        assertThat(text.comment(limit)).hasSizeLessThanOrEqualTo(limit);
        assertThat(PullRequestText.contentOf(text.description(limit))).contains("sha256:ab");
        if (text.fits(limit)) {
            assertThat(text.description(limit)).startsWith(body.strip());
        }
    }

    @Test
    void should_cut_at_a_line() {
        PullRequestText text = new PullRequestText("t", "first\nsecond\n" + "x".repeat(200), "c");

        assertThat(text.description(150))
                .isEqualTo("first\nsecond\n\n**The text goes on: all of it is in a comment below.**\n\n"
                        + "<!-- imagefactory content: c -->");
    }

    @Test
    void should_cut_no_character_in_half() {
        PullRequestText text = new PullRequestText("😀".repeat(200), "😀".repeat(200), "c");

        for (int limit = 150; limit < 160; limit++) {
            assertThat(text.description(limit).codePoints()).noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
        }
        assertThat(text.title()).hasSize(249).endsWith("😀…");
    }

    @Test
    void should_refuse_a_content_that_would_end_the_comment() {
        for (String content : List.of("", "a b", "a-->b", "a\nb")) {
            assertThatThrownBy(() -> new PullRequestText("t", "b", content))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
