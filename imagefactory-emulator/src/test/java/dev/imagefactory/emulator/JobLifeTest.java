package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ContractClient.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobLifeTest extends EmulatorTest {

    private static final String FOUR_ARTIFACTS = """
            {"ARTIFACTS": [{"name": "a"}, {"Name": "b"}, {"Parameters": {}}, {"Name": "a"}, {"Name": "c\\nartifact forged: ok"}]}""";

    @Test
    void should_queue_run_and_succeed_by_the_clock() throws Exception {
        ContractClient client = client(emulator());
        UUID job = client.create("helix").trackingId();

        clock.advance(Duration.ofMinutes(24).minusMillis(1));
        assertThat(client.job(job).state()).isEqualTo("Queued");
        clock.advance(Duration.ofMillis(1));
        assertThat(client.job(job).state()).isEqualTo("Running");
        clock.advance(Duration.ofMinutes(96).minusMillis(1));
        assertThat(client.job(job).state()).isEqualTo("Running");
        assertThat(client.job(job).json().has("finishedTime")).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(client.job(job).state()).isEqualTo("Succeeded");
        clock.advance(Duration.ofDays(30));
        assertThat(client.job(job).json().get("finishedTime").textValue()).isEqualTo("2026-06-20T10:00:00Z");
    }

    @Test
    void should_succeed_at_once_without_a_build_time() throws Exception {
        ContractClient client = client(emulator().buildTime(Duration.ZERO));

        Reply created = client.create("", FOUR_ARTIFACTS);

        assertThat(created.state()).isEqualTo("Succeeded");
        assertThat(client.log(created.trackingId()).text()).contains("artifact 4/4");
    }

    @Test
    void should_spread_build_times_by_the_tracking_id_alone() {
        BuildTimes spread = new BuildTimes(Duration.ofSeconds(100), true);

        assertThat(spread.of(new UUID(0, 0))).isEqualTo(Duration.ofSeconds(50));
        assertThat(spread.of(new UUID(0, 100))).isEqualTo(Duration.ofSeconds(150));
        assertThat(spread.of(new UUID(0, 101))).isEqualTo(Duration.ofSeconds(50));
        assertThat(new BuildTimes(Duration.ofSeconds(100), false).of(new UUID(0, 0)))
                .isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void should_keep_jobs_and_their_build_time_over_a_restart() throws Exception {
        ImageFactoryEmulator first = started(emulator());
        UUID job = new ContractClient(first.endpoint()).create("helix").trackingId();
        close(first);
        clock.advance(BUILD_TIME);

        ContractClient client = client(emulator().buildTime(Duration.ofDays(1)));

        assertThat(client.job(job).state()).isEqualTo("Succeeded");
    }

    @Test
    void should_cancel_a_job_once() throws Exception {
        ContractClient client = client(emulator());
        UUID job = client.create("helix").trackingId();
        clock.advance(Duration.ofMinutes(1));
        Reply cancelled = client.cancel(job);
        clock.advance(Duration.ofMinutes(1));

        Reply again = client.cancel(job);

        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.state()).isEqualTo("Cancelled");
        assertThat(Instant.parse(cancelled.json().get("finishedTime").textValue()))
                .isEqualTo("2026-06-20T08:01:00Z");
        assertThat(again.json()).isEqualTo(cancelled.json());
        assertThat(client.job(job).json()).isEqualTo(cancelled.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"succeed=*", "fail=*"})
    void should_not_cancel_a_job_that_has_ended(String rule) throws Exception {
        ContractClient client = clientWithRule(rule);
        UUID job = client.create("helix").trackingId();
        clock.advance(BUILD_TIME);

        Reply reply = client.cancel(job);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.errorCode()).isEqualTo("JobEnded");
    }

    @Test
    void should_log_the_artifacts_as_they_are_done() throws Exception {
        ContractClient client = client(emulator());
        UUID job = client.create("", FOUR_ARTIFACTS).trackingId();

        assertThat(client.log(job).text()).doesNotContain("artifact").contains("state Queued");
        clock.advance(Duration.ofMinutes(24 + 48));
        assertThat(client.log(job).text()).contains("artifact 1/4 a: ok\nartifact 2/4 b: ok\n2026");
        clock.advance(Duration.ofMinutes(48));
        assertThat(client.log(job).text())
                .contains("artifact 3/4 a: ok\nartifact 4/4 c artifact forged: ok: ok\n2026")
                .endsWith("state Succeeded\n");
    }

    @Test
    void should_lose_the_log_a_week_after_the_end() throws Exception {
        ContractClient client = client(emulator());
        UUID job = client.create("helix").trackingId();

        clock.advance(BUILD_TIME.plusDays(7));
        assertThat(client.log(job).status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(client.log(job).status()).isEqualTo(404);
        assertThat(client.job(job).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6f1c5a5e-3f0b-4c5e-9a53-0d8a6f2f4b11", "no-uuid", "%20"})
    void should_not_know_other_ids(String id) throws Exception {
        ContractClient client = client(emulator());

        assertThat(client.get("/api/images/" + id).status()).isEqualTo(404);
        assertThat(client.get("/api/images/" + id + "/log").status()).isEqualTo(404);
        assertThat(client.send("POST", "/api/images/" + id + "/cancel").status())
                .isEqualTo(404);
    }
}
