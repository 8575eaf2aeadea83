package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands beside plan and run: validate, render, status, submit, help. */
class SingleCommandsTest extends CommandLineTest {
    @BeforeEach
    void defineImages() {
        define("client", "URL");
        define("server");
        variables("URL", "https://example.com/1");
    }

    @Test
    void should_render_one_image_as_json_that_can_be_piped() {
        Outcome render = run("render", "client");

        assertThat(render.status()).isZero();
        assertThat(render.err()).isEmpty();
        assertThat(render.json().at("/Artifacts/0/Parameters/URL").textValue()).isEqualTo("https://example.com/1");
        assertThat(render.json().at("/Destination/0/CustomImageName").textValue())
                .isEqualTo("client-{BUILD_TIME}");
    }

    @Test
    void should_submit_with_the_warnings_of_the_file_and_no_others() {
        emulator();
        variables("URL", "https://example.com/1", "UNUSED", "x");
        write("templates/by-hand.json", "{\"Text\": \"token=kv_pat\"}");

        Outcome submit = run("submit", "templates/by-hand.json");

        assertThat(submit.status()).isZero();
        assertThat(submit.err()).contains("secret-inside-text").doesNotContain("unused-variable");
    }

    @Test
    void should_refuse_what_can_be_no_tracking_id() {
        emulator();

        assertThat(run("status", ".").status()).isEqualTo(2);
    }

    @Test
    void should_not_be_red_for_ever_when_a_failed_definition_is_deleted() throws IOException {
        emulator("fail=*");
        run("run", "--max-attempts", "1");
        letBuildsEnd();
        run("run", "--max-attempts", "1");
        assertThat(run("status").status()).isEqualTo(1);
        Files.delete(folder.resolve("templates/client.json"));
        Files.delete(folder.resolve("templates/server.json"));
        define("other");

        assertThat(run("status").status()).isZero();
    }

    @Test
    void should_say_which_image_is_which_beside_the_rendered_text() {
        Outcome render = run("render");

        assertThat(render.err()).isEqualTo("// templates/client.json\n// templates/server.json\n");
        assertThat(render.out()).doesNotContain("//" + " ").contains("\"https://example.com/1\"");
    }

    @Test
    void should_render_images_with_what_they_use_as_json() {
        Outcome render = run("render", "client", "--output", "json");

        JsonNode image = render.image("client");
        assertThat(render.json().get("schemaVersion").intValue()).isEqualTo(1);
        assertThat(image.get("file").textValue()).isEqualTo("templates/client.json");
        assertThat(image.get("variables").toString()).isEqualTo("{\"URL\":\"https://example.com/1\"}");
        assertThat(image.at("/payload/Artifacts/0/Parameters/URL").textValue()).isEqualTo("https://example.com/1");
        assertThat(image.get("fingerprint").textValue()).isNotBlank();
    }

    @Test
    void should_validate_and_report_warnings_without_failing() {
        variables("URL", "https://example.com/1", "UNUSED", "x");

        Outcome text = run("validate");
        Outcome json = run("validate", "--output", "json");

        assertThat(text.status()).isZero();
        assertThat(text.out()).isEqualTo("2 definitions without errors, 0 errors, 1 warning\n");
        assertThat(text.err()).startsWith("templates/variables.json:3:3: warning unused-variable: ");
        assertThat(json.json().get("summary").toString()).isEqualTo("{\"definitions\":2,\"errors\":0,\"warnings\":1}");
        assertThat(json.json().at("/problems/0/pointer").textValue()).isEqualTo("/UNUSED");
    }

    @Test
    void should_validate_and_report_all_errors_at_once() {
        write("templates/client.json", "{\"a\": \"{URK}\", \"b\": \"{url}\"}");

        Outcome json = run("validate", "--output", "json");

        assertThat(json.status()).isEqualTo(2);
        assertThat(json.json().get("problems").findValuesAsText("code"))
                .containsExactly("unknown-variable", "variable-case", "unused-variable");
        assertThat(json.json().at("/problems/0/nextStep").textValue()).startsWith("did you mean 'URL'?");
        assertThat(json.err()).contains("templates/client.json:1:7: error unknown-variable: ");
    }

