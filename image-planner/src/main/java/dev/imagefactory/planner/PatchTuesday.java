package dev.imagefactory.planner;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/**
 * A Patch Tuesday: the second Tuesday of a month, in UTC, on which the patches of Windows are published.
 *
 * @param date the day
 */
public record PatchTuesday(LocalDate date) {
    public PatchTuesday {
        if (!date.equals(secondTuesday(YearMonth.from(date)))) {
            throw new IllegalArgumentException(date + " is not the second Tuesday of its month");
        }
    }

    /** That of a month. */
    public static PatchTuesday of(YearMonth month) {
        return new PatchTuesday(secondTuesday(month));
    }

    /** The latest one that, with a delay after its start, is not after an instant. */
    public static PatchTuesday latest(Instant instant, Duration delay) {
        Instant moment = instant.minus(delay);
        YearMonth month = YearMonth.from(moment.atOffset(ZoneOffset.UTC));
        PatchTuesday ofMonth = of(month);
        return ofMonth.start().isAfter(moment) ? of(month.minusMonths(1)) : ofMonth;
    }

    /** Midnight in UTC, at which the day begins. */
    public Instant start() {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static LocalDate secondTuesday(YearMonth month) {
        return month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(2, DayOfWeek.TUESDAY));
    }

    @Override
    public String toString() {
        return "Patch Tuesday " + date;
    }
}
