package dev.imagefactory.planner;

/**
 * Says that the service refuses a request for its id: it knows the id with another content, as after a change of a
 * secret, or knows ids of that age no more. Of a repeated request that says nothing about what became of the first one.
 */
public final class RequestReusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RequestReusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
