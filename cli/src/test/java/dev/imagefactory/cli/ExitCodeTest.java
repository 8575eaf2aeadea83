package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exit codes, each by several causes. What succeeds is 0 in the tests of the commands. */
class ExitCodeTest extends CommandLineTest {
    @ParameterizedTest
    @CsvSource({
        "succeed, 0, 0",
        "hang, 0, 0",
        "unknown-state, 0, 0",
        "fail, 0, 1",
        "forget, 0, 1",
        "cancel, 0, 1",
        "reject, 1, 1"
    })
    void should_be_1_where_an_image_failed(String rule, int submitting, int afterwards) {
        define("image");
        define("other");
        emulator(rule + "=image*");

        Outcome first = run("run", "--max-attempts", "1");
        letBuildsEnd();
        run("status", "--refresh", "--max-attempts", "1");
        clock.advance(Duration.ofMinutes(15));

        assertThat(first.status()).isEqualTo(submitting);
        assertThat(first.out()).contains("other  build    queued");
        assertThat(List.of("run", "run", "status", "status --refresh"))
                .allSatisfy(call -> assertThat(
                                run((call + " --max-attempts 1").split(" ")).status())
                        .isEqualTo(afterwards));
    }

    @Test
    void should_be_1_where_the_service_refuses_a_single_submission() {
        define("image");
        emulator("reject=*");

        Outcome submit = run("submit", "templates/image.json");

        assertThat(submit.status()).isEqualTo(1);
        assertThat(submit.err()).startsWith("error: the service refused the image: SourceImageNotFound: ");
    }

    static Stream<String> wrongCalls() {
        return Stream.of(
                "",
                "rum",
                "run --bogus",
                "run image",
                "run --output xml",
                "run --wait --poll-interval soon",
                "run --max-attempts 0",
                "run --split-pairs perhaps",
                "status --fail-age old",
                "run --stalled-after running",
                "run --stalled-after running=soon",
                "run --stalled-after running=0s",
                "run --stalled-after succeeded=1h",
                "run --max-attempts many",
                "run --ledger a --ledger b",
                "run --image-name-pointer name",
                "run --config nowhere.yaml",
                "run --templates nowhere",
                "run --variables nowhere.json",
                "run --endpoint nonsense",
                "run --endpoint http://imagefactory.example.com",
                "run --endpoint https://imagefactory.example.com",
                "run --endpoint https://imagefactory.example.com --authentication none",
                "run --authentication password",
                "run --client-secret-file nowhere",
                "run --contract nowhere.json",
                "run --contract templates/image.json",
                "run --emulator --endpoint http://127.0.0.1:1",
                "run --emulator --simulate explode=*",
                "run --emulator --build-time long",
                "run --emulator --throttle -1",
                "run --emulator --throttle-every -1",
                "run --emulator --pace -1",
                "run --emulator --simulate-service slow",
                "run --emulator --emulator-data broken",
                "emulator --data broken",
                "emulator --port 70000",
                "emulator --port many",
                "doctor --check-limit 0s",
                "doctor --expected-every never",
                "retry",
                "cancel",
                "submit",
                "submit nowhere.json",
                "submit templates/image.json templates/image.json",
                "status nobody",
                "status a b",
                "render nobody");
    }

    @ParameterizedTest
    @MethodSource("wrongCalls")
    void should_be_2_for_a_wrong_call(String call) {
        define("image");
        write("broken/emulator.db", "this is not a database, but it is long enough to be taken for one".repeat(20));
        ImageFactoryEmulator emulator = emulator();

        Outcome outcome = run(call.isEmpty() ? new String[0] : call.split(" "));

        assertThat(outcome.status()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).doesNotContain("credential(", "\tat ");
        assertThat(emulator.jobs()).isEmpty();
    }

    @Test
    void should_be_2_where_no_service_is_named() {
        define("image");

        Outcome run = run("run");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: which Image Factory? give --endpoint URL, ");
    }

