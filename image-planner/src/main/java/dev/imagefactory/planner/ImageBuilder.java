package dev.imagefactory.planner;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The service that builds images, as the planner's runner needs it. Safe for concurrent use. */
public interface ImageBuilder {
    /** Whether a request may be repeated under its id without a second build coming of it. */
    enum RequestIds {
        /** As the service's last answer to a submission said, see {@link Answer}. */
        CONFIRMED,
        /** Yes, whatever the answers say. */
        HONOURED,
        /** No. */
        IGNORED
    }

    /**
     * What is sent to the service.
     *
     * @param requestId names the request, a UUID
     * @param firstSent when the request was first sent
     * @param imageNames the names of the image
     * @param payload the definition as JSON, secrets included; never to be logged or stored
     * @param lastTry after which no try of it is begun any more, and no pause that would end later; null where that
     *     does not matter
     */
    record Request(
            String requestId,
            Instant firstSent,
            List<String> imageNames,
            String payload,
            @Nullable Instant lastTry) {
        public Request {
            imageNames = List.copyOf(imageNames);
        }

        /** Without the payload, which can hold secrets. */
        @Override
        public String toString() {
            return "Request[" + requestId + ", " + imageNames + "]";
        }
    }

    /**
     * The answer to a submission.
     *
     * @param job the job that builds the image
     * @param requestIdHonoured whether the answer says that the request id is honoured
     */
    record Answer(Job job, boolean requestIdHonoured) {}

    /** What is known of the service's handling of request ids. */
    RequestIds requestIds();

    /**
     * Starts a build.
     *
     * @throws BuildRejectedException where the service refuses the request for good
     * @throws RequestReusedException where the service knows the request id with another content, or no longer knows
     *     ids of that age
     * @throws ServiceUnavailableException where the service did not answer so; it says whether a job may have been
     *     started all the same
     */
    Answer submit(Request request);

    /**
     * The jobs that the service lists for a request whose answer is not known: the one that names the request, else all
     * that make one of the images and were started at an instant or later.
     *
     * @return empty where the service cannot be searched
     * @throws ServiceUnavailableException where the service cannot be asked now
     */
    Optional<List<Job>> findStarted(String requestId, List<String> imageNames, Instant earliest);

    /**
     * The job of a tracking id; empty where the service does not know it, or no longer.
     *
     * @throws ServiceUnavailableException where the service cannot be asked now
     */
    Optional<Job> find(String trackingId);

    /**
     * Cancels a job that has not ended, and returns it; empty where the service does not know it.
     *
     * @throws BuildRejectedException where it has ended already
     * @throws ServiceUnavailableException where the service cannot be asked now
     */
    Optional<Job> cancel(String trackingId);
}
