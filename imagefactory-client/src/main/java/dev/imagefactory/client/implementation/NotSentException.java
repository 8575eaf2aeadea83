package dev.imagefactory.client.implementation;

import dev.imagefactory.client.models.ImageFactoryException.Kind;
import org.jspecify.annotations.Nullable;

/** A request that a policy held back, so that nothing of it reached the network; another try would not help. */
final class NotSentException extends RuntimeException {

    private final Kind kind;

    NotSentException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
