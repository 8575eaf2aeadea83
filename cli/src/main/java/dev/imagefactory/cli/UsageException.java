package dev.imagefactory.cli;

/** Says that the call or the configuration is wrong, and what to do. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
