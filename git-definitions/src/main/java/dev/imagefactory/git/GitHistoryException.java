package dev.imagefactory.git;

/** Says what cannot be read from a repository, and what to do about it. */
public final class GitHistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GitHistoryException(String message) {
        super(message);
    }

    GitHistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
