package dev.imagefactory.cli;

import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.planner.Job;
import dev.imagefactory.planner.ServiceUnavailableException;
import dev.imagefactory.template.RenderedImages;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The question about a job of which no build is known. The service may repeat any secret of any definition; so these
 * are learned first, and where that cannot be done, the service's own words are left out.
 */
final class JobLookup {
    private final ServiceSession session;
    private final @Nullable String leftOut;

    private JobLookup(ServiceSession session, @Nullable String leftOut) {
        this.session = session;
        this.leftOut = leftOut;
    }

    /**
     * A question to a service that may have been sent these images; one inside this process got no secret of a vault.
     */
    static JobLookup of(ServiceSession session, Supplier<RenderedImages> images) {
        if (session.isEmbedded()) {
            return new JobLookup(session, null);
        }
        return new JobLookup(
                session,
                session.unknownSecret(images.get())
                        .map(reason -> "the service's words are left out, as they may repeat a secret that could not be"
                                + " looked up: " + reason)
                        .orElse(null));
    }

    /** The job of a tracking id; empty where the service does not know it, or no longer. */
    Optional<Job> find(String trackingId) {
        @Nullable String instead = leftOut;
        if (instead == null) {
            return session.imageBuilder().find(trackingId);
        }
        try {
            return session.imageBuilder(words -> instead)
                    .find(trackingId)
                    .map(job -> new Job(job.trackingId(), job.state(), job.finishedAt(), job.error(), null));
        } catch (ServiceUnavailableException e) {
            throw new ServiceUnavailableException(
                    "the service did not say how the job " + trackingId + " stands" + status(e) + "; " + instead,
                    e,
                    e.kind(),
                    e.retryAfter().orElse(null));
        }
    }

    private static String status(ServiceUnavailableException e) {
        return Stream.<@Nullable Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .filter(ImageFactoryException.class::isInstance)
                .map(ImageFactoryException.class::cast)
                .filter(failure -> failure.statusCode() != 0)
                .map(failure -> " (it answered " + failure.statusCode() + ")")
                .findFirst()
                .orElse("");
    }
}
