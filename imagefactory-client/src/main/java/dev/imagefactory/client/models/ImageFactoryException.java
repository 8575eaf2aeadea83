package dev.imagefactory.client.models;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The failure of one call to the Image Factory. Its message says what was asked, what came back and what to do next;
 * its {@linkplain #kind() kind} is what a program decides by.
 */
public class ImageFactoryException extends RuntimeException {

    private final Kind kind;
    private final Details details;

    /**
     * A failure of this kind.
     *
     * @param kind what a program decides by
     * @param message what was asked, what came back and what to do next
     * @param details the facts behind the message; {@link Details#NONE} where there are none
     * @param cause what the failure comes from, if not from an answer of the service
     */
    public ImageFactoryException(Kind kind, String message, Details details, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.details = details;
    }

    /** What a program decides by. */
    public Kind kind() {
        return kind;
    }

    /** The status of the answer, or 0 where no answer came. */
    public int statusCode() {
        return details.statusCode();
    }

    /** The service's own words, if it gave any. */
    public @Nullable ImageFactoryError error() {
        return details.error();
    }

    /** The id under which this call can be found in logs ({@code x-ms-client-request-id}). */
    public @Nullable String requestId() {
        return details.requestId();
    }

    /** The id with which the request can be repeated safely ({@code Repeatability-Request-ID}), if it had one. */
    public @Nullable UUID repeatabilityRequestId() {
        return details.repeatabilityRequestId();
    }

    /** How long the service asks to wait before the next request, if it did. */
    public @Nullable Duration retryAfter() {
        return details.retryAfter();
    }

    /** What can be done about a failure. */
    public enum Kind {
        /** The service found the request wrong; repeating it will not help. */
        REJECTED,
        /** There was no token, or it was not good enough. */
        UNAUTHORIZED,
        /** The service does not know what was asked for, or no longer. */
        NOT_FOUND,
        /**
         * The service wants fewer requests; see {@link ImageFactoryException#retryAfter()}. Nothing was started.
         * Without a {@linkplain ImageFactoryException#statusCode() status}, the request was not even sent.
         */
        THROTTLED,
        /** The service could not be reached or did not serve. Nothing was started; repeating it later may help. */
        UNAVAILABLE,
        /**
         * The call's own limits held the request back: it was too late for it, or the caller wants no more. Nothing was
         * started. {@link ImageFactoryException#retryAfter()} says what was left of a pause that the service wants.
         */
        NOT_SENT,
        /**
         * The request, or an earlier try of it, may have had its effect, but no answer says so. A creation can be
         * repeated with the same request id where the service honours those, and be looked for otherwise; for a
         * cancellation, the job's state tells.
         */
        OUTCOME_UNKNOWN,
        /** The service does not offer this: it cannot be searched for jobs. */
        UNSUPPORTED,
        /** The answer was none that the contract knows, a redirect for instance: endpoint or contract is wrong. */
        UNEXPECTED_ANSWER
    }

    /**
     * The facts of one failed call.
     *
     * @param statusCode the status of the answer, or 0 where no answer came
     * @param error the service's own words
     * @param requestId the value of {@code x-ms-client-request-id}
     * @param repeatabilityRequestId the value of {@code Repeatability-Request-ID}
     * @param retryAfter how long the service asks to wait
     */
    public record Details(
            int statusCode,
            @Nullable ImageFactoryError error,
            @Nullable String requestId,
            @Nullable UUID repeatabilityRequestId,
            @Nullable Duration retryAfter) {

        /** No facts, as of a call that never got as far as a request. */
        public static final Details NONE = new Details(0, null, null, null, null);
    }
}
