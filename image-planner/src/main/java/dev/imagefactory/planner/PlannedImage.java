package dev.imagefactory.planner;

import dev.imagefactory.template.RenderedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a plan about one image.
 *
 * @param imageId the image
 * @param imageNames its names: as wanted, or for an orphan as last built
 * @param action what to do
 * @param reason why
 * @param warning what somebody should know beside that; null for nothing
 * @param attempts how often the wanted payload was submitted, since it was last forced, or last asked for again after a
 *     success
 * @param nextAttempt the number that a submission of the wanted payload would have, see {@link BuildKey}
 * @param build the last build of the wanted payload; for {@link ReasonCode#NAME_IN_USE} the one in the way, for an
 *     orphan the last one at all; null where there was none
 * @param image what is wanted; null for an orphan
 */
public record PlannedImage(
        String imageId,
        List<String> imageNames,
        Action action,
        Reason reason,
        @Nullable String warning,
        int attempts,
        int nextAttempt,
        @Nullable Build build,
        @Nullable RenderedImage image) {
    public PlannedImage {
        imageNames = List.copyOf(imageNames);
    }

    PlannedImage withWarning(String newWarning) {
        return new PlannedImage(imageId, imageNames, action, reason, newWarning, attempts, nextAttempt, build, image);
    }

    /** The same decision after its build was submitted, or has gone on. */
    PlannedImage withBuild(Build latest, int attempts) {
        return new PlannedImage(
                imageId, latest.order().imageNames(), action, reason, warning, attempts, nextAttempt, latest, image);
    }
}
