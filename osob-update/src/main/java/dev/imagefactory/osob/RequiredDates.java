package dev.imagefactory.osob;

import java.time.LocalDate;
import java.time.Period;

/**
 * How the date moves until which an image must be updated, beside a reference that moves.
 *
 * @param required the key of that date, without regard to case
 * @param removal the key of the date on which the queue will be removed, which the required date never passes
 * @param extension added to the date as it was
 * @param warning how long before the date it is reported
 */
public record RequiredDates(String required, String removal, Period extension, Period warning) {
    /** Later dates have another form; who writes them means never. */
    private static final int LAST_YEAR = 9999;

    /** {@code UpdateRequiredDate} moves by 90 days, up to {@code EstimatedRemovalDate}; reported for three weeks. */
    public static final RequiredDates DEFAULT =
            new RequiredDates("UpdateRequiredDate", "EstimatedRemovalDate", Period.ofDays(90), Period.ofDays(21));

    /** The date after an update; the same where the removal is no later. */
    LocalDate extended(LocalDate date, LocalDate removalDate) {
        LocalDate later = date.plus(extension);
        if (later.getYear() > LAST_YEAR) {
            return date;
        }
        LocalDate capped = later.isAfter(removalDate) ? removalDate : later;
        return capped.isAfter(date) ? capped : date;
    }

    /** Whether a date is past, or about to be. */
    boolean isDue(LocalDate date, LocalDate today) {
        return !today.isBefore(date.minus(warning));
    }
}
