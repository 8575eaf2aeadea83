package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What is rebuilt without a change, how old images are, and which changes are refused. The clock starts in June 2026.
 */
class RebuildTest extends CommandLineTest {
    private void define(String id, String settings, String name) {
        write(
                "templates/" + id + ".json",
                "{\"x-imagefactory\": " + settings + ", \"Destination\": {\"CustomImageName\": \"" + name + "\"}}");
    }

    private void build() {
        run("run");
        letBuildsEnd();
        run("run");
    }

    private static String reason(Outcome outcome, String image) {
        JsonNode reason = outcome.image(image).get("reason");
        return reason.get("code").textValue() + ": " + reason.get("message").textValue();
    }

    @Test
    void should_build_again_by_age_and_after_patch_tuesday() {
        define("aged", "{\"rebuild\": {\"after\": \"P30D\"}}", "aged");
        define("patched", "{}", "patched");
        write("imagefactory.yaml", "imageSettings: [{images: patched, rebuild: {on: patch-tuesday, delay: 1d}}]");
        ImageFactoryEmulator emulator = emulator();
        build();
        assertThat(run("run").out()).endsWith("nothing to do\n");
        clock.advance(Duration.ofDays(40));

        Outcome plan = run("plan", "--output", "json");
        Outcome run = run("run");
        Outcome again = run("run");

        assertThat(reason(plan, "aged")).isEqualTo("older-than: older than 30 days: last built 2026-06-20");
        assertThat(reason(plan, "patched")).isEqualTo("patch-tuesday: built before Patch Tuesday 2026-07-14");
        assertThat(run.out()).endsWith("2 images: 2 submitted, 2 queued\n");
        assertThat(again.out()).endsWith("2 images: 2 queued\n");
        assertThat(emulator.jobs()).hasSize(4);
    }

    @Test
    void should_build_upon_a_base_after_it() {
        define("base", "{}", "base");
        define("upon", "{\"base\": \"base\"}", "upon");
        emulator();

        Outcome first = run("run", "--output", "json");
        letBuildsEnd();
        Outcome second = run("run", "--output", "json");

        assertThat(reason(first, "upon")).isEqualTo("base-pending: never built; its base base will be built first");
        assertThat(first.image("upon").get("stage").intValue()).isEqualTo(1);
        assertThat(first.err()).contains("2 images: 1 submitted, 1 queued, 1 waiting for a base");
        assertThat(second.image("upon").get("state").textValue()).isEqualTo("queued");
    }

    @Test
    void should_follow_all_stages_when_waiting() {
        define("base", "{}", "base");
        define("upon", "{\"base\": \"base\"}", "upon");

        Outcome run = run(
                Clock.systemUTC(), "run", "--emulator", "--build-time", "0.05s", "--wait", "--poll-interval", "0.02s");

        assertThat(run.status()).as(run.everything()).isZero();
        assertThat(run.out()).endsWith("2 images: 2 submitted, 2 succeeded\n");
        assertThat(run.err()).containsPattern("^0/2 done, . running, . queued, 1 to come\n");
        assertThat(run.err().lines().filter(line -> line.contains(" done, ")))
                .allMatch(line -> line.contains("/2 done"));
    }

