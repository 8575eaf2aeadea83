package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchTuesdayTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-09T23:59:59.999Z, PT0S, 2026-10-13",
        "2026-11-10T00:00:00Z, PT0S, 2026-11-10",
        "2026-11-10T23:59:59.999Z, P1D, 2026-10-13",
        "2026-11-11T00:00:00Z, P1D, 2026-11-10",
        "2027-01-01T00:00:00Z, PT0S, 2026-12-08",
        "2026-11-30T00:00:00Z, P30D, 2026-10-13"
    })
    void should_be_the_latest_whose_delay_is_over(Instant now, Duration delay, LocalDate expected) {
        assertThat(PatchTuesday.latest(now, delay)).isEqualTo(new PatchTuesday(expected));
    }

    @Property
    void should_be_what_a_calendar_says(
            @ForAll("instants") Instant now, @ForAll @LongRange(max = 60L * 24 * 3600) long delay) {
        LocalDate day = now.atOffset(ZoneOffset.UTC).toLocalDate();
        while (!isSecondTuesday(day)
                || day.atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .plusSeconds(delay)
                        .isAfter(now)) {
            day = day.minusDays(1);
        }

        assertThat(PatchTuesday.latest(now, Duration.ofSeconds(delay)).date()).isEqualTo(day);
    }

    private static boolean isSecondTuesday(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.TUESDAY && day.getDayOfMonth() >= 8 && day.getDayOfMonth() <= 14;
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("2000-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("2100-01-01T00:00:00Z").getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    @Test
    void should_be_no_other_day() {
        assertThat(PatchTuesday.of(YearMonth.of(2026, 9)).start()).isEqualTo(Instant.parse("2026-09-08T00:00:00Z"));
        assertThatThrownBy(() -> new PatchTuesday(LocalDate.of(2026, 11, 3)))
                .hasMessage("2026-11-03 is not the second Tuesday of its month");
    }
}
