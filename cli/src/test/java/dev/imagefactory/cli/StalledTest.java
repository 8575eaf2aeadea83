package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Builds that do not go on: what is said of them without asking the service. */
class StalledTest extends CommandLineTest {
    @BeforeEach
    void submitTwoImages() {
        define("image");
        define("other");
        emulator("hang=*");
        run("run");
        clock.advance(Duration.ofMinutes(90));
    }

    @Test
    void should_be_reported_without_being_failed() {
        assertThat(run("status").status()).isZero();
        clock.advance(Duration.ofHours(12));

        Outcome status = run("status", "--output", "json");

        assertThat(status.status()).isEqualTo(1);
        assertThat(status.json().get("incidents").findValuesAsText("kind")).containsExactly("stalled", "stalled");
        assertThat(status.err())
                .contains("error: image: queued for 13 h 30 min without progress (limit 12 h); ask the service's"
                        + " owners about the job ");
        assertThat(status.image("image").get("action").textValue()).isEqualTo("wait");
        assertThat(run("status", "--only", "other", "--output", "json").json().get("incidents"))
                .hasSize(1);
        assertThat(run("plan").status()).isZero();
    }

    @Test
    void should_be_found_by_the_limits_of_the_configuration_and_by_those_of_options_first() {
        write("imagefactory.yaml", "stalledAfter: {queued: 1h, running: 1h}");

        assertThat(run("status").status()).isEqualTo(1);
        assertThat(run("status", "--stalled-after", "queued=2h", "--stalled-after", "unknown=1s")
                        .status())
                .isZero();
    }
}
