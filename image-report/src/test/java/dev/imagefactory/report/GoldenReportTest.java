package dev.imagefactory.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The forms of one report, each a file that a reader can look at. What differs is found in {@code target/golden}, ready
 * to be compared and copied.
 */
class GoldenReportTest {
    private static final Path SCHEMA =
            Path.of(System.getProperty("repository.root"), "docs/schemas/report.schema.json");

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("report.json", (Function<ImageReport, String>) JsonReport::of),
                Arguments.of("report.xml", (Function<ImageReport, String>) JUnitReport::of),
                Arguments.of("report.md", (Function<ImageReport, String>) MarkdownReport::of),
                Arguments.of("report.html", (Function<ImageReport, String>) HtmlReport::of));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void should_look_as_it_did(String name, Function<ImageReport, String> form) throws IOException {
        String actual = form.apply(Scene.rich().report());

        Path copy = Path.of("target", "golden", name);
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, actual);
        try (InputStream golden = Objects.requireNonNull(
                getClass().getResourceAsStream("golden/" + name), name + " has no golden file")) {
            assertThat(actual).isEqualTo(new String(golden.readAllBytes(), UTF_8));
        }
    }

    @Test
    void should_fit_the_schema_of_the_documentation() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(SCHEMA.toFile());
        for (ImageReport report : new ImageReport[] {
            Scene.rich().report(), Hostile.report("x"), ImageReport.ofFaults(java.util.List.of("gone"), Scene.NOW)
        }) {
            JsonNode json = new ObjectMapper().readTree(JsonReport.of(report));

            assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                            .getSchema(schema)
                            .validate(json))
                    .isEmpty();
        }
    }
}
