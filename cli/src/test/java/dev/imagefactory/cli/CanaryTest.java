package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.cli.EchoingService.Answer;
import dev.imagefactory.planner.StopSignal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Canaries from environment variables. What gets into a log where everything is logged: see {@code LogTest} of the
 * client.
 */
class CanaryTest extends CanaryFixture {
    @BeforeEach
    void setVariables() {
        SECRETS.forEach((name, value) -> environment.put("KV_" + name.toUpperCase(Locale.ROOT), value));
    }

    @Test
    void should_leave_secrets_out_of_what_a_fault_prints() {
        Clock broken = new Clock() {
            @Override
            public Instant instant() {
                throw new IllegalStateException(
                        "on " + String.join(" and ", environment.values()),
                        new IllegalArgumentException(String.join("\n", SECRETS.values())));
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };

        Outcome plan = run(broken, "plan");

        assertThat(plan.status()).isEqualTo(70);
        assertThat(plan.err()).contains("IllegalStateException: on (secret)");
        assertClean("fault", plan.everything());
    }

    @Test
    void should_leave_secrets_out_of_descriptions() {
        Surroundings surroundings =
                new Surroundings(folder, environment, System.out, System.err, false, clock, new StopSignal());
        Settings settings = Settings.of(folder, new InputOptions());

        assertClean("surroundings", surroundings.toString());
        assertClean("settings", settings.file().toString());
        assertClean(
                "sign-in", SignIn.of(settings, new AzureOptions(), surroundings).toString());
    }

    @Test
    void should_take_no_secret_as_an_argument() {
        Surroundings surroundings =
                new Surroundings(folder, environment, System.out, System.err, false, clock, new StopSignal());

        Stream<String> options = new Application(surroundings)
                .parser().getCommands().values().stream()
                        .flatMap(command -> command.getParameters().stream())
                        .flatMap(option -> Stream.of(option.getParameter().names()));

        assertThat(options.filter(name -> name.matches(".*(secret|password|token|key|pat$|credential).*"))
                        .distinct())
                .containsExactlyInAnyOrder("--client-secret-file", "--secret-versions");
    }

    @Test
    void should_log_nothing_whatever_the_environment_asks_of_azures_libraries() throws Exception {
        environment.put("AZURE_LOG_LEVEL", "verbose");
        environment.put("AZURE_HTTP_LOG_DETAIL_LEVEL", "body_and_headers");
        try (EchoingService service = new EchoingService(Answer.json(400, ERROR), Answer.json(400, ERROR))) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());
            try (ProgramProcess process = ProgramProcess.start(folder, environment, "run")) {
                Outcome run = process.end();

                assertThat(run.status()).as(run.err()).isEqualTo(1);
                assertThat(run.err()).contains("attempt 1 failed");
                assertClean("process", run.everything());
            }
            assertThat(service.bodies()).hasSize(1).allSatisfy(CanaryFixture::assertComplete);
        }
        assertFilesClean();
    }
}
