package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.emulator.ContractClient.Reply;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What rules make of jobs, seen over HTTP. */
class RulesTest extends EmulatorTest {

    private static final UUID REQUEST_ID = UUID.fromString("6f1c5a5e-3f0b-4c5e-9a53-0d8a6f2f4b11");

    @Test
    void should_fail_with_an_error_that_names_an_artifact() throws Exception {
        ContractClient client = clientWithRule("fail=*VS2019*");
        UUID job = client.create("?imageName=helix-vs2019-x", "{\"Artifacts\":[{\"Name\":\"a\"},{\"Name\":\"b\"}]}")
                .trackingId();
        clock.advance(BUILD_TIME);

        Reply reply = client.job(job);

        assertThat(reply.state()).isEqualTo("Failed");
        assertThat(reply.errorCode()).isEqualTo("ArtifactFailed");
        assertThat(reply.json().at("/error/target").textValue()).isEqualTo("b");
        assertThat(client.log(job).text())
                .contains("artifact 1/2 a: ok\nartifact 2/2 b: failed\n")
                .contains("error ArtifactFailed");
    }

    @Test
    void should_fail_without_an_artifact() throws Exception {
        ContractClient client = clientWithRule("fail=*");
        UUID job = client.create("", "{}").trackingId();
        clock.advance(BUILD_TIME);

        assertThat(client.job(job).errorCode()).isEqualTo("ProvisioningFailed");
        assertThat(client.job(job).json().get("error").has("target")).isFalse();
    }

    @Test
    void should_fail_with_the_words_that_it_is_given_even_after_a_restart() throws Exception {
        String words = "Source image 'a' could not be found.\n" + "x".repeat(5_000);
        ImageFactoryEmulator first = started(emulator().failureMessage(words).rule(EmulatorRule.parse("fail=*")));
        UUID job = new ContractClient(first.endpoint())
                .create("?imageName=helix", "{\"Artifacts\":[{\"Name\":\"a\"}]}")
                .trackingId();
        close(first);
        clock.advance(BUILD_TIME);
        ContractClient client = client(emulator());

        assertThat(client.job(job).errorCode()).isEqualTo("BuildFailed");
        assertThat(client.job(job).json().at("/error/message").textValue()).isEqualTo(words);
        assertThat(client.get("/api/images?imageName=helix")
                        .json()
                        .at("/value/0/error/message")
                        .textValue())
                .isEqualTo(words);
    }

    @Test
    void should_go_on_with_a_directory_from_before_there_were_such_words() throws Exception {
        ImageFactoryEmulator first = started(emulator().rule(EmulatorRule.parse("fail=*")));
        UUID job = new ContractClient(first.endpoint()).create("helix").trackingId();
        close(first);
        try (Connection older = DriverManager.getConnection("jdbc:sqlite:" + dataDirectory.resolve("emulator.db"));
                Statement statement = older.createStatement()) {
            statement.execute("DROP TABLE failure_message");
        }
        clock.advance(BUILD_TIME);

        assertThat(client(emulator()).job(job).errorCode()).isEqualTo("ProvisioningFailed");
    }

    @Test
    void should_let_the_service_cancel() throws Exception {
        ContractClient client = clientWithRule("cancel=*");
        UUID job = client.create("helix").trackingId();
        clock.advance(BUILD_TIME);

        assertThat(client.job(job).state()).isEqualTo("Cancelled");
        assertThat(client.job(job).errorCode()).isEqualTo("CancelledByService");
        assertThat(client.cancel(job).status()).isEqualTo(202);
    }

    @Test
    void should_hang_until_cancelled() throws Exception {
        ContractClient client = clientWithRule("hang=*");
        UUID job = client.create("?imageName=a", "{\"Artifacts\":[{\"Name\":\"a\"},{\"Name\":\"b\"}]}")
                .trackingId();
        clock.advance(Duration.ofDays(30));

        assertThat(client.job(job).state()).isEqualTo("Running");
        assertThat(client.log(job).text()).contains("artifact 1/2 a: ok\n").doesNotContain("artifact 2/2");
        assertThat(client.cancel(job).state()).isEqualTo("Cancelled");
    }

