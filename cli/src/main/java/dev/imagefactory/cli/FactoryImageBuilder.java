package dev.imagefactory.cli;

import com.azure.core.util.BinaryData;
import dev.imagefactory.client.ImageFactoryClient;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageFactoryError;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.client.models.ImageJob;
import dev.imagefactory.client.models.ImageJobState;
import dev.imagefactory.planner.BuildRejectedException;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ImageBuilder;
import dev.imagefactory.planner.Job;
import dev.imagefactory.planner.ServiceUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The planner's port to the service, on the typed client. */
final class FactoryImageBuilder implements ImageBuilder {
    private static final Map<ImageJobState, BuildState> STATES = Map.of(
            ImageJobState.QUEUED, BuildState.QUEUED,
            ImageJobState.RUNNING, BuildState.RUNNING,
            ImageJobState.SUCCEEDED, BuildState.SUCCEEDED,
            ImageJobState.FAILED, BuildState.FAILED,
            ImageJobState.CANCELLED, BuildState.CANCELLED);

    private static final int HTTP_CONFLICT = 409;
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final ImageFactoryClient client;
    private final UnaryOperator<String> hiding;

    /** @param hiding takes secrets out of the service's words, before they are kept or shown */
    FactoryImageBuilder(ImageFactoryClient client, UnaryOperator<String> hiding) {
        this.client = client;
        this.hiding = hiding;
    }

    @Override
    public Job submit(Request request) {
        CreateImageOptions options =
                new CreateImageOptions(request.imageNames(), UUID.fromString(request.requestId()), request.firstSent());
        return translating(() -> {
            try {
                return job(client.createImage(BinaryData.fromString(request.payload()), options));
            } catch (ImageFactoryException e) {
                if (e.statusCode() == HTTP_CONFLICT) {
                    return adopted(request, e);
                }
                throw e;
            }
        });
    }

    /**
     * The job that an earlier, equal request started, although the service calls this one different: a secret has
     * changed since. It is the first job of the image after the request was first sent.
     */
    private Job adopted(Request request, ImageFactoryException conflict) {
        Instant earliest = request.firstSent().minus(CLOCK_SKEW);
        return request.imageNames().stream()
                .flatMap(name -> client.listImageJobs(name).stream())
                .filter(job -> job.createdTime() != null && !job.createdTime().isBefore(earliest))
                .min(Comparator.comparing(job -> Objects.requireNonNull(job.createdTime())))
                .map(this::job)
                .orElseThrow(() -> new ServiceUnavailableException(
                        "the service knows request " + request.requestId() + " with another content, as after a"
                                + " changed secret, but lists no job of " + String.join(", ", request.imageNames())
                                + "; ask its owners what became of the request",
                        conflict,
                        true));
    }

    @Override
    public Optional<Job> find(String trackingId) {
        return ifKnown(() -> client.getImageJob(trackingId));
    }

    @Override
    public Optional<Job> cancel(String trackingId) {
        return ifKnown(() -> client.cancelImageJob(trackingId));
    }

    private Optional<Job> ifKnown(Supplier<ImageJob> call) {
        return translating(() -> {
            try {
                return Optional.of(job(call.get()));
            } catch (ImageFactoryException e) {
                if (e.kind() == ImageFactoryException.Kind.NOT_FOUND) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private <T> T translating(Supplier<T> call) {
        try {
            return call.get();
        } catch (ImageFactoryException e) {
            String message = hiding.apply(String.valueOf(e.getMessage()));
            throw switch (e.kind()) {
                case REJECTED -> new BuildRejectedException(reasonOf(e), e);
                case THROTTLED, OUTCOME_UNKNOWN -> new ServiceUnavailableException(message, e, true);
                case UNAUTHORIZED, NOT_FOUND, UNAVAILABLE, UNEXPECTED_ANSWER ->
                    new ServiceUnavailableException(message, e, false);
            };
        }
    }

    /** The service's own words where it gave any: they are what a person needs to correct a definition. */
    private String reasonOf(ImageFactoryException e) {
        @Nullable ImageFactoryError error = e.error();
        return error == null ? hiding.apply(String.valueOf(e.getMessage())) : inWords(error);
    }

    private Job job(ImageJob job) {
        BuildState state = STATES.getOrDefault(job.state(), BuildState.UNKNOWN);
        @Nullable ImageFactoryError error = job.error();
        @Nullable String message = error != null ? inWords(error) : null;
        return new Job(
                job.trackingId(),
                state,
                job.finishedTime(),
                state == BuildState.UNKNOWN ? job.state().name() : message,
                job.logUrl() == null ? null : hiding.apply(job.logUrl()));
    }

    private String inWords(ImageFactoryError error) {
        String target = error.target() == null ? "" : " (at " + error.target() + ")";
        String code = error.code().isEmpty() ? "" : error.code() + ": ";
        return hiding.apply(code + error.message() + target);
    }
}
