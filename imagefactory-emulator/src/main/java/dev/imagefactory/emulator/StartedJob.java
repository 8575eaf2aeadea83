package dev.imagefactory.emulator;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job that the emulator started, for tests and for printing.
 *
 * @param trackingId the job's id
 * @param requestId the {@code Repeatability-Request-ID} that it was created with, if any
 * @param imageNames the names of the image that it makes; may be empty
 * @param createdTime when it was accepted, to the millisecond
 */
public record StartedJob(UUID trackingId, @Nullable UUID requestId, List<String> imageNames, Instant createdTime) {

    /** Copies the names. */
    public StartedJob {
        imageNames = List.copyOf(imageNames);
    }
}
