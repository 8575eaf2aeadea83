package dev.imagefactory.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a real browser shows it, from a file and without a network. */
class BrowserTest {
    private static final int LIGHT_PAPER = 0xffffff;
    private static final int DARK_PAPER = 0x14171b;

    @TempDir
    private Path folder;

    private Chromium chromium;

    @BeforeEach
    void findBrowser() {
        chromium = Chromium.in(folder);
    }

    private Path page(ImageReport report) throws IOException {
        return Files.writeString(folder.resolve("report.html"), HtmlReport.of(report));
    }

    @Test
    void should_be_shown_as_it_was_written_without_a_complaint() throws Exception {
        String html = HtmlReport.of(Scene.rich().report());

        String dom = chromium.dump(page(Scene.rich().report()));

        for (String element : new String[] {"article", "textarea", "svg", "rect", "th", "li", "style", "section"}) {
            assertThat(count(dom, "<" + element)).as(element).isEqualTo(count(html, "<" + element));
        }
    }

    @Test
    void should_take_hostile_texts_as_texts() throws Exception {
        String harmless = chromium.dump(page(Hostile.report("text")));

        String dom = chromium.dump(page(Hostile.report(String.join(" ", Hostile.TEXTS))));

        assertThat(count(dom, "<[a-z]")).isEqualTo(count(harmless, "<[a-z]"));
        assertThat(dom).doesNotContain("<script", "<img");
    }

    @Test
    void should_be_light_and_dark_as_wanted() throws Exception {
        Path page = page(Scene.rich().report());

        assertThat(corner(chromium.screenshot(page, false))).isEqualTo(LIGHT_PAPER);
        assertThat(corner(chromium.screenshot(page, true))).isEqualTo(DARK_PAPER);
    }

    private static int corner(Path picture) throws IOException {
        BufferedImage image = ImageIO.read(picture.toFile());
        return image.getRGB(3, 3) & 0xffffff;
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }
}
