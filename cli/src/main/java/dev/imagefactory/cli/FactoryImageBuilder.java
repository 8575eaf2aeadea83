package dev.imagefactory.cli;

import com.azure.core.http.rest.Response;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import dev.imagefactory.client.ImageFactoryClient;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageFactoryError;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.client.models.ImageJob;
import dev.imagefactory.client.models.ImageJobState;
import dev.imagefactory.client.models.ServiceContract;
import dev.imagefactory.planner.BuildRejectedException;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ImageBuilder;
import dev.imagefactory.planner.Job;
import dev.imagefactory.planner.RequestReusedException;
import dev.imagefactory.planner.ServiceUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    /** Known with another content; and, after Repeatable Requests 1.0, first sent longer ago than ids are kept. */
    private static final Set<Integer> REFUSED_FOR_ITS_ID = Set.of(409, 412);

    private final ImageFactoryClient client;
    private final RequestIds requestIds;
    private final UnaryOperator<String> hiding;

    /** @param hiding takes secrets out of the service's words, before they are kept or shown */
    FactoryImageBuilder(
            ImageFactoryClient client, ServiceContract.RequestIds requestIds, UnaryOperator<String> hiding) {
        this.client = client;
        this.requestIds = switch (requestIds) {
            case CONFIRMED -> RequestIds.CONFIRMED;
            case HONOURED -> RequestIds.HONOURED;
            case IGNORED -> RequestIds.IGNORED;
        };
        this.hiding = hiding;
    }

    @Override
    public RequestIds requestIds() {
        return requestIds;
    }

    @Override
    public Answer submit(Request request) {
        CreateImageOptions options = new CreateImageOptions(
                request.imageNames(), UUID.fromString(request.requestId()), request.firstSent(), request.lastTry());
        return translating(() -> {
            try {
                Response<ImageJob> response =
                        client.createImageWithResponse(BinaryData.fromString(request.payload()), options, Context.NONE);
                return new Answer(job(response.getValue()), ImageFactoryClient.isRequestIdHonoured(response));
            } catch (ImageFactoryException e) {
                if (REFUSED_FOR_ITS_ID.contains(e.statusCode()) && e.kind() == ImageFactoryException.Kind.REJECTED) {
                    throw new RequestReusedException(reasonOf(e), e);
                }
                throw e;
            }
        });
    }

    @Override
    public Optional<List<Job>> findStarted(String requestId, List<String> imageNames, Instant earliest) {
        return asking(() -> {
            try {
                return Optional.of(candidates(requestId, listed(imageNames, earliest)));
            } catch (ImageFactoryException e) {
                if (e.kind() == ImageFactoryException.Kind.UNSUPPORTED) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private List<ImageJob> listed(List<String> imageNames, Instant earliest) {
        Set<String> wanted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        wanted.addAll(imageNames);
        return imageNames.stream()
                .flatMap(name -> client.listImageJobs(name).stream())
                .filter(job -> job.imageNames().stream().anyMatch(wanted::contains))
                .filter(job -> job.createdTime() == null || !job.createdTime().isBefore(earliest))
                .distinct()
                .toList();
    }

    /** The job that names the request; else those that name none. */
    private List<Job> candidates(String requestId, List<ImageJob> listed) {
        List<ImageJob> named = listed.stream()
                .filter(job -> UUID.fromString(requestId).equals(job.requestId()))
                .toList();
        return (named.isEmpty() ? listed.stream().filter(job -> job.requestId() == null) : named.stream())
                .map(this::job)
                .toList();
    }

    @Override
    public Optional<Job> find(String trackingId) {
        return asking(() -> ifKnown(() -> client.getImageJob(trackingId)));
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

    /** A question that the service refuses is not answered; there is nothing to give up for that. */
    private <T> T asking(Supplier<T> question) {
        try {
            return translating(question);
        } catch (BuildRejectedException e) {
            throw new ServiceUnavailableException(
                    String.valueOf(e.getMessage()), e, ServiceUnavailableException.Kind.NOT_DONE, null);
        }
    }

    private <T> T translating(Supplier<T> call) {
        try {
            return call.get();
        } catch (ImageFactoryException e) {
            String message = hiding.apply(String.valueOf(e.getMessage()));
            throw e.kind() == ImageFactoryException.Kind.REJECTED
                    ? new BuildRejectedException(reasonOf(e), e)
                    : new ServiceUnavailableException(message, e, kindOf(e), e.retryAfter());
        }
    }

    private static ServiceUnavailableException.Kind kindOf(ImageFactoryException e) {
        boolean redirected = e.statusCode() >= 300 && e.statusCode() < 400;
        boolean nothingWorks = switch (e.kind()) {
            case UNAUTHORIZED -> true;
            case UNAVAILABLE -> e.statusCode() == 0;
            case UNEXPECTED_ANSWER -> redirected || e.statusCode() == 0;
            case REJECTED, NOT_FOUND, THROTTLED, NOT_SENT, OUTCOME_UNKNOWN, UNSUPPORTED -> false;
        };
        if (nothingWorks) {
            return ServiceUnavailableException.Kind.NOTHING_WORKS;
        }
        return e.kind() == ImageFactoryException.Kind.OUTCOME_UNKNOWN
                ? ServiceUnavailableException.Kind.OUTCOME_UNKNOWN
                : ServiceUnavailableException.Kind.NOT_DONE;
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
                state == BuildState.UNKNOWN ? hiding.apply(job.state().name()) : message,
                job.logUrl() == null ? null : hiding.apply(job.logUrl()));
    }

    private String inWords(ImageFactoryError error) {
        String target = error.target() == null ? "" : " (at " + error.target() + ")";
        String code = error.code().isEmpty() ? "" : error.code() + ": ";
        return hiding.apply(code + error.message() + target);
    }
}
