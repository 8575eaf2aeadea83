package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret's value goes to the service and nowhere else. */
class SecretsTest extends CommandLineTest {
    private static final String SECRET = "s3cr3t-Value_of/the+PAT==";

    @BeforeEach
    void defineSecretiveImage() {
        write("templates/secretive.json", """
                {"Artifacts": [{"Name": "clone", "Parameters": {"Pat": "kv_my-Pat"}}],
                 "Destination": [{"CustomImageName": "secretive-{BUILD_TIME}"}]}
                """);
        environment.put("KV_MY_PAT", SECRET);
    }

    @Test
    void should_reach_the_service_and_stay_out_of_everything_else() throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (ScriptedService service = new ScriptedService(202, "{\"trackingId\": \"1\", \"state\": \"Queued\"}")) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());
            outcomes.addAll(inBothFormats("validate", "render", "plan", "run", "run", "status"));
            service.answer(200, "{\"trackingId\": \"1\", \"state\": \"Failed\", \"error\": {\"message\": \"no\"}}");
            outcomes.addAll(inBothFormats("run --max-attempts 1", "status", "submit templates/secretive.json"));

            assertThat(service.bodies())
                    .hasSize(3)
                    .allSatisfy(body -> assertThat(body).contains(SECRET));
        }
        assertNowhere(outcomes);
        assertThat(outcomes.get(2).out()).contains("kv_my-Pat");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 409, 418})
    void should_stay_hidden_where_the_service_repeats_what_it_was_sent(int status) throws IOException {
        List<Outcome> outcomes;
        try (ScriptedService service =
                new ScriptedService(status, "{\"error\": {\"code\": \"Bad\", \"message\": \"what is BODY?\"}}")) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());
            outcomes = inBothFormats("run", "status", "submit templates/secretive.json", "run", "plan");

            assertThat(service.bodies()).isNotEmpty();
        }
        assertNowhere(outcomes);
        assertThat(outcomes.get(0).everything()).contains("Bad: what is ");
    }

    @Test
    void should_stay_hidden_where_a_failed_job_repeats_it() throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (ScriptedService service = new ScriptedService(202, "{\"trackingId\": \"1\", \"state\": \"Queued\"}")) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());
            outcomes.addAll(inBothFormats("run"));
            service.answer(
                    200,
                    "{\"trackingId\": \"1\", \"state\": \"Failed\", \"logUrl\": \"https://log/?pat=" + SECRET + "\","
                            + " \"error\": {\"code\": \"Clone\", \"message\": \"BODY\"}}");
            outcomes.addAll(inBothFormats("run", "status 1", "status", "cancel *"));
        }
        assertNowhere(outcomes);
    }

    @Test
    void should_stay_out_of_the_emulators_database() throws IOException {
        ImageFactoryEmulator emulator = emulator("fail=*");

        List<Outcome> outcomes = inBothFormats("run");
        letBuildsEnd();
        outcomes.addAll(inBothFormats("run", "status --refresh"));

        assertThat(emulator.jobs()).isNotEmpty();
        assertThat(outcomes.get(0).err()).doesNotContain("placeholder");
        assertNowhere(outcomes);
    }

    @Test
    void should_be_replaced_by_a_placeholder_for_an_embedded_emulator_only() {
        environment.clear();

        Outcome run = run("run", "--emulator");

        assertThat(run.status()).isZero();
        assertThat(run.err())
                .isEqualTo(
                        "the secret 'my-Pat' has no value (KV_MY_PAT is not set); the emulator gets a placeholder\n");
    }

    private List<Outcome> inBothFormats(String... calls) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String call : calls) {
            outcomes.add(run(call.split(" ")));
            outcomes.add(run((call + " --output json").split(" ")));
        }
        return outcomes;
    }

    private void assertNowhere(List<Outcome> outcomes) throws IOException {
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome.everything())
                        .doesNotContain(SECRET)
                        .doesNotContain("a fault of this program"));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(SECRET));
        }
    }
}
