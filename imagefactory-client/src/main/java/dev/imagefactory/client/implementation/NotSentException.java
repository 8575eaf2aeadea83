package dev.imagefactory.client.implementation;

import dev.imagefactory.client.models.ImageFactoryException.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that a policy held back, so that nothing of it reached the network; another try would not help. */
final class NotSentException extends RuntimeException {

    private final Kind kind;
    private final @Nullable Throwable reason;
    private final @Nullable Duration retryAfter;

    /**
     * A request held back.
     *
     * @param reason no cause, because the retry policy would judge by each cause as well
     * @param retryAfter when the service wants requests again, if that is why
     */
    NotSentException(Kind kind, String message, @Nullable Throwable reason, @Nullable Duration retryAfter) {
        super(message);
        this.kind = kind;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    Kind kind() {
        return kind;
    }

    @Nullable
    Throwable reason() {
        return reason;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
