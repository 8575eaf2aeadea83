package dev.imagefactory.client.implementation;

import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.RequestRetryCondition;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/** The rule that says which answers and failures are worth another try. */
public final class RetryRule implements Predicate<RequestRetryCondition> {

    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

    private final Clock clock;
    private final boolean repeatsUnknown;

    /**
     * A rule that reads dates by this clock.
     *
     * @param repeatsUnknown whether a request is worth another try that may have had its effect already
     */
    public RetryRule(Clock clock, boolean repeatsUnknown) {
        this.clock = clock;
        this.repeatsUnknown = repeatsUnknown;
    }

    @Override
    public boolean test(RequestRetryCondition condition) {
        HttpResponse response = condition.getResponse();
        return response != null ? isPassing(response) : isPassing(condition.getThrowable());
    }

    boolean isPassing(HttpResponse response) {
        Duration wait = RetryAfter.of(response.getHeaders(), clock);
        return PASSING.contains(response.getStatusCode())
                && (wait == null || wait.compareTo(PacePolicy.LONGEST_WAIT) <= 0)
                && (repeatsUnknown || !Tries.mayHaveTakenEffect(response));
    }

    boolean isPassing(Throwable failure) {
        return !Causes.contain(failure, NotSentException.class, InterruptedException.class)
                && (repeatsUnknown || !Tries.mayHaveTakenEffect(failure));
    }
}
