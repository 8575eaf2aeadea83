package dev.imagefactory.client.models;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job that builds one image, as the service last described it.
 *
 * @param trackingId the job's id
 * @param state the job's state; named {@code Unknown}, and not known, where the service gave none
 * @param imageNames the names of the image that the job makes
 * @param createdTime when the job was accepted, if the service said so
 * @param finishedTime when the job ended; absent before
 * @param error why the job failed; absent if it did not
 * @param logUrl the job's log page, as the service wrote it
 * @param requestId the {@code Repeatability-Request-ID} of the request that started the job; absent where the service
 *     gives none, or something that is no UUID
 */
public record ImageJob(
        String trackingId,
        ImageJobState state,
        List<String> imageNames,
        @Nullable Instant createdTime,
        @Nullable Instant finishedTime,
        @Nullable ImageFactoryError error,
        @Nullable String logUrl,
        @Nullable UUID requestId) {

    public ImageJob {
        if (trackingId.isBlank()) {
            throw new IllegalArgumentException("A job needs a tracking id.");
        }
        imageNames = List.copyOf(imageNames);
    }
}
