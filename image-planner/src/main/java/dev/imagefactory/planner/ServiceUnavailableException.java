package dev.imagefactory.planner;

/** Says that the service could not be asked, or that its answer is not known; the message says what to do. */
public final class ServiceUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean worthTryingOthers;

    /** @param worthTryingOthers false where the next request would fail as well: refused credentials, no connection */
    public ServiceUnavailableException(String message, Throwable cause, boolean worthTryingOthers) {
        super(message, cause);
        this.worthTryingOthers = worthTryingOthers;
    }

    public ServiceUnavailableException(String message, boolean worthTryingOthers) {
        super(message);
        this.worthTryingOthers = worthTryingOthers;
    }

    /** Whether another request may succeed although this one did not. */
    public boolean worthTryingOthers() {
        return worthTryingOthers;
    }
}
