package dev.imagefactory.planner;

/** Says that the service refused a request for good; the message is the service's reason. */
public final class BuildRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BuildRejectedException(String message, Throwable cause) {
        super(message, cause);
    }

    public BuildRejectedException(String message) {
        super(message);
    }
}
