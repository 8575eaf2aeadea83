package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagefactory.emulator.EmulatorRule;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The main job: what a run submits, follows, and says about it. */
class RunTest extends CommandLineTest {
    private void threeDefinitions() {
        define("VS2022/client", "VS_2022_URL");
        define("VS2022/server", "VS_2022_URL", "REGION");
        define("ubuntu", "REGION");
        variables("VS_2022_URL", "https://aka.ms/vs/17/1_1", "REGION", "westus");
    }

    @Test
    void should_submit_follow_and_then_have_nothing_to_do() {
        threeDefinitions();
        ImageFactoryEmulator emulator = emulator();

        Outcome plan = run("plan");
        Outcome first = run("run");
        Outcome second = run("run");
        letBuildsEnd();
        Outcome third = run("run");
        Outcome fourth = run("run");

        assertThat(plan.out())
                .contains("VS2022/client  build    -           never built")
                .endsWith("3 to build\n");
        assertThat(first.out()).contains("ubuntu", "queued", "never built").endsWith("3 submitted, 3 queued\n");
        assertThat(second.out())
                .contains("wait", "submitted, queued")
                .endsWith("3 images: 3 queued\n")
                .doesNotContain("build ");
        assertThat(third.out()).isEqualTo("3 images: 3 succeeded; nothing to do\n");
        assertThat(fourth.out()).isEqualTo(third.out());
        assertThat(List.of(plan, first, second, third, fourth))
                .allSatisfy(outcome -> assertThat(outcome.status()).isZero())
                .allSatisfy(outcome -> assertThat(outcome.err()).isEmpty());
        assertThat(imagesOf(emulator)).containsExactly("VS2022-client", "VS2022-server", "ubuntu");
    }

    @Test
    void should_touch_nothing_when_planning() {
        threeDefinitions();

        Outcome plan = run("plan", "--output", "json");

        assertThat(plan.json().at("/summary/actions/build").intValue()).isEqualTo(3);
        assertThat(ledger()).doesNotExist();
    }

    @Test
    void should_rebuild_exactly_the_users_of_an_edited_variable() {
        threeDefinitions();
        ImageFactoryEmulator emulator = emulator();
        run("run");
        letBuildsEnd();
        run("run");

        variables("VS_2022_URL", "https://aka.ms/vs/17/1_2", "REGION", "westus");
        Outcome plan = run("plan", "--output", "json");
        Outcome run = run("run");

        JsonNode reason = plan.image("VS2022/server").get("reason");
        assertThat(reason.get("code").textValue()).isEqualTo("changed");
        assertThat(reason.get("variables").toString())
                .isEqualTo("[{\"name\":\"VS_2022_URL\",\"before\":\"https://aka.ms/vs/17/1_1\","
                        + "\"after\":\"https://aka.ms/vs/17/1_2\"}]");
        assertThat(plan.image("ubuntu").get("action").textValue()).isEqualTo("none");
        assertThat(run.out())
                .contains("VS_2022_URL: https://aka.ms/vs/17/1_1 -> https://aka.ms/vs/17/1_2")
                .endsWith("3 images: 2 submitted, 2 queued, 1 succeeded\n");
        assertThat(imagesOf(emulator))
                .containsExactly("VS2022-client", "VS2022-client", "VS2022-server", "VS2022-server", "ubuntu");
    }

    @Test
    void should_rebuild_an_edited_definition_and_say_so() {
        threeDefinitions();
        ImageFactoryEmulator emulator = emulator();
        run("run");
        letBuildsEnd();

        define("ubuntu", "REGION", "VS_2022_URL");
        Outcome run = run("run");

        assertThat(run.out()).contains("VS_2022_URL is used now (https://aka.ms/vs/17/1_1); the definition was edited");
        assertThat(emulator.jobs()).hasSize(4);
    }