    @Test
    void should_report_a_state_that_nobody_knows_and_then_succeed() throws Exception {
        ContractClient client = clientWithRule("unknown-state=*");
        UUID job = client.create("helix").trackingId();

        assertThat(client.job(job).state()).isEqualTo("Queued");
        clock.advance(BUILD_TIME.dividedBy(2));
        assertThat(client.job(job).state()).isEqualTo("Hibernating");
        clock.advance(BUILD_TIME);
        assertThat(client.job(job).state()).isEqualTo("Succeeded");
    }

    @Test
    void should_reject_and_start_nothing() throws Exception {
        ImageFactoryEmulator emulator = started(emulator().rule(EmulatorRule.parse("reject@1=helix")));
        ContractClient client = new ContractClient(emulator.endpoint());

        Reply rejected = client.create("helix", REQUEST_ID);

        assertThat(rejected.status()).isEqualTo(400);
        assertThat(rejected.errorCode()).isEqualTo("SourceImageNotFound");
        assertThat(rejected.json().at("/error/message").textValue())
                .isEqualTo("Source image 'base of helix' could not be found.");
        assertThat(emulator.jobs()).isEmpty();
        assertThat(client.create("helix", REQUEST_ID).status()).isEqualTo(202);
    }

    @Test
    void should_forget_after_half_of_the_build_time() throws Exception {
        ImageFactoryEmulator emulator = started(emulator().rule(EmulatorRule.parse("forget=*")));
        ContractClient client = new ContractClient(emulator.endpoint());
        UUID job = client.create("helix").trackingId();

        clock.advance(BUILD_TIME.dividedBy(2).minusMillis(1));
        assertThat(client.job(job).state()).isEqualTo("Running");
        assertThat(client.get("/api/images").json().get("value")).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(client.job(job).status()).isEqualTo(404);
        assertThat(client.log(job).status()).isEqualTo(404);
        assertThat(client.cancel(job).status()).isEqualTo(404);
        assertThat(client.get("/api/images").json().get("value")).isEmpty();
        assertThat(emulator.jobs()).extracting(StartedJob::trackingId).containsExactly(job);
    }

    @Test
    void should_start_the_job_and_drop_the_connection() throws Exception {
        ImageFactoryEmulator emulator = started(emulator().rule(EmulatorRule.parse("drop=*")));
        ContractClient client = new ContractClient(emulator.endpoint());

        assertThatThrownBy(() -> client.create("helix", REQUEST_ID)).isInstanceOf(IOException.class);

        assertThat(emulator.jobs()).hasSize(1);
        Reply repeated = client.create("helix", REQUEST_ID);
        assertThat(repeated.status()).isEqualTo(202);
        assertThat(emulator.jobs()).extracting(StartedJob::trackingId).containsExactly(repeated.trackingId());
    }

    @Test
    void should_start_the_job_and_answer_as_a_gateway_would() throws Exception {
        ImageFactoryEmulator emulator = started(emulator().rule(EmulatorRule.parse("gateway-timeout=*")));
        ContractClient client = new ContractClient(emulator.endpoint());

        Reply timeout = client.create("helix", REQUEST_ID);

        assertThat(timeout.status()).isEqualTo(504);
        assertThat(timeout.header("Content-Type")).contains("text/html");
        assertThat(emulator.jobs()).hasSize(1);
        assertThat(client.create("helix", REQUEST_ID).trackingId())
                .isEqualTo(emulator.jobs().get(0).trackingId());
        clock.advance(BUILD_TIME);
        assertThat(client.job(emulator.jobs().get(0).trackingId()).state()).isEqualTo("Succeeded");
    }