    @Test
    void should_show_ages_and_fail_by_them_only_where_asked() {
        define("image");
        define("never");
        emulator();
        run("run", "--only", "image");
        letBuildsEnd();
        run("run", "--only", "image");
        assertThat(run("status").out()).contains("image  none     succeeded   3 h       built");
        clock.advance(Duration.ofDays(46));

        Outcome status = run("status");
        Outcome json = run("status", "--fail-age", "45d", "--output", "json");
        Outcome young = run("status", "--warn-age", "50d", "--fail-age", "50d");

        assertThat(status.status()).isZero();
        assertThat(status.err()).contains("warning: image: last built 2026-06-20, 46 days ago (limit 45 days); ");
        assertThat(json.status()).isEqualTo(1);
        assertThat(json.err()).contains("error: image: last built 2026-06-20, 46 days ago");
        assertThat(json.json().at("/incidents/0/kind").textValue()).isEqualTo("too-old");
        assertThat(json.json().at("/incidents/1/kind").textValue()).isEqualTo("never-built");
        assertThat(json.image("image").get("age").intValue()).isEqualTo(46);
        assertThat(json.image("image").get("lastSuccessAt").textValue()).isEqualTo("2026-06-20T08:00:00Z");
        assertThat(json.image("never").get("age").isNull()).isTrue();
        assertThat(young.status()).isZero();
        assertThat(young.err()).isEqualTo("warning: never: never built, nor asked for; the next run builds it (new)\n");
        write("imagefactory.yaml", "failAge: 45d");
        assertThat(run("status").status()).isEqualTo(1);
    }

    @Test
    void should_fail_by_the_age_of_an_image_that_was_never_built() {
        define("image");
        emulator("fail=*");
        run("run");
        letBuildsEnd();
        run("run");
        letBuildsEnd();
        run("cancel", "image");
        clock.advance(Duration.ofDays(46));

        Outcome status = run("status", "--fail-age", "45d");

        assertThat(status.status()).isEqualTo(1);
        assertThat(status.err())
                .contains("error: image: never built, first asked for 2026-06-20, 46 days ago (limit 45 days); ");
        assertThat(run("status", "--only", "image", "--output", "json")
                        .json()
                        .get("incidents")
                        .findValuesAsText("kind"))
                .contains("never-built");
    }

    @Test
    void should_refuse_a_downgrade_and_submit_the_other_images() {
        define("image", "VS_VERSION");
        define("other");
        variables("VS_VERSION", "17_14_19");
        ImageFactoryEmulator emulator = emulator();
        run("run", "--only", "image");
        letBuildsEnd();
        run("run", "--only", "image");
        variables("VS_VERSION", "17_9_1");

        Outcome plan = run("plan", "--output", "json");
        Outcome run = run("run");
        Outcome allowed = run("run", "--allow-downgrade");

        assertThat(plan.status()).isEqualTo(2);
        assertThat(reason(plan, "image")).startsWith("downgrade: VS_VERSION falls from 17_14_19 to 17_9_1; ");
        assertThat(run.status()).isEqualTo(2);
        assertThat(allowed.status()).isZero();
        assertThat(allowed.err()).contains("warning: image: VS_VERSION falls from 17_14_19 to 17_9_1; it is allowed");
        assertThat(imagesOf(emulator)).containsExactly("image", "image", "other");
    }

    @Test
    void should_warn_of_a_split_pair_or_refuse_it() {
        define("image", "VS_URL", "VS_VERSION", "FEED", "SDK");
        variables("VS_URL", "1", "VS_VERSION", "1", "FEED", "1", "SDK", "1");
        write("imagefactory.yaml", "pairs: [[FEED, SDK]]");
        emulator();
        build();
        variables("VS_URL", "2", "VS_VERSION", "1", "FEED", "1", "SDK", "2");

        Outcome warned = run("plan", "--output", "json");
        Outcome refused = run("plan", "--split-pairs", "error", "--output", "json");
        Outcome ignored = run("plan", "--split-pairs", "ignore", "--output", "json");

        assertThat(warned.status()).isZero();
        assertThat(warned.image("image").get("warnings").toString())
                .isEqualTo("[\"SDK has changed and FEED has not; the two move together\","
                        + "\"VS_URL has changed and VS_VERSION has not; the two move together\"]");
        assertThat(warned.image("image").get("warning").textValue())
                .isEqualTo("SDK has changed and FEED has not; the two move together; VS_URL has changed and VS_VERSION"
                        + " has not; the two move together");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(reason(refused, "image")).startsWith("split-pair: SDK has changed and FEED has not; ");
        assertThat(ignored.image("image").get("warnings")).isEmpty();
    }
}
