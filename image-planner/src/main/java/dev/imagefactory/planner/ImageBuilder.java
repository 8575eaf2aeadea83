package dev.imagefactory.planner;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The service that builds images, as the planner's runner needs it. */
public interface ImageBuilder {
    /**
     * What is sent to the service.
     *
     * @param requestId names the request: repeating it never starts a second build
     * @param firstSent when the request was first sent
     * @param imageNames the names of the image
     * @param payload the definition as JSON, secrets included; never to be logged or stored
     */
    record Request(String requestId, Instant firstSent, List<String> imageNames, String payload) {
        /** Without the payload, which can hold secrets. */
        @Override
        public String toString() {
            return "Request[" + requestId + ", " + imageNames + "]";
        }
    }

    /**
     * Starts a build.
     *
     * @throws BuildRejectedException where the service refuses the request for good
     * @throws RequestReusedException where the service knows the request id with another content
     * @throws ServiceUnavailableException where the service cannot be reached, throttles, or its answer is not known;
     *     the same request may be repeated
     */
    Job submit(Request request);

    /**
     * The first job that makes one of these images and was started at an instant or later; empty where the service
     * lists none.
     *
     * @param except tracking ids of other jobs
     * @throws ServiceUnavailableException where the service cannot be asked now
     */
    Optional<Job> findStarted(List<String> imageNames, Instant earliest, Set<String> except);

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
