package dev.imagefactory.osob;

/**
 * The server of a consumer, or of its pull requests, does not answer or does as asked for no one with these
 * credentials.
 */
public final class ConsumerUnreachableException extends ConsumerException {
    private static final long serialVersionUID = 1L;

    public ConsumerUnreachableException(String message) {
        super(message);
    }

    public ConsumerUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
