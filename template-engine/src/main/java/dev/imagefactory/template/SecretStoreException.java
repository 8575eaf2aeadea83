package dev.imagefactory.template;

import org.jspecify.annotations.Nullable;

/**
 * Says that a source of secrets gives out none for now: it cannot be reached, knows nobody who asks, or permits
 * nothing.
 *
 * <p>Unlike {@link MissingSecretException} it concerns every secret of the source; asking for the next one is no use.
 */
public final class SecretStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong with which source, and the next step, without any secret's value */
    public SecretStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
