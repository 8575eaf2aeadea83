package dev.imagefactory.client.implementation;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;

/**
 * What is known of the tries of one request. The last try alone does not tell: when the first timed out and the second
 * found the connection refused, the first may still have started a job.
 */
final class Tries {

    /** The key under which a request's tries are found in its context. */
    static final String KEY = "imagefactory-tries";

    /** Answers in which a gateway gave up on a service that may have done its work. */
    private static final Set<Integer> GAVE_UP = Set.of(408, 502, 504);

    private static final Class<?>[] BEFORE_SENDING = {
        NotSentException.class,
        ConnectException.class,
        NoRouteToHostException.class,
        UnknownHostException.class,
        SSLHandshakeException.class
    };

    private boolean outcomeUnknown;

    /** A try was answered with this status. */
    void answered(int status) {
        outcomeUnknown |= GAVE_UP.contains(status);
    }

    /** A try got no answer. */
    void failed(Throwable failure) {
        outcomeUnknown |= !Causes.contain(failure, BEFORE_SENDING);
    }

    /** A try was answered, but unreadably. */
    void misunderstood() {
        outcomeUnknown = true;
    }

    /** Whether a try may have had its effect without an answer that says so. */
    boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