    @Test
    void should_not_rebuild_for_layout_comments_or_key_order() {
        threeDefinitions();
        ImageFactoryEmulator emulator = emulator();
        run("run");
        letBuildsEnd();

        write("templates/ubuntu.json", """
                // the same image, written by somebody else
                {"Destination": [{"CustomImageName": "ubuntu-<BUILD_TIME>", "StorageAccountName": "helix"}],
                 "Artifacts": [{"Parameters": {"REGION": "<REGION>"}, "Name": "windows-install"}]}
                """);

        assertThat(run("run").out()).endsWith("nothing to do\n");
        assertThat(emulator.jobs()).hasSize(3);
    }

    @Test
    void should_retry_a_failed_build_and_then_succeed() {
        define("good");
        defineNamed("bad");
        ImageFactoryEmulator emulator = emulator("fail@1=bad*");
        run("run");
        letBuildsEnd();

        Outcome failing = run("run", "--output", "json");
        letBuildsEnd();
        Outcome healed = run("run");

        assertThat(failing.status()).isEqualTo(1);
        assertThat(failing.image("bad").get("action").textValue()).isEqualTo("retry");
        assertThat(failing.image("bad").at("/reason/message").textValue())
                .startsWith("attempt 2 of 3; the last failed: ");
        assertThat(healed.status()).isZero();
        assertThat(healed.out()).endsWith("2 succeeded; nothing to do\n");
        assertThat(imagesOf(emulator)).containsExactly("bad", "bad", "good");
    }

    @Test
    void should_block_an_image_after_the_last_attempt_and_start_afresh_on_request() {
        defineNamed("bad");
        ImageFactoryEmulator emulator = emulator("fail@2=bad*");
        run("run", "--max-attempts", "2");
        letBuildsEnd();
        run("run", "--max-attempts", "2");
        letBuildsEnd();

        Outcome blocked = run("run", "--max-attempts", "2");
        Outcome stillBlocked = run("run", "--max-attempts", "2", "--output", "json");
        Outcome retried = run("retry", "bad", "--max-attempts", "2");
        letBuildsEnd();
        Outcome end = run("run", "--max-attempts", "2");

        assertThat(blocked.status()).isEqualTo(1);
        assertThat(blocked.out()).contains("blocked", "all 2 attempts were unsuccessful; the last failed: ");
        assertThat(blocked.err()).contains("error: bad: ", "; log: http://127.0.0.1:");
        assertThat(stillBlocked.status()).isEqualTo(1);
        assertThat(stillBlocked.image("bad").get("attempts").intValue()).isEqualTo(2);
        assertThat(retried.status()).isZero();
        assertThat(retried.out()).contains("asked for by name");
        assertThat(end.out()).endsWith("1 image: 1 succeeded; nothing to do\n");
        assertThat(emulator.jobs()).hasSize(3);
    }

