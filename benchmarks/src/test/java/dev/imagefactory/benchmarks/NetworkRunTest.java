package dev.imagefactory.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkRunTest {
    @TempDir
    private Path folder;

    @Test
    void should_measure_submissions_and_refreshes_of_the_whole_program() throws Exception {
        boolean present = Files.isExecutable(Path.of("/usr/bin/time"));
        assertThat(present || !"true".equals(System.getenv("CI")))
                .as("/usr/bin/time is missing")
                .isTrue();
        assumeTrue(present, "/usr/bin/time measures memory");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        NetworkRun.run(
                new String[] {
                    "--images", "5",
                    "--latency", "1",
                    "--concurrency", "2",
                    "--times", "1",
                    "--folder", folder.toString(),
                    "--program", java + " -cp " + System.getProperty("java.class.path") + " dev.imagefactory.cli.Main"
                },
                new PrintStream(printed, true, UTF_8));

        assertThat(printed.toString(UTF_8).lines().skip(2))
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("submit "),
                        line -> assertThat(line).startsWith("refresh "),
                        line -> assertThat(line).startsWith("refresh, nothing new"));
    }
}
