package dev.imagefactory.client.implementation;

import dev.imagefactory.client.models.ImageFactoryException.Kind;
import org.jspecify.annotations.Nullable;

/** A request that a policy held back, so that nothing of it reached the network; another try would not help. */
final class NotSentException extends RuntimeException {

    private final Kind kind;
    private final @Nullable Throwable reason;

    /** A request held back; the reason is no cause, because the retry policy would judge by each cause as well. */
    NotSentException(Kind kind, String message, @Nullable Throwable reason) {
        super(message);
        this.kind = kind;
        this.reason = reason;
    }

    Kind kind() {
        return kind;
    }

    @Nullable
    Throwable reason() {
        return reason;
    }
}
