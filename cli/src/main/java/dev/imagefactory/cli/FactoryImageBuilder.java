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
import dev.imagefactory.planner.RequestReusedException;
import dev.imagefactory.planner.ServiceUnavailableException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
                    throw new RequestReusedException(reasonOf(e), e);
                }
                throw e;
            }
        });
    }

    @Override
    public Optional<Job> findStarted(List<String> imageNames, Instant earliest, Set<String> except) {
        Set<String> wanted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        wanted.addAll(imageNames);
        return translating(() -> imageNames.stream()
                .flatMap(name -> client.listImageJobs(name).stream())
                .filter(job -> !except.contains(job.trackingId()))
                .filter(job -> job.imageNames().stream().anyMatch(wanted::contains))
                .filter(job -> job.createdTime() != null && !job.createdTime().isBefore(earliest))
                .min(Comparator.comparing(job -> Objects.requireNonNull(job.createdTime())))
                .map(this::job));
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
            throw e.kind() == ImageFactoryException.Kind.REJECTED
                    ? new BuildRejectedException(reasonOf(e), e)
                    : new ServiceUnavailableException(message, e, !concernsEveryRequest(e));
        }
    }

    /** Whether the next request would fail as well: no sign-in, no answer at all, or a redirect elsewhere. */
    private static boolean concernsEveryRequest(ImageFactoryException e) {
        boolean redirected = e.statusCode() >= 300 && e.statusCode() < 400;
        return switch (e.kind()) {
            case UNAUTHORIZED -> true;
            case UNAVAILABLE -> e.statusCode() == 0;
            case UNEXPECTED_ANSWER -> redirected || e.statusCode() == 0;
            case REJECTED, NOT_FOUND, THROTTLED, OUTCOME_UNKNOWN, UNSUPPORTED -> false;
        };
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
