package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON of plan, run and status, which programs read. */
class JsonContractTest extends CommandLineTest {
    @Test
    void should_print_the_documents_of_the_contract() throws IOException {
        define("changed", "A");
        defineNamed("failing");
        define("gone");
        define("Steady");
        variables("A", "1");
        write("imagefactory.yaml", "imageSettings: [{images: failing, owner: image-team, ring: scouting}]");
        emulator("fail@1=failing");
        Outcome first = run("run", "--output", "json");
        letBuildsEnd();
        variables("A", "2", "SPARE", "x");
        Files.delete(folder.resolve("templates/gone.json"));
        define("VS2022/new");

        Outcome status = run("status", "--refresh", "--output", "json");
        Outcome plan = run("plan", "--max-attempts", "1", "--output", "json");
        Outcome second = run("run", "--output", "json");

        assertAll(
                () -> assertGolden("run-first", first),
                () -> assertGolden("status-refreshed", status),
                () -> assertGolden("plan-blocked", plan),
                () -> assertGolden("run-second", second));
    }

    private static void assertGolden(String name, Outcome outcome) throws IOException {
        Golden.assertEquals(name + ".json", outcome.out());
        assertSorted(outcome.json());
    }

    private static void assertSorted(JsonNode document) {
        assertThat(document.get("images").findValuesAsText("id")).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan",
                "run",
                "status",
                "status --refresh",
                "status 00000000-0000-0000-0000-000000000000",
                "validate",
                "render",
                "affected --set V=2",
                "affected --variable V",
                "affected --variable nobody",
                "affected --since nobody",
                "affected",
                "explain image",
                "explain nobody",
                "graph",
                "graph --format dot",
                "retry image",
                "cancel image",
                "submit templates/image.json",
                "submit templates/secretive.json",
                "plan --only nobody",
                "run --max-attempts 0",
                "run --bogus",
                "run --templates nowhere",
                "run --config nowhere.yaml",
                "run --ledger templates",
                "run --endpoint nonsense",
                "cancel nobody",
                "doctor",
                "doctor --config nowhere.yaml",
                "doctor --check-limit 0s",
                "submit nowhere.json",
                "nonsense"
            })
    void should_print_one_json_document_whatever_happens(String call) {
        define("image", "V");
        variables("V", "1");
        write("templates/secretive.json", "{\"a\": \"kv_secret\"}");
        emulator("reject=image*");

        Outcome outcome = run((call + " --output json").split(" "));

        assertThat(outcome.json().get("schemaVersion").intValue()).isEqualTo(1);
        if (outcome.status() != 0 && outcome.json().has("error")) {
            assertThat(outcome.err()).contains(outcome.json().get("error").textValue());
        }
    }

    @Test
    void should_print_json_where_the_credential_is_refused() {
        define("image");
        emulator(builder -> builder.requireToken(true));

        assertThat(run("status", "1", "--output", "json").json().get("error").textValue())
                .contains("401");
        assertThat(run("run", "--output", "json")
                        .json()
                        .at("/incidents/0/message")
                        .textValue())
                .contains("401");
    }
}
