package dev.imagefactory.planner;

import dev.imagefactory.template.RenderedImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a plan about one image.
 *
 * @param imageId the image
 * @param imageNames its names: as wanted, or for an orphan as last built
 * @param action what to do
 * @param reason why
 * @param warnings what somebody should know beside that
 * @param attempts how often the wanted payload was submitted since it last began with fresh attempts: was forced, built
 *     upon a new base, due for its age or a Patch Tuesday, or asked for again after a success
 * @param nextAttempt the number that a submission of the wanted payload would have, see {@link BuildKey}
 * @param build the last build of the wanted payload; for {@link ReasonCode#NAME_IN_USE} the one in the way, for
 *     {@link ReasonCode#BASE_PENDING} that of the base if there is one, for an orphan the last one at all; null where
 *     there was none
 * @param image what is wanted; null for an orphan
 * @param base the build of its base that a submission would be built upon; null where there is none
 * @param stage 0 for an image that is built upon no other one of the set, else one more than its base's
 * @param lastSuccessAt when its last successful build, of whichever payload, was claimed: its age counts from then;
 *     null where there was none
 * @param firstClaimedAt when its first build, of whichever payload, was claimed; null where there was none
 */
public record PlannedImage(
        String imageId,
        List<String> imageNames,
        Action action,
        Reason reason,
        List<String> warnings,
        int attempts,
        int nextAttempt,
        @Nullable Build build,
        @Nullable RenderedImage image,
        @Nullable BuildKey base,
        int stage,
        @Nullable Instant lastSuccessAt,
        @Nullable Instant firstClaimedAt) {
    public PlannedImage {
        if (!reason.code().actions().contains(action)) {
            throw new IllegalArgumentException(imageId + ": " + reason.code().id() + " is no reason to " + action.id());
        }
        imageNames = List.copyOf(imageNames);
        warnings = List.copyOf(warnings);
    }

    /** The warnings as one text; null where there is none. */
    public @Nullable String warning() {
        return warnings.isEmpty() ? null : String.join("; ", warnings);
    }

    PlannedImage withWarnings(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new PlannedImage(
                imageId,
                imageNames,
                action,
                reason,
                all,
                attempts,
                nextAttempt,
                build,
                image,
                base,
                stage,
                lastSuccessAt,
                firstClaimedAt);
    }

    /** The same decision about an image that has a base. */
    PlannedImage upon(@Nullable BuildKey known) {
        return new PlannedImage(
                imageId,
                imageNames,
                action,
                reason,
                warnings,
                attempts,
                nextAttempt,
                build,
                image,
                known,
                stage,
                lastSuccessAt,
                firstClaimedAt);
    }

    /** The same image, which waits instead. */
    PlannedImage waiting(Reason why, @Nullable Build awaited) {
        return new PlannedImage(
                imageId,
                imageNames,
                Action.WAIT,
                why,
                warnings,
                attempts,
                nextAttempt,
                awaited,
                image,
                base,
                stage,
                lastSuccessAt,
                firstClaimedAt);
    }

    /** The same decision after its build was submitted, or has gone on. */
    PlannedImage withBuild(Build latest, int newAttempts, @Nullable Instant newLastSuccessAt) {
        return new PlannedImage(
                imageId,
                latest.order().imageNames(),
                action,
                reason,
                warnings,
                newAttempts,
                nextAttempt,
                latest,
                image,
                base,
                stage,
                newLastSuccessAt,
                firstClaimedAt == null ? latest.order().claimedAt() : firstClaimedAt);
    }
}
