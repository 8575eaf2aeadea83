package dev.imagefactory.planner;

/**
 * Says that the service knows the id of a request with another content. Of a repeated request that means that the first
 * one arrived, and that a secret has changed since.
 */
public final class RequestReusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RequestReusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
