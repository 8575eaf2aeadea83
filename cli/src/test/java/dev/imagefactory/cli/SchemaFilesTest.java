package dev.imagefactory.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.imagefactory.planner.StopSignal;
import dev.imagefactory.template.DurationText;
import dev.imagefactory.template.ImageSettings;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The JSON Schemas in {@code docs/schemas}, for editors: they are what {@link SchemaFiles} makes, and fit what the tool
 * reads. With {@code -Dschemas.renew=true} the files are written anew.
 */
class SchemaFilesTest {
    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Path FOLDER = ROOT.resolve("docs/schemas");

    private static final Map<String, String> GENERATED = new SchemaFiles(new Application(new Surroundings(
                            ROOT, Map.of(), System.out, System.err, false, Clock.systemUTC(), new StopSignal()))
                    .parser())
            .texts();

    @Test
    void should_be_what_the_code_says() throws IOException {
        if (Boolean.getBoolean("schemas.renew")) {
            Files.createDirectories(FOLDER);
            for (Map.Entry<String, String> file : GENERATED.entrySet()) {
                Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
            }
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            // That of the report is written by hand; the report's own tests hold it.
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith("report.")))
                    .containsExactlyInAnyOrderElementsOf(GENERATED.keySet());
        }
        for (Map.Entry<String, String> file : GENERATED.entrySet()) {
            assertThat(FOLDER.resolve(file.getKey()))
                    .as("CONTRIBUTING.md says how it is renewed")
                    .hasContent(file.getValue());
        }
    }

    @Test
    void should_describe_every_setting() throws IOException {
        JsonNode configuration = new JsonMapper().readTree(GENERATED.get("imagefactory.schema.json"));
        JsonNode definition = new JsonMapper().readTree(GENERATED.get("definition.schema.json"));

        assertThat(configuration.get("properties").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(SettingsFile.KEYS);
        Map.of(
                        "", OsobSettings.KEYS,
                        "/rings/items/properties", OsobSettings.RING_KEYS,
                        "/requiredDates/properties", OsobSettings.DATE_KEYS,
                        "/pullRequest/properties", OsobSettings.PULL_REQUEST_KEYS)
                .forEach((pointer, keys) -> assertThat(configuration
                                .at("/properties/osob/properties" + pointer)
                                .fieldNames())
                        .toIterable()
                        .containsExactlyElementsOf(keys));
        assertThat(definition
                        .at("/properties/" + ImageSettings.KEY + "/properties")
                        .fieldNames())
                .toIterable()
                .containsExactlyElementsOf(Arrays.stream(ImageSettings.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(name -> name.equals("silenced") ? "silence" : name)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource
    void should_accept_the_sample_set(String schema, Path file) throws IOException {
        assertThat(problems(schema, file.toString(), Files.readString(ROOT.resolve(file))))
                .isEmpty();
    }

    static List<Arguments> should_accept_the_sample_set() throws IOException {
        List<Arguments> files = new ArrayList<>();
        try (Stream<Path> definitions = Files.walk(ROOT.resolve("templates/base-images"))) {
            definitions
                    .filter(file -> SourceFile.isDocument(file.toString()))
                    .forEach(file -> files.add(Arguments.of("definition.schema.json", ROOT.relativize(file))));
        }
        files.add(Arguments.of("variables.schema.json", Path.of("templates/variables.json")));
        files.add(Arguments.of("imagefactory.schema.json", Path.of("imagefactory.yaml")));
        return files;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "definition   | {'x-imagefactory': {'owner': 'team', 'ring': null, 'rebuild': {'after': 'P30D'}}}",
                "definition   | {'x-imagefactory': {'rebuild': {'on': 'patch-tuesday', 'delay': '1h30m'}}}",
                "definition   | {'x-imagefactory': {'silence': {'floating-url': 'why', 'unknown-region': null}}}",
                "definition   | {'Artifacts': null, 'Destination': {'CustomImageName': 'x'}, 'anything': [1]}",
                "variables    | {'A': '', 'VS_2022_URL': 'x'}",
                "imagefactory | {'variables': ['a', 'b'], 'stalledAfter': {'running': '6h'}, 'pollInterval': '90s'}",
                "imagefactory | {'imageSettings': [{'images': ['a', 'VS/*'], 'owner': 'x'}]}",
            })
    void should_accept_what_is_right(String schema, String text) {
        assertThat(problems(schema + ".schema.json", "x.json", text.replace('\'', '"')))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "definition   | []",
                "definition   | {'x-imagefactory': {'ownr': 'team'}}",
                "definition   | {'x-imagefactory': {'owner': 1}}",
                "definition   | {'x-imagefactory': {'rebuild': {'after': 'soon'}}}",
                "definition   | {'x-imagefactory': {'rebuild': {'on': 'monday'}}}",
                "definition   | {'x-imagefactory': {'silence': {'unknown-variable': 'why'}}}",
                "definition   | {'x-imagefactory': {'silence': {'floating-url': ''}}}",
                "definition   | {'X-ImageFactory': {}}",
                "definition   | {'x-imagefactory': null}",
                "definition   | {'Artifacts': {'Name': 'Git'}}",
                "definition   | {'artifacts': [{'name': 1}]}",
                "variables    | {'A': 1}",
                "variables    | {'vs-url': 'x'}",
                "variables    | {'BUILD_DATE': 'x'}",
                "imagefactory | {'template': 'x'}",
                "imagefactory | {'maxAttempts': 0}",
                "imagefactory | {'timeLimit': 5}",
                "imagefactory | {'secretVersions': 'yes'}",
                "imagefactory | {'imageNamePointer': 'x'}",
                "imagefactory | {'onUnknownOutcome': 'panic'}",
                "imagefactory | {'stalledAfter': {'walking': '1h'}}",
                "imagefactory | {'imageSettings': [{'owner': 'x'}]}",
            })
    void should_refuse_what_is_wrong(String schema, String text) {
        assertThat(problems(schema + ".schema.json", "x.json", text.replace('\'', '"')))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30s",
                "5m",
                "1h30m",
                "3d",
                "2w",
                "P2W",
                "p1dt1h",
                "PT0.5S",
                "PT",
                "P",
                "Pnonsense",
                "30",
                "1..5s",
                "1.5h",
                "+3d",
                "P-1D",
                "1d2h",
                "2w1d",
                "30.s",
                "",
                "s",
                "P1M"
            })
    void should_accept_just_the_durations_that_the_program_reads(String text) {
        boolean isRead;
        try {
            isRead = !DurationText.parse(text).isNegative();
        } catch (IllegalArgumentException e) {
            isRead = false;
        }

        assertThat(problems("imagefactory.schema.json", "x.json", "{\"lease\": \"" + text + "\"}")
                        .isEmpty())
                .isEqualTo(isRead);
    }

    /** What a schema says of a document, read as the tool reads it. */
    private static Set<String> problems(String schema, String path, String text) {
        JsonSchema validator =
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(GENERATED.get(schema));
        Set<String> problems = new TreeSet<>();
        String json = JsonText.compact(new DocumentReader()
                .read(SourceFile.of(path, text.getBytes(UTF_8)), new Problems())
                .orElseThrow());
        try {
            validator.validate(new JsonMapper().readTree(json)).forEach(message -> problems.add(message.getMessage()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return problems;
    }
}
