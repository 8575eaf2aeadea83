package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
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
        "0s, PT0S",
        "2w, P14D",
        "P2W, P14D",
        "p52w, P364D",
        "365d, P365D",
        "8760h, P365D",
        "'1,5s', PT1.5S"
    })
    void should_read_durations(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "soon",
                "-5s",
                "1s -2s",
                "5 m",
                "PT",
                "9223372036854775807s",
                "99999999999999999999s",
                "P",
                "+3d",
                "P-1D",
                "PT1H-30M",
                "30.s",
                "1m1h",
                "1d2h",
                "P1DT",
                "P1D2H",
                "T5S",
                "P30S",
                "1w1d",
                "P1W1D",
                "P1WT1H",
                "1.5w",
                "1.5d",
                "P1M",
                "P1Y",
                "30\u017f",
                "\u0663s",
                "30s\n",
                "53w",
                "366d",
                "8760h1s",
                "99999999999999999999w"
            })
    void should_refuse_what_is_no_duration_that_can_be_waited(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DurationText.parse(text))
                .withMessageContaining("write 30s, 5m, 2h, 3d, 2w or PT30S");
    }

    @Property(tries = 2000)
    void should_read_what_has_the_form_and_java_knows(
            @ForAll @Chars({'0', '7', '.', 'P', 't', 'd', 'H', 'm', 'S'}) @StringLength(max = 8) String text) {
        String upperCase = text.toUpperCase(Locale.ROOT);
        String iso = upperCase.startsWith("P") ? upperCase : (upperCase.endsWith("D") ? "P" : "PT") + upperCase;

        Optional<Duration> known = known(iso).filter(each -> !upperCase.contains(".S"));

        if (text.matches(DurationText.FORM)) {
            assertThat(known).isPresent();
            if (known.get().toDays() < 365) {
                assertThat(DurationText.parse(text)).isEqualTo(known.get());
            }
        } else {
            assertThat(known).isEmpty();
        }
    }

    private static Optional<Duration> known(String iso) {
        try {
            return Optional.of(Duration.parse(iso));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    @Property(tries = 200)
    void should_read_any_duration_as_it_is_printed(@ForAll @IntRange(max = 30_000_000) int seconds) {
        Duration duration = Duration.ofSeconds(seconds);

        assertThat(DurationText.parse(duration.toString())).isEqualTo(duration);
        assertThat(DurationText.parse(duration.toString().substring(2))).isEqualTo(duration);
    }
}