    /** Whether it is given for the first time or not: a ledger is bound to no such service. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "imagefactory.example.com",
                "https//imagefactory.example.com",
                "https:imagefactory.example.com",
                "https:/imagefactory.example.com",
                "https://",
                "htps://imagefactory.example.com",
                "http://imagefactory.example.com",
                "https://imagefactory..example.com",
                "https://image_factory.example.com",
                "https://imagefactory.example.com:80443",
                "https://imagefactory.example.com:https",
                "https://imagefactory.example.com/%api",
                "https://user@imagefactory.example.com",
                "https://imagefactory.example.com?x"
            })
    void should_be_2_for_an_endpoint_with_a_typing_error(String endpoint) {
        define("image");

        Outcome run = run("run", "--endpoint", endpoint);

        assertThat(run.status()).as(run.everything()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: The endpoint is not usable: ");
        emulator();
        assertThat(run("run").status()).isZero();
    }

    @Test
    void should_be_2_for_a_lease_that_a_distant_service_can_outlast() {
        define("image");

        Outcome run = run(
                "run --endpoint https://imagefactory.example.com --resource-id r --authentication azure-cli --lease 179s"
                        .split(" "));

        assertThat(run.status()).as(run.everything()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: --lease is 179 s; give at least 3m, ");
        emulator();
        assertThat(run("run", "--lease", "1s").status()).isZero();
    }

    @Test
    void should_be_3_where_nobody_answers_and_lose_nothing() throws IOException {
        define("image");
        define("other");
        try (ServerSocket free = new ServerSocket(0)) {
            environment.put("IMAGE_FACTORY_ENDPOINT", "http://127.0.0.1:" + free.getLocalPort());
        }

        Outcome run = run("run", "--output", "json");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.json().at("/incidents/0/kind").textValue()).isEqualTo("service-unavailable");
        assertThat(run.json().get("incidents")).hasSize(1);
        assertThat(run.image("image").get("state").textValue()).isEqualTo("submitting");
        assertThat(run.image("other").get("action").textValue()).isEqualTo("build");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "status --refresh", "cancel image", "status 1234", "submit templates/image.json"})
    void should_be_3_where_the_service_wants_another_credential(String call) {
        define("image");
        emulator();
        run("run");
        ImageFactoryEmulator strict = emulator(builder -> builder.requireToken(true));
        String endpoint = strict.endpoint().toString();
        rebind(endpoint);

        Outcome outcome = run(call.split(" "));

        assertThat(outcome.status()).as(outcome.everything()).isEqualTo(3);
        assertThat(outcome.err()).contains("error: ", "401", "Check the credential");
        assertThat(strict.jobs()).hasSize(1);
    }

    /** Lets the ledger believe that it was always about this service: emulators take another port each time. */
    private void rebind(String endpoint) {
        inLedger("UPDATE ledger SET service = '" + endpoint + "'");
    }

    private void inLedger(String statement) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger());
                Statement change = connection.createStatement()) {
            change.executeUpdate(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "plan", "status", "status --refresh", "cancel image"})
    void should_be_3_where_the_ledger_cannot_be_read(String call) throws IOException {
        define("image");
        ImageFactoryEmulator emulator = emulator();
        Files.createDirectories(ledger().getParent());
        Files.writeString(ledger(), "this is no ledger, but it is long enough to be taken for one".repeat(20));

        Outcome outcome = run(call.split(" "));

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err()).startsWith("error: the ledger ").contains("check that it is a ledger");
        assertThat(emulator.jobs()).isEmpty();
    }

    @Test
    void should_be_3_where_the_ledger_is_of_a_newer_program() {
        define("image");
        emulator();
        run("run");
        inLedger("PRAGMA user_version = 99");

        Outcome run = run("run");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("newer than this program knows");
    }

    @Test
    void should_be_3_where_the_ledger_belongs_to_another_service() {
        define("image");
        emulator();
        run("run");
        ImageFactoryEmulator other = emulator(builder -> builder);

        Outcome run = run("run");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("belongs to the service http://127.0.0.1:", "a ledger of its own");
        assertThat(other.jobs()).hasSize(1);
    }

    @Test
    void should_take_two_spellings_of_an_endpoint_for_one_service() {
        define("image");
        ImageFactoryEmulator emulator = emulator();
        run("run");

        Outcome run = run("run", "--endpoint", emulator.endpoint().toString().replace("http", "HTTP") + "/");

        assertThat(run.status()).as(run.err()).isZero();
    }

    @Test
    void should_be_3_for_a_missing_secret_and_submit_the_other_images() {
        write("templates/secretive.json", "{\"a\": \"kv_my-pat\", \"Destination\": {\"CustomImageName\": \"s\"}}");
        define("open");
        ImageFactoryEmulator emulator = emulator();

        Outcome run = run("run", "--output", "json");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.json().at("/incidents/0/kind").textValue()).isEqualTo("missing-secret");
        assertThat(run.err()).contains("error: secretive: ", "set the environment variable KV_MY_PAT");
        assertThat(run.image("secretive").get("state").isNull()).isTrue();
        assertThat(imagesOf(emulator)).containsExactly("open");
        assertThat(run("submit", "templates/secretive.json").status()).isEqualTo(3);
    }

    @Test
    void should_be_0_where_throttling_passes() {
        define("one");
        define("two");
        ImageFactoryEmulator emulator = emulator(builder -> builder.throttleEvery(2));

        Outcome run = run("run");

        assertThat(run.status()).isZero();
        assertThat(emulator.jobs()).hasSize(2);
    }

    @Test
    void should_be_2_for_a_changed_payload_whose_name_stays_only_where_asked() {
        defineNamed("image", "A");
        variables("A", "1");
        emulator();
        run("run");
        letBuildsEnd();
        run("run");
        variables("A", "2");

        assertThat(run("plan", "--refuse-unchanged-names").status()).isEqualTo(2);
        assertThat(run("status", "--refuse-unchanged-names").status()).isEqualTo(2);
        assertThat(run("plan").status()).isZero();
    }
}
