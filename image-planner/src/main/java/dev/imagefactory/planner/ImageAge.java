package dev.imagefactory.planner;

import java.time.Duration;
import java.time.Instant;

/**
 * How old an image is; its text is what people read: {@code 12 days}, or hours where it is younger than a day.
 *
 * @param duration since its last successful build was claimed; not negative
 */
public record ImageAge(Duration duration) {
    public ImageAge {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("an age of " + duration + " is negative");
        }
    }

    /** The age at an instant; nothing where the clocks of two machines make it negative. */
    public static ImageAge between(Instant built, Instant now) {
        return new ImageAge(built.isBefore(now) ? Duration.between(built, now) : Duration.ZERO);
    }

    /** Whole days. */
    public long days() {
        return duration.toDays();
    }

    @Override
    public String toString() {
        long days = days();
        return days == 0 ? duration.toHours() + " h" : days == 1 ? "1 day" : days + " days";
    }
}
