package dev.imagefactory.client.implementation;

import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.RequestRetryCondition;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rule that says which answers and failures are worth another try. It does not look at the method: creation carries
 * the id that makes repeating it safe, and cancelling twice is the same as once.
 */
public final class RetryRule implements Predicate<RequestRetryCondition> {

    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

    private final Clock clock;

    /** A rule that reads dates in {@code Retry-After} by this clock. */
    public RetryRule(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean test(RequestRetryCondition condition) {
        HttpResponse response = condition.getResponse();
        return response != null ? isPassing(response) : isPassing(condition.getThrowable());
    }

    private boolean isPassing(HttpResponse response) {
        Duration wait = RetryAfter.of(response.getHeaders(), clock);
        return PASSING.contains(response.getStatusCode())
                && (wait == null || wait.compareTo(PacePolicy.LONGEST_WAIT) <= 0);
    }

    private static boolean isPassing(@Nullable Throwable failure) {
        return !Causes.contain(failure, NotSentException.class, InterruptedException.class);
    }
}
