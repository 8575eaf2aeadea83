package dev.imagefactory.client.implementation;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import dev.imagefactory.client.models.Pause;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The policy that keeps the pace that the service asks for: after an answer that says {@linkplain RetryAfter how long
 * to wait}, no thread sends a request before. Of several demands the longest counts.
 *
 * <p>It holds back the thread that sends; the client has no other kind of call.
 */
public final class PacePolicy extends HttpPipelineSyncPolicy {

    /** A longer wait is the caller's to plan: it gets the exception, which tells how long. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** Keeps the sums below those of {@link System#nanoTime()}. */
    private static final Duration LONGEST_DEMAND = Duration.ofDays(365);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private final AtomicLong notBefore;

    /** A policy that reads dates by this clock. */
    public PacePolicy(Clock clock, Pause pause) {
        this(clock, System::nanoTime, pause);
    }

    /**
     * A policy in a time of its own.
     *
     * @param clock the time of day, by which dates in answers are read
     * @param nanoTime by which waits are measured: setting the clock neither shortens nor prolongs them
     * @param pause how to wait; waking early does no harm
     */
    public PacePolicy(Clock clock, LongSupplier nanoTime, Pause pause) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.notBefore = new AtomicLong(nanoTime.getAsLong());
    }

    @Override
    protected void beforeSendingRequest(HttpPipelineCallContext context) {
        Tries tries = Tries.of(context);
        Duration left;
        // Over again after each wait: another thread's answer may have asked for a longer one meanwhile.
        do {
            left = left();
            if (left.compareTo(LONGEST_WAIT) > 0) {
                throw notSent(Kind.THROTTLED, "the service has asked for a pause", left);
            }
            if (!tries.mayBegin(clock.instant().plus(left))) {
                throw notSent(
                        Kind.NOT_SENT,
                        left.isZero()
                                ? "it would have been too late"
                                : "it would have been too late after the pause that the service has asked for",
                        left);
            }
            try {
                if (!pause.await(left)) {
                    throw notSent(Kind.NOT_SENT, "no more requests were wanted", left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw notSent(
                        Kind.UNAVAILABLE,
                        "the thread was interrupted in the pause that the service has asked for",
                        left);
            }
        } while (!left.isZero());
    }

    @Override
    protected HttpResponse afterReceivedResponse(HttpPipelineCallContext context, HttpResponse response) {
        Duration wait = RetryAfter.of(response.getHeaders(), clock);
        if (wait != null) {
            Duration demand = wait.compareTo(LONGEST_DEMAND) < 0 ? wait : LONGEST_DEMAND;
            notBefore.accumulateAndGet(nanoTime.getAsLong() + demand.toNanos(), (a, b) -> a - b > 0 ? a : b);
        }
        return response;
    }

    private static NotSentException notSent(Kind kind, String why, Duration left) {
        return new NotSentException(kind, "it was not sent, because " + why, null, left.isZero() ? null : left);
    }

    /** What is left of the pause; zero where it is over. */
    private Duration left() {
        return Duration.ofNanos(Math.max(0, notBefore.get() - nanoTime.getAsLong()));
    }
}
