package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are wrong: each kind of problem stops the call before anything is submitted. */
class BrokenInputTest extends CommandLineTest {
    /** For each kind of error, a file that has it; beside it lies a definition without fault. */
    private static Map<String, String> brokenFile(ProblemCode code) {
        return switch (code) {
            case UNREADABLE_FILE -> Map.of("imagefactory.json", "{\"variables\": \"nowhere.json\"}");
            case INVALID_ENCODING -> Map.of("templates/broken.json", "{\"a\": \"\u00ff\"}");
            case EMPTY_FILE -> Map.of("templates/broken.json", " \n");
            case MALFORMED_JSON -> Map.of("templates/broken.json", "{\"a\": }");
            case MALFORMED_YAML -> Map.of("templates/broken.yaml", "a: [1\n");
            case TOO_DEEP -> Map.of("templates/broken.json", "[".repeat(101) + "]".repeat(101));
            case DUPLICATE_KEY -> Map.of("templates/broken.json", "{\"a\": 1, \"a\": 2}");
            case INVALID_UNICODE -> Map.of("templates/broken.json", "{\"a\": \"\\ud800\"}");
            case NOT_AN_OBJECT -> Map.of("templates/broken.json", "[]");
            case YAML_TAG -> Map.of("templates/broken.yaml", "a: !!binary aGk=\n");
            case YAML_MULTIPLE_DOCUMENTS -> Map.of("templates/broken.yaml", "a: x\n---\nb: y\n");
            case YAML_ALIAS -> Map.of("templates/broken.yaml", "a: *nothing\n");
            case YAML_UNQUOTED_VARIABLE -> Map.of("templates/broken.yaml", "a: {BUILD_DATE}\n");
            case YAML_NUMBER -> Map.of("templates/broken.yaml", "a: 3.10\n");
            case NO_DEFINITIONS -> Map.of("imagefactory.json", "{\"templates\": \"none\"}", "none/note.txt", "");
            case DUPLICATE_IMAGE_ID -> Map.of("templates/good.yaml", "Destination: {CustomImageName: other}\n");
            case INVALID_IMAGE_NAME -> Map.of("templates/broken.json", "{\"Destination\": {\"CustomImageName\": 7}}");
            case DUPLICATE_IMAGE_NAME ->
                Map.of("templates/broken.json", "{\"Destination\": {\"CustomImageName\": \"GOOD\"}}");
            case NON_STRING_VARIABLE -> Map.of("templates/variables.json", "{\"A\": 1}");
            case INVALID_VARIABLE_NAME -> Map.of("templates/variables.json", "{\"1A\": \"x\"}");
            case VARIABLE_CASE_CONFLICT -> Map.of("templates/variables.json", "{\"A\": \"x\", \"a\": \"y\"}");
            case RESERVED_VARIABLE_NAME -> Map.of("templates/variables.json", "{\"BUILD_DATE\": \"x\"}");
            case UNKNOWN_VARIABLE -> Map.of("templates/broken.json", "{\"a\": \"<NOBODY>\"}");
            case VARIABLE_CASE -> Map.of("templates/broken.json", "{\"a\": \"{build_date}\"}");
            case VARIABLE_LOOK_ALIKE -> Map.of("templates/broken.json", "{\"a\": \"${BUILD_DATE}\"}");
            case UNRESOLVED_VARIABLE ->
                Map.of("templates/variables.json", "{\"A\": \"{B}\"}", "templates/broken.json", "{\"a\": \"{A}\"}");
            case ESCAPED_BUILT_IN -> Map.of("templates/broken.json", "{\"a\": \"{~BUILD_DATE}\"}");
            case INVALID_SECRET_NAME -> Map.of("templates/broken.json", "{\"a\": \"kv_under_score\"}");
            case DUPLICATE_DEFAULTS -> Map.of("templates/_defaults.json", "{}", "templates/_defaults.yaml", "{}");
            case DEFAULTS_KEY_CASE ->
                Map.of("templates/_defaults.json", "{\"Sku\": 1}", "templates/broken.json", "{\"SKU\": 1}");
            case UNKNOWN_BASE -> Map.of("templates/broken.json", "{\"x-imagefactory\": {\"base\": \"nobody\"}}");
            case AMBIGUOUS_BASE ->
                Map.of(
                        "templates/broken.json",
                        "{\"BaseImage\": \"same\"}",
                        "templates/one.json",
                        "{\"Destination\": {\"CustomImageName\": \"same\"}}",
                        "templates/two.json",
                        "{\"Destination\": {\"CustomImageName\": \"same\", \"Region\": \"uksouth\"}}");
            case BASE_CYCLE ->
                Map.of(
                        "templates/one.json",
                        "{\"x-imagefactory\": {\"base\": \"two\"}}",
                        "templates/two.json",
                        "{\"BaseImage\": \"one\"}");
            case LATEST_VERSION -> Map.of("templates/broken.json", "{\"a\": \"/x/images/y/versions/latest\"}");
            case FLOATING_URL ->
                Map.of("templates/broken.json", "{\"a\": \"https://aka.ms/vs/17/release/vs_Enterprise.exe\"}");
            case UNKNOWN_REGION -> Map.of("templates/broken.json", "{\"Regions\": [\"moonbase1\"]}");
            case IMAGE_NAME_LENGTH -> Map.of("templates/" + "x".repeat(81) + ".json", "{}");
            case IMAGE_NAME_CHARACTERS -> Map.of("templates/broken one.json", "{}");
            case UNNEEDED_SILENCE ->
                Map.of("templates/broken.json", "{\"x-imagefactory\": {\"silence\": {\"floating-url\": \"why\"}}}");
            case UNKNOWN_ARTIFACT -> catalogued("{\"Name\": \"Got\"}", "{}");
            case INVALID_PARAMETERS -> catalogued("{\"Name\": \"Git\"}", "{\"required\": [\"Version\"]}");
            case INVALID_ARTIFACT_SCHEMA -> catalogued("{\"Name\": \"Git\"}", "{\"type\": \"none\"}");
            case UNKNOWN_SETTING -> Map.of("imagefactory.json", "{\"template\": \"templates\"}");
            case INVALID_SETTING -> Map.of("imagefactory.json", "{\"maxAttempts\": 0}");
            case UNUSED_SETTING ->
                Map.of(
                        "imagefactory.json",
                        "{\"pairs\": [[\"FEED_URL\", \"FEED\"]]}",
                        "templates/variables.json",
                        "{\"FEED\": \"x\"}",
                        "templates/using.json",
                        "{\"a\": \"{FEED}\"}");
            case UNUSED_VARIABLE -> Map.of("templates/variables.json", "{\"A\": \"x\"}");
            case SECRET_INSIDE_TEXT -> Map.of("templates/broken.json", "{\"a\": \"is kv_name\"}");
        };
    }