    @Test
    void should_show_a_forgotten_build_as_lost() {
        define("gone");
        emulator("forget=*");
        run("run", "--max-attempts", "1");
        letBuildsEnd();
        Outcome first = run("run", "--max-attempts", "1", "--output", "json");
        assertThat(first.image("gone").get("state").textValue()).isEqualTo("unknown");
        clock.advance(Duration.ofMinutes(15));

        Outcome run = run("run", "--max-attempts", "1", "--output", "json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.image("gone").get("state").textValue()).isEqualTo("lost");
        assertThat(run.json().at("/incidents/0/kind").textValue()).isEqualTo("lost");
        assertThat(run.err()).contains("warning: gone: the service no longer knows the job ");
    }

    @Test
    void should_count_an_unknown_state_as_pending_and_warn() {
        define("odd");
        emulator("unknown-state=*");
        run("run");
        clock.advance(BUILD_TIME.dividedBy(2));

        Outcome run = run("run");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("wait", "unknown");
        assertThat(run.err()).contains("warning: odd: the service reports the state 'Hibernating', which is not known");
    }

    @Test
    void should_submit_no_second_job_when_the_answer_was_lost() {
        define("dropped");
        define("timed-out");
        ImageFactoryEmulator emulator = emulator("drop@1=dropped*", "gateway-timeout@1=timed-out*");

        Outcome run = run("run");

        assertThat(run.status()).isZero();
        assertThat(run.out()).endsWith("2 submitted, 2 queued\n");
        assertThat(imagesOf(emulator)).containsExactly("dropped", "timed-out");
    }

    @Test
    void should_follow_the_builds_to_their_end_when_told_to_wait() {
        threeDefinitions();
        ImageFactoryEmulator emulator =
                emulator(builder -> builder.clock(Clock.systemUTC()).buildTime(Duration.ofMillis(50)));

        Outcome run = run(Clock.systemUTC(), "run", "--wait", "--poll-interval", "0.02s", "--output", "json");

        assertThat(run.status()).isZero();
        assertThat(run.json().at("/summary/states/succeeded").intValue()).isEqualTo(3);
        assertThat(run.image("ubuntu").at("/reason/code").textValue()).isEqualTo("new");
        assertThat(run.err()).contains("3/3 done, 0 running, 0 queued\n");
        assertThat(emulator.jobs()).hasSize(3);
    }

    @Test
    void should_retry_within_a_waiting_run() {
        defineNamed("bad");
        ImageFactoryEmulator emulator = emulator(builder -> builder.clock(Clock.systemUTC())
                .buildTime(Duration.ofMillis(20))
                .rule(EmulatorRule.parse("fail=*")));

        Outcome run = run(
                Clock.systemUTC(),
                "run",
                "--wait",
                "--poll-interval",
                "0.01s",
                "--max-attempts",
                "2",
                "--output",
                "json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.image("bad").get("action").textValue()).isEqualTo("blocked");
        assertThat(emulator.jobs()).hasSize(2);
    }

    @Test
    void should_need_no_service_of_ones_own_with_an_embedded_emulator() {
        threeDefinitions();

        Outcome run = run(
                Clock.systemUTC(), "run", "--emulator", "--build-time", "0.05s", "--wait", "--poll-interval", "0.02s");
        Outcome again = run(Clock.systemUTC(), "run", "--emulator");

        assertThat(run.status()).isZero();
        assertThat(again.out()).endsWith("3 succeeded; nothing to do\n");
    }

    @Test
    void should_remember_an_image_whose_definition_is_gone() throws IOException {
        threeDefinitions();
        emulator();
        run("run");
        letBuildsEnd();
        run("run");
        Files.delete(folder.resolve("templates/ubuntu.json"));

        Outcome status = run("status");
        Outcome run = run("run", "--output", "json");

        assertThat(status.out()).contains("ubuntu", "built once, but its definition is gone");
        assertThat(run.status()).isZero();
        assertThat(run.image("ubuntu").at("/reason/code").textValue()).isEqualTo("orphaned");
    }

    @Test
    void should_warn_or_refuse_when_a_changed_image_keeps_its_name() {
        define("other", "URL");
        defineNamed("fixed", "URL");
        variables("URL", "1");
        ImageFactoryEmulator emulator = emulator();
        run("run");
        letBuildsEnd();
        run("run");
        variables("URL", "2");

        Outcome plan = run("plan");
        Outcome refusedPlan = run("plan", "--refuse-unchanged-names");
        Outcome refused = run("run", "--refuse-unchanged-names", "--output", "json");

        assertThat(plan.status()).isZero();
        assertThat(plan.err())
                .contains(
                        "warning: fixed: another payload was built under the name fixed; the build replaces that image");
        assertThat(refusedPlan.status()).isEqualTo(2);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.image("fixed").get("action").textValue()).isEqualTo("blocked");
        assertThat(refused.image("fixed").at("/reason/code").textValue()).isEqualTo("name-unchanged");
        assertThat(imagesOf(emulator)).containsExactly("fixed", "other", "other");
    }
}
