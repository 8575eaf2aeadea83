package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The set in {@code templates/}, which the README's first command builds. */
class SampleTemplatesTest {
    private static final Path TEMPLATES = Path.of(System.getProperty("repository.root"), "templates");

    @Test
    void should_render_without_a_problem() {
        Problems problems = new Problems();
        DefinitionSet set = DefinitionSet.read(
                TEMPLATES.resolve("base-images"),
                List.of(TEMPLATES.resolve("variables.json")),
                file -> TEMPLATES.relativize(file).toString(),
                problems);

        RenderedImages images = new TemplateEngine(ImageNamePointer.DEFAULT).render(set, problems);

        assertThat(images.problems()).isEmpty();
        assertThat(images.images()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(images.images().stream()
                        .filter(image -> image.variables().containsKey("VS_2022_VERSION"))
                        .map(RenderedImage::id))
                .isNotEmpty()
                .allMatch(id -> id.startsWith("VS2022/"));
        assertThat(images.images()).anyMatch(image -> !image.secrets().isEmpty());
        assertThat(images.images())
                .anyMatch(image -> image.imageNames().toString().contains("{BUILD_DATE}"));
        assertThat(images.images()).anyMatch(image -> image.file().endsWith(".yaml"));
    }
}