    @Test
    void should_start_the_job_and_break() throws Exception {
        ImageFactoryEmulator emulator = started(emulator().rule(EmulatorRule.parse("internal-error=*")));
        ContractClient client = new ContractClient(emulator.endpoint());

        Reply broken = client.create("helix", REQUEST_ID);

        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.errorCode()).isEqualTo("InternalServerError");
        assertThat(emulator.jobs()).hasSize(1);
        assertThat(client.create("helix", REQUEST_ID).trackingId())
                .isEqualTo(emulator.jobs().get(0).trackingId());
    }

    @Test
    void should_drop_the_connection_and_start_nothing() throws Exception {
        ImageFactoryEmulator emulator = started(emulator().rule(EmulatorRule.parse("drop-unstarted@1=*")));
        ContractClient client = new ContractClient(emulator.endpoint());

        assertThatThrownBy(() -> client.create("helix", REQUEST_ID)).isInstanceOf(IOException.class);

        assertThat(emulator.jobs()).isEmpty();
        assertThat(client.create("helix", REQUEST_ID).status()).isEqualTo(202);
        assertThat(emulator.jobs()).hasSize(1);
    }

    @Test
    void should_answer_as_a_gateway_would_and_start_nothing() throws Exception {
        ImageFactoryEmulator emulator = started(emulator().rule(EmulatorRule.parse("gateway-timeout-unstarted@1=*")));
        ContractClient client = new ContractClient(emulator.endpoint());

        assertThat(client.create("helix", REQUEST_ID).status()).isEqualTo(504);

        assertThat(emulator.jobs()).isEmpty();
        assertThat(client.create("helix", REQUEST_ID).status()).isEqualTo(202);
    }

    @Test
    void should_count_the_creations_of_each_image_name_over_restarts() throws Exception {
        EmulatorRule rule = EmulatorRule.parse("fail@1=*VS2019*");
        ImageFactoryEmulator first = started(emulator().rule(rule));
        ContractClient before = new ContractClient(first.endpoint());
        UUID failing = before.create("VS2019-a", REQUEST_ID).trackingId();
        before.create("VS2019-a", REQUEST_ID);
        UUID failingToo = before.create("VS2019-b").trackingId();
        close(first);
        ContractClient client = client(emulator().rule(rule));
        UUID succeeding = client.create("vs2019-A").trackingId();
        UUID partlyNew =
                client.create("?imageName=VS2019-a&imageName=VS2019-c", "{}").trackingId();
        clock.advance(BUILD_TIME);

        assertThat(client.job(failing).state()).isEqualTo("Failed");
        assertThat(client.job(failingToo).state()).isEqualTo("Failed");
        assertThat(client.job(succeeding).state()).isEqualTo("Succeeded");
        assertThat(client.job(partlyNew).state()).isEqualTo("Failed");
    }

    @Test
    void should_let_the_first_rule_that_applies_decide() throws Exception {
        ContractClient client = client(emulator()
                .rules(List.of(EmulatorRule.parse("succeed=*2022*"), EmulatorRule.parse("fail@1=*")))
                .rule(EmulatorRule.parse("hang=*")));
        UUID spared = client.create("VS2022").trackingId();
        UUID failing = client.create("VS2019").trackingId();
        UUID hanging = client.create("VS2019").trackingId();
        clock.advance(BUILD_TIME);

        assertThat(client.job(spared).state()).isEqualTo("Succeeded");
        assertThat(client.job(failing).state()).isEqualTo("Failed");
        assertThat(client.job(hanging).state()).isEqualTo("Running");
    }

    @Test
    void should_keep_the_decision_when_a_restart_changes_the_rules() throws Exception {
        ImageFactoryEmulator first = started(emulator().rule(EmulatorRule.parse("fail=*")));
        UUID job = new ContractClient(first.endpoint()).create("helix").trackingId();
        close(first);
        clock.advance(BUILD_TIME);

        assertThat(client(emulator()).job(job).state()).isEqualTo("Failed");
    }
}
