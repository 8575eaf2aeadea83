package dev.imagefactory.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code benchmarks/compare} on a tiny set, with whatever programs of others this machine has. */
class CompareTest {
    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path folder;

    @Test
    void should_compare_only_what_names_the_same_images() throws IOException, InterruptedException {
        requirePython();

        Process comparison = new ProcessBuilder(
                        "python3",
                        ROOT.resolve("benchmarks/compare").toString(),
                        "--smoke",
                        "--folder",
                        folder.toString(),
                        "--program",
                        program().toString(),
                        "--classpath",
                        CLASS_PATH)
                .redirectErrorStream(true)
                .start();
        String output = new String(comparison.getInputStream().readAllBytes(), UTF_8);

        assertThat(comparison.waitFor()).as(output).isZero();
        assertThat(output.lines())
                .contains(
                        "JVM, read + SHA-256 (the floor), json: runs",
                        "imagefactory --help, json: runs",
                        "imagefactory plan, cold, json: names the same images",
                        "imagefactory plan, cold, yaml: names the same images",
                        "Python, regular expression + json, json: names the same images",
                        "Java, Jackson trees + mustache.java, json: names the same images");
        assertThat(output.lines().filter(line -> line.startsWith("left out: ")))
                .allMatch(line -> line.contains(" is not installed)") || line.contains("No module named"));
    }

    /** The launcher of the zip is not there yet when the tests run. */
    private Path program() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path program = folder.resolve("imagefactory");
        Files.writeString(program, """
                #!/bin/sh
                exec '%s' -XX:TieredStopAtLevel=1 -cp '%s' dev.imagefactory.cli.Main "$@"
                """.formatted(java, CLASS_PATH));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private static void requirePython() {
        boolean present = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(place -> Path.of(place, "python3"))
                .anyMatch(Files::isExecutable);
        assertThat(present || !"true".equals(System.getenv("CI")))
                .as("CI=true, but python3 is missing")
                .isTrue();
        assumeTrue(present, "Skipped: python3 is missing, so nothing can be compared");
    }
}
