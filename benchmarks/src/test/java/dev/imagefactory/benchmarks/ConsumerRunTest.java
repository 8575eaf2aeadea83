package dev.imagefactory.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumerRunTest {
    @TempDir
    private Path folder;

    @Test
    void should_move_every_reference_that_it_has_made() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ConsumerRun.generate(folder, 200, 7, 2, 42);

        ConsumerRun.measure(folder, 1, new PrintStream(printed, true, UTF_8));

        assertThat(printed.toString(UTF_8)).startsWith("7 references, 2 files changed");
    }
}