    private static Map<String, String> catalogued(String artifact, String schemaOfGit) {
        return Map.of(
                "imagefactory.json",
                "{\"artifactCatalogue\": \"artifacts\"}",
                "artifacts/Git.schema.json",
                schemaOfGit,
                "templates/broken.json",
                "{\"Artifacts\": [" + artifact + "]}");
    }

    private void writeFilesWith(ProblemCode code) throws IOException {
        write("templates/good.json", "{\"Destination\": {\"CustomImageName\": \"good\"}}");
        for (Map.Entry<String, String> file : new TreeMap<>(brokenFile(code)).entrySet()) {
            // Latin-1 writes ASCII as it is, and what is not ASCII as no UTF-8.
            Files.write(write(file.getKey(), ""), file.getValue().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    static Stream<ProblemCode> errors() {
        return Arrays.stream(ProblemCode.values()).filter(code -> code.severity() == Severity.ERROR);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void should_submit_nothing_and_say_what_is_wrong(ProblemCode code) throws IOException {
        ImageFactoryEmulator emulator = emulator();
        writeFilesWith(code);

        Outcome text = run("run");
        Outcome json = run("run", "--output", "json");

        assertThat(text.status()).isEqualTo(2);
        assertThat(text.out()).isEmpty();
        assertThat(text.err()).contains(" error " + code.id() + ": ").endsWith(" nothing was submitted\n");
        assertThat(json.status()).isEqualTo(2);
        assertThat(json.json().get("problems").findValuesAsText("code")).contains(code.id());
        assertThat(json.json().get("images")).isEmpty();
        assertThat(json.err()).isEqualTo(text.err());
        assertThat(emulator.jobs()).isEmpty();
        assertThat(ledger()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "affected --variable A", "render", "explain good", "graph"})
    void should_say_nothing_of_submitting_where_nothing_would_be(String call) {
        write("templates/good.json", "{\"a\": \"{A}\"}");

        assertThat(run(call.split(" ")).err().lines()).last().isEqualTo("1 problem");
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "UNUSED_VARIABLE",
                "SECRET_INSIDE_TEXT",
                "LATEST_VERSION",
                "FLOATING_URL",
                "UNKNOWN_REGION",
                "IMAGE_NAME_LENGTH",
                "IMAGE_NAME_CHARACTERS",
                "UNNEEDED_SILENCE",
                "UNUSED_SETTING"
            })
    void should_submit_in_spite_of_a_warning_and_show_it(ProblemCode code) throws IOException {
        ImageFactoryEmulator emulator = emulator();
        writeFilesWith(code);

        Outcome run = run("run", "--output", "json");

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains(" warning " + code.id() + ": ");
        assertThat(run.json().get("problems").findValuesAsText("code")).containsExactly(code.id());
        assertThat(emulator.jobs()).isNotEmpty();
    }
}
