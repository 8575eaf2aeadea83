package dev.imagefactory.client.implementation;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpResponse;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Instant;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the tries of one request. The last try alone does not tell: when the first timed out and the second
 * found the connection refused, the first may still have started a job.
 */
final class Tries {

    /** The key under which a request's tries are found in its context. */
    static final String KEY = "imagefactory-tries";

    private static final Class<?>[] BEFORE_SENDING = {
        NotSentException.class,
        ConnectException.class,
        NoRouteToHostException.class,
        UnknownHostException.class,
        SSLHandshakeException.class
    };

    private final @Nullable Instant lastTry;
    private boolean noted;
    private boolean outcomeUnknown;

    /** @param lastTry after which no try is begun any more; null where that does not matter */
    Tries(@Nullable Instant lastTry) {
        this.lastTry = lastTry;
    }

    /** The tries of a call; of one without, fresh ones. */
    static Tries of(HttpPipelineCallContext context) {
        return context.getData(KEY).map(Tries.class::cast).orElseGet(() -> new Tries(null));
    }

    /** Whether a try may begin at an instant. */
    boolean mayBegin(Instant instant) {
        return lastTry == null || !instant.isAfter(lastTry);
    }

    /** A try was answered. */
    void answered(HttpResponse response) {
        noted = true;
        outcomeUnknown |= mayHaveTakenEffect(response);
    }

    /** A try got no answer. */
    void failed(Throwable failure) {
        noted = true;
        outcomeUnknown |= mayHaveTakenEffect(failure);
    }

    /** Whether the end of any try was noted. */
    boolean areNoted() {
        return noted;
    }

    /** Whether a try may have had its effect without an answer that says so. */
    boolean outcomeUnknown() {
        return outcomeUnknown;
    }

    /**
     * Whether a request that ended in this answer may have had its effect. A service that breaks midway answers 500,
     * and a gateway that gave up on it 408, 502 or 504. A 503 is a refusal where it says when to come back; proxies
     * send it without that when the connection behind them broke.
     */
    static boolean mayHaveTakenEffect(HttpResponse response) {
        int status = response.getStatusCode();
        return switch (status) {
            case 408 -> true;
            case 501 -> false;
            case 503 -> !RetryAfter.isGiven(response.getHeaders());
            default -> status < 300 || status >= 500;
        };
    }

    /** Whether a request that ended without an answer may have had its effect. */
    static boolean mayHaveTakenEffect(Throwable failure) {
        return !Causes.contain(failure, BEFORE_SENDING);
    }
}
