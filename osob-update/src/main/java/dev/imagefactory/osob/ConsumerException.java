package dev.imagefactory.osob;

/** A consumer's files cannot be read or changed; the message says which, why, and what to do. */
public class ConsumerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConsumerException(String message) {
        super(message);
    }

    public ConsumerException(String message, Throwable cause) {
        super(message, cause);
    }
}
