package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.cli.OpenMetricsReader.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The figures that {@code --metrics} writes. */
class MetricsTest extends CommandLineTest {
    private String metrics() throws IOException {
        return Files.readString(folder.resolve("metrics.txt"));
    }

    static double value(List<Sample> samples, String name, Map<String, String> labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && sample.labels().equals(labels))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + labels + " in " + samples))
                .value();
    }

    @Test
    void should_write_the_text_of_the_contract() throws IOException {
        define("VS2022/good");
        defineNamed("failing");
        define("orphan");
        emulator("fail@1=failing");
        run("run");
        letBuildsEnd();
        Files.delete(folder.resolve("templates/orphan.json"));

        Outcome run = run("run", "--metrics", "metrics.txt");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).doesNotContain("metrics");
        Golden.assertEquals("metrics.txt", metrics());
        List<Sample> samples = OpenMetricsReader.read(metrics());
        assertThat(value(samples, "imagefactory_builds", Map.of("state", "succeeded")))
                .isEqualTo(2);
        assertThat(value(samples, "imagefactory_build_duration_seconds_count", Map.of("state", "failed")))
                .isEqualTo(1);
        assertThat(value(
                        samples,
                        "imagefactory_build_duration_seconds_bucket",
                        Map.of("state", "failed", "le", "10800.0")))
                .isEqualTo(1);
        assertThat(value(samples, "imagefactory_image_attempts", Map.of("image", "failing")))
                .isEqualTo(2);
    }

    @Test
    void should_write_the_ages_of_status() throws IOException {
        define("image");
        emulator();
        run("run");
        letBuildsEnd();
        run("run");
        clock.advance(Duration.ofDays(2));

        Outcome status = run("status", "--metrics", "metrics.txt", "--output", "json");

        assertThat(status.json().get("images")).hasSize(1);
        assertThat(value(OpenMetricsReader.read(metrics()), "imagefactory_image_age_seconds", Map.of("image", "image")))
                .isEqualTo(2 * 86_400 + 3 * 3_600 + 1);
    }

    @Test
    void should_write_nothing_unless_asked_and_refuse_a_folder_that_is_not_there_before_the_work() {
        define("image");
        assertThat(emulator().jobs()).isEmpty();

        Outcome nowhere = run("run", "--metrics", "nowhere/metrics.txt");

        assertThat(nowhere.status()).isEqualTo(2);
        assertThat(nowhere.err()).contains("the folder of nowhere/metrics.txt does not exist");
        assertThat(run("run").status()).isZero();
        assertThat(folder.resolve("metrics.txt")).doesNotExist();
    }

    @Test
    void should_only_warn_where_the_file_cannot_be_written() throws IOException {
        define("image");
        emulator();
        // What is written first, before it is moved to its place.
        Files.createDirectories(folder.resolve("metrics.txt.tmp/full"));

        Outcome run = run("run", "--metrics", "metrics.txt", "--output", "json");

        assertThat(run.status()).isZero();
        assertThat(run.json().get("images")).hasSize(1);
        assertThat(run.err()).contains("warning: no metrics: the file metrics.txt cannot be written");
    }
}
