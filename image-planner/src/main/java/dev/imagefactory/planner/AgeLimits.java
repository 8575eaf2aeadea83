package dev.imagefactory.planner;

import dev.imagefactory.planner.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How old an image may be before somebody should look. Its age counts from the claim of its last successful build, of
 * whichever payload: that is the image which is in use.
 *
 * @param warnAfter what is older is reported
 * @param failAfter what is older is too old
 * @param failing whether what is too old counts as a failure
 */
public record AgeLimits(Duration warnAfter, Duration failAfter, boolean failing) {
    /** 30 and 45 days, and no failure. */
    public static final AgeLimits DEFAULT = new AgeLimits(Duration.ofDays(30), Duration.ofDays(45), false);

    public AgeLimits {
        if (warnAfter.isNegative() || failAfter.isNegative()) {
            throw new IllegalArgumentException("an age of " + warnAfter + " or " + failAfter + " is negative");
        }
    }

    /** An incident for each wanted image that is older than it should be, which says what to do. */
    public List<Incident> incidents(List<PlannedImage> images, Instant now) {
        return images.stream().flatMap(image -> incident(image, now).stream()).toList();
    }

    private Optional<Incident> incident(PlannedImage image, Instant now) {
        @Nullable Instant built = image.lastSuccessAt();
        if (built == null || image.image() == null) {
            return Optional.empty();
        }
        ImageAge age = ImageAge.between(built, now);
        boolean tooOld = age.duration().compareTo(failAfter) > 0;
        if (!tooOld && age.duration().compareTo(warnAfter) <= 0) {
            return Optional.empty();
        }
        String message = "last built " + built.atOffset(ZoneOffset.UTC).toLocalDate() + ", " + age + " ago (limit "
                + new ImageAge(tooOld ? failAfter : warnAfter) + "); "
                + (image.action() == Action.NONE
                        ? "build it by 'imagefactory retry', or let its setting 'rebuild' do so in time"
                        : image.action().isSubmission()
                                ? "the next run builds it ("
                                        + image.reason().code().id() + ")"
                                : "it is not built now because of "
                                        + image.reason().code().id());
        return Optional.of(new Incident(tooOld && failing ? Kind.TOO_OLD : Kind.AGEING, image.imageId(), message));
    }
}
