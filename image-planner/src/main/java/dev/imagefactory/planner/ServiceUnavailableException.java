package dev.imagefactory.planner;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says that the service could not be asked, or that its answer is not known; the message says what to do. */
public final class ServiceUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What such an answer leaves open. */
    public enum Kind {
        /** The service has not done what it was asked. Another request may succeed. */
        NOT_DONE,
        /** The service may have done what it was asked. */
        OUTCOME_UNKNOWN,
        /** The service has not done it, and would do nothing else: refused credentials, no connection. */
        NOTHING_WORKS
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    public ServiceUnavailableException(
            String message, @Nullable Throwable cause, Kind kind, @Nullable Duration retryAfter) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** How long the service wants to be left alone, where it says so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
