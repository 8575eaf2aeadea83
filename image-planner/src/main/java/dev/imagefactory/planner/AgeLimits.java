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
 * whichever payload: that is the image which is in use. That of an image that was never built counts from its first
 * claim.
 *
 * @param warnAfter what is older is reported
 * @param failAfter what is older is too old
 * @param failing whether what is too old counts as a failure; each image that was never built is reported then
 */
public record AgeLimits(Duration warnAfter, Duration failAfter, boolean failing) {
    /** 30 and 45 days, and no failure. */
    public static final AgeLimits DEFAULT = new AgeLimits(Duration.ofDays(30), Duration.ofDays(45), false);

    public AgeLimits {
        if (warnAfter.isNegative() || failAfter.isNegative()) {
            throw new IllegalArgumentException("an age of " + warnAfter + " or " + failAfter + " is negative");
        }
    }

    /** An incident for each wanted image that is older than it should be, or was never built; it says what to do. */
    public List<Incident> incidents(List<PlannedImage> images, Instant now) {
        return images.stream()
                .filter(image -> image.image() != null)
                .flatMap(image -> incident(image, now).stream())
                .toList();
    }

    private Optional<Incident> incident(PlannedImage image, Instant now) {
        @Nullable Instant built = image.lastSuccessAt();
        @Nullable Instant since = built == null ? image.firstClaimedAt() : built;
        Duration age =
                since == null ? Duration.ZERO : ImageAge.between(since, now).duration();
        boolean tooOld = age.compareTo(failAfter) > 0;
        boolean ageing = tooOld || age.compareTo(warnAfter) > 0;
        if (!ageing && (built != null || !failing)) {
            return Optional.empty();
        }
        Kind kind = tooOld && failing ? Kind.TOO_OLD : built == null ? Kind.NEVER_BUILT : Kind.AGEING;
        String what = built == null
                ? "never built, " + (since == null ? "nor asked for" : "first asked for ")
                : "last built ";
        String when =
                since == null ? "" : since.atOffset(ZoneOffset.UTC).toLocalDate() + ", " + new ImageAge(age) + " ago";
        String limit = ageing ? " (limit " + new ImageAge(tooOld ? failAfter : warnAfter) + ")" : "";
        return Optional.of(new Incident(kind, image.imageId(), what + when + limit + "; " + next(image)));
    }

    private static String next(PlannedImage image) {
        if (image.action() == Action.NONE) {
            return "build it by 'imagefactory retry', or let its setting 'rebuild' do so in time";
        }
        String code = image.reason().code().id();
        return image.action().isSubmission()
                ? "the next run builds it (" + code + ")"
                : image.reason().code() == ReasonCode.IN_PROGRESS
                        ? "it is being built"
                        : "it is not built now because of " + code;
    }
}
