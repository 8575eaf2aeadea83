package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionSetTest {
    @TempDir
    private Path folder;

    private final TemplateEngine engine = new TemplateEngine(ImageNamePointer.DEFAULT);

    @Test
    void should_read_a_definition_on_disk_again_when_its_documents_are_asked_for() throws IOException {
        write("_defaults.json", "{\"d\": 1}");
        write("a.json", "{\"u\": \"{URL}\"}");
        RenderedImage image = onDisk().images().get(0);

        forget();

        assertThat(image.payload().text()).isEqualTo("{\"d\":1,\"u\":\"x\"}");
        assertThat(image.source().whole().get("u")).isPresent();
        assertThat(image.source().definitionFingerprint())
                .isEqualTo(inMemory().images().get(0).source().definitionFingerprint());
    }

    @Test
    void should_refuse_the_documents_of_a_definition_that_has_changed_meanwhile() throws IOException {
        write("a.json", "{\"u\": \"{URL}\"}");
        RenderedImage image = onDisk().images().get(0);
        write("a.json", "{\"u\": \"{URL}!\"}");

        forget();

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> image.payload().text())
                .withMessageContaining("a.json has changed while the program ran; run it again");
    }

    @Test
    void should_keep_what_was_read_into_memory_whatever_happens_to_the_files() throws IOException {
        write("a.json", "{\"u\": \"{URL}\"}");
        RenderedImage image = inMemory().images().get(0);
        Files.delete(folder.resolve("a.json"));

        forget();

        assertThat(image.payload().text()).isEqualTo("{\"u\":\"x\"}");
    }

    @Test
    void should_report_a_definition_that_is_gone_when_it_is_rendered() throws IOException {
        write("a.json", "{\"u\": \"{URL}\"}");
        Problems problems = new Problems();
        DefinitionSet set =
                DefinitionSet.onDisk(folder, List.of(folder.resolve("variables.json")), Path::toString, problems);
        Files.delete(folder.resolve("a.json"));

        assertThat(engine.render(set, problems).problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.UNREADABLE_FILE);
    }

    @Test
    void should_render_many_definitions_as_it_renders_each_alone() throws IOException {
        for (int i = 0; i < 700; i++) {
            write("g" + i % 7 + "/image-" + i + ".json", "{\"n\": " + i + ", \"u\": \"{URL}\", \"bad\": \"{NONE}\"}");
        }

        RenderedImages together = onDisk();

        assertThat(together.images()).isEmpty();
        assertThat(together.problems()).hasSize(700).isSortedAccordingTo(Problem.BY_LOCATION);
        IntStream.range(0, 700).forEach(i -> {
            try {
                write("g" + i % 7 + "/image-" + i + ".json", "{\"n\": " + i + ", \"u\": \"{URL}\"}");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(onDisk().images())
                .extracting(RenderedImage::fingerprint)
                .doesNotHaveDuplicates()
                .hasSize(700)
                .isEqualTo(inMemory().images().stream()
                        .map(RenderedImage::fingerprint)
                        .toList());
        assertThat(onDisk().images()).extracting(RenderedImage::id).isSorted();
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve("variables.json"), "{\"URL\": \"x\"}");
        Files.writeString(folder.resolve(file), text);
    }

    private RenderedImages onDisk() {
        Problems problems = new Problems();
        return engine.render(
                DefinitionSet.onDisk(folder, List.of(folder.resolve("variables.json")), Path::toString, problems),
                problems);
    }

    private RenderedImages inMemory() {
        Problems problems = new Problems();
        return engine.render(
                DefinitionSet.read(folder, List.of(folder.resolve("variables.json")), Path::toString, problems),
                problems);
    }

    /** The documents are kept as long as there is memory for them. */
    private static void forget() {
        System.gc();
    }
}