    @Test
    void should_show_what_the_ledger_knows_and_ask_only_when_told_to() {
        emulator();
        run("run");
        letBuildsEnd();

        Outcome remembered = run("status", "--output", "json");
        Outcome refreshed = run("status", "--refresh", "--output", "json");
        Outcome afterwards = run("status");

        assertThat(remembered.image("client").get("state").textValue()).isEqualTo("queued");
        assertThat(refreshed.image("client").get("state").textValue()).isEqualTo("succeeded");
        assertThat(afterwards.out().lines())
                .contains("client  none     succeeded   3 h       built", "2 images: 2 succeeded; nothing to do");
    }

    @Test
    void should_submit_one_definition_with_the_defaults_of_its_folders_whatever_is_wrong_with_others() {
        ImageFactoryEmulator emulator = emulator();
        write("templates/_defaults.json", "{\"Destination\": [{\"CustomImageName\": \"from-defaults\"}]}");
        write("templates/vs/one.json", "{\"x-imagefactory\": {\"base\": \"client\"}}");
        write("templates/vs/broken.json", "{\"a\": ");

        Outcome submit = run("submit", "templates/vs/one.json");

        assertThat(submit.status()).as(submit.err()).isZero();
        assertThat(submit.err()).doesNotContain("broken.json");
        assertThat(emulator.jobs()).hasSize(1);
        assertThat(emulator.jobs().get(0).imageNames()).containsExactly("from-defaults");
    }

    @Test
    void should_take_no_option_with_a_typing_error_for_an_argument() {
        emulator();

        Outcome status = run("status", "--refrsh");

        assertThat(status.status()).isEqualTo(2);
        assertThat(status.err()).contains("'--refrsh' is unknown here; did you mean '--refresh'?");
        assertThat(run("render", "--nonsense").status()).isEqualTo(2);
    }

    @Test
    void should_submit_nothing_when_refreshing() {
        ImageFactoryEmulator emulator = emulator("fail=*");
        run("run", "--only", "client");
        letBuildsEnd();

        Outcome status = run("status", "--refresh");

        assertThat(status.status()).isEqualTo(1);
        assertThat(status.out()).contains("retry", "failed", "build");
        assertThat(emulator.jobs()).hasSize(1);
    }

    @Test
    void should_submit_one_file_by_hand_and_follow_it_by_its_tracking_id() {
        ImageFactoryEmulator emulator = emulator();
        write("elsewhere/extra.json", "{\"Artifacts\": [{\"Name\": \"{URL}\"}]}");

        Outcome submit = run("submit", "elsewhere/extra.json");
        String trackingId = emulator.jobs().get(0).trackingId().toString();
        Outcome status = run("status", trackingId);
        letBuildsEnd();
        Outcome json = run("status", trackingId, "--output", "json");

        assertThat(submit.status()).isZero();
        assertThat(submit.out()).startsWith(trackingId + " queued; log: http://127.0.0.1:");
        assertThat(status.out()).startsWith(trackingId + " queued");
        assertThat(json.json().get("state").textValue()).isEqualTo("succeeded");
        assertThat(json.json().get("finishedAt").textValue()).isEqualTo("2026-06-20T11:00:00Z");
        assertThat(emulator.jobs().get(0).imageNames()).containsExactly("extra");
        assertThat(ledger()).doesNotExist();
    }

    @Test
    void should_say_why_a_single_job_failed() {
        emulator("fail=*");
        String trackingId = run("submit", "templates/server.json", "--output", "json")
                .json()
                .get("trackingId")
                .textValue();
        letBuildsEnd();

        Outcome status = run("status", trackingId);

        assertThat(status.status()).isEqualTo(1);
        assertThat(status.out()).contains(" failed: ArtifactFailed: Artifact 'windows-install' failed");
    }

    @ParameterizedTest
    @CsvSource({
        "run --help, --max-attempts",
        "plan --help, --refuse-unchanged-names",
        "retry --help, IMAGE...",
        "submit --help, FILE",
        "emulator --help, --simulate",
        "--help, Commands:",
        "--version, imagefactory "
    })
    void should_help(String call, String text) {
        Outcome help = run(call.split(" "));

        assertThat(help.status()).isZero();
        assertThat(help.out()).contains(text);
        assertThat(help.err()).isEmpty();
    }
}
