package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingCacheTest {
    private static final String DEFINITION = "{\"u\": \"{URL}\"}";
    private static final String VARIABLES = "{\"URL\": \"x\", \"OTHER\": \"y\"}";

    @TempDir
    private Path folder;

    private Path file;
    private final TemplateEngine engine = new TemplateEngine(ImageNamePointer.DEFAULT);

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("made/renderings");
    }

    @Test
    void should_not_parse_again_what_is_as_it_was() throws IOException {
        String first = fingerprint("1", DEFINITION, VARIABLES);
        // An entry whose fingerprint is another shows that it is taken.
        forge(first);

        assertThat(fingerprint("1", DEFINITION, VARIABLES)).isEqualTo(forged(first));
    }

    @Test
    void should_parse_again_what_has_changed() throws IOException {
        String first = fingerprint("1", DEFINITION, VARIABLES);
        forge(first);

        assertThat(fingerprint("1", "{\"u\":  \"{URL}\"}", VARIABLES)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"URL\": \"z\", \"OTHER\": \"y\"}",
                "{\"URL\": \"x\", \"OTHER\": \"y\", \"THIRD\": \"\"}",
                "{\"URL\": \"x\"}"
            })
    void should_parse_again_where_a_value_that_is_used_or_the_names_have_changed(String variables) throws IOException {
        String first = fingerprint("1", DEFINITION, VARIABLES);
        forge(first);

        assertThat(fingerprint("1", DEFINITION, variables))
                .isNotEqualTo(forged(first))
                .isEqualTo(fingerprint(null, DEFINITION, variables));
    }

    @Test
    void should_not_parse_again_for_a_value_that_is_not_used() throws IOException {
        String first = fingerprint("1", DEFINITION, VARIABLES);
        forge(first);

        assertThat(fingerprint("1", DEFINITION, "{\"URL\": \"x\", \"OTHER\": \"z\"}"))
                .isEqualTo(forged(first));
    }

    @Test
    void should_not_take_what_other_code_has_rendered() throws IOException {
        String first = fingerprint("1", DEFINITION, VARIABLES);
        forge(first);

        assertThat(fingerprint("2", DEFINITION, VARIABLES)).isEqualTo(first);
    }

    @Test
    void should_not_write_what_is_there_already() throws IOException {
        fingerprint("1", DEFINITION, VARIABLES);
        FileTime longAgo = FileTime.fromMillis(0);
        Files.setLastModifiedTime(file, longAgo);

        fingerprint("1", DEFINITION, VARIABLES);

        assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
    }

    @Test
    void should_do_without_a_file_that_is_damaged_and_write_it_anew() throws IOException {
        String first = fingerprint("1", DEFINITION, VARIABLES);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThat(fingerprint("1", DEFINITION, VARIABLES)).isEqualTo(first);
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] wrong = whole.clone();
            wrong[i] ^= 1;
            Files.write(file, wrong);

            assertThat(fingerprint("1", DEFINITION, VARIABLES)).isEqualTo(first);
        }
    }

    @Test
    void should_do_without_a_file_that_cannot_be_written() throws IOException {
        Files.writeString(folder.resolve("made"), "a file where the folder would be");

        assertThat(fingerprint("1", DEFINITION, VARIABLES)).isEqualTo(fingerprint(null, DEFINITION, VARIABLES));
    }

    @Test
    void should_forget_definitions_that_are_gone() throws IOException {
        render("1", VARIABLES, definition("a.json", DEFINITION), definition("b.json", DEFINITION));
        long both = Files.size(file);

        render("1", VARIABLES, definition("a.json", DEFINITION));

        assertThat(Files.size(file)).isLessThan(both);
    }

    /** Puts another fingerprint into the file, which stays whole. */
    private void forge(String fingerprint) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] hash = HexFormat.of().parseHex(fingerprint);
        int at = 0;
        while (!Arrays.equals(bytes, at, at + hash.length, hash, 0, hash.length)) {
            at++;
        }
        bytes[at] ^= 1;
        ByteBuffer whole = ByteBuffer.wrap(bytes);
        ContentChecksum.of(whole.duplicate().position(ContentChecksum.BYTES).slice())
                .write(whole);
        Files.write(file, bytes);
    }

    private static String forged(String fingerprint) {
        byte[] hash = HexFormat.of().parseHex(fingerprint);
        hash[0] ^= 1;
        return HexFormat.of().formatHex(hash);
    }

    private String fingerprint(@Nullable String version, String definition, String variables) {
        return render(version, variables, definition("a.json", definition))
                .images()
                .get(0)
                .fingerprint();
    }

    private RenderedImages render(@Nullable String version, String variables, Definition... definitions) {
        DefinitionSet set = new DefinitionSet(
                List.of(definitions), List.of(SourceFile.of("variables.json", variables.getBytes(UTF_8))));
        return engine.render(set, version == null ? null : new RenderingCache(file, version), new Problems());
    }

    private static Definition definition(String path, String text) {
        return Definition.of(path, SourceFile.of(path, text.getBytes(UTF_8)));
    }
}
