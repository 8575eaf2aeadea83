package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "0.25s, PT0.25S",
        "5m, PT5M",
        "2h, PT2H",
        "3d, P3D",
        "1h30m, PT1H30M",
        "PT30S, PT30S",
        "p1dt1h, P1DT1H",
        "0s, PT0S"
    })
    void should_read_durations(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "30", "soon", "-5s", "1s -2s", "5 m", "PT", "9223372036854775807s", "99999999999999999999s"})
    void should_refuse_what_is_no_duration_that_can_be_waited(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationText.parse(text))
                .withMessageContaining("write 30s, 5m, 2h, 3d or PT30S");
    }

    @Property(tries = 200)
    void should_read_any_duration_as_it_is_printed(@ForAll @IntRange(max = 30_000_000) int seconds) {
        Duration duration = Duration.ofSeconds(seconds);

        assertThat(DurationText.parse(duration.toString())).isEqualTo(duration);
        assertThat(DurationText.parse(duration.toString().substring(2))).isEqualTo(duration);
    }
}
