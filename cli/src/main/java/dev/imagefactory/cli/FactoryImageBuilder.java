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
import java.util.Map;
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
        return translating(() -> job(client.createImage(BinaryData.fromString(request.payload()), options)));
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
