package dev.imagefactory.client.implementation;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.http.policy.RetryStrategy;
import dev.imagefactory.client.models.Pause;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The policy that tries again what may pass. Unlike azure-core's it begins no pause that would end after the call's
 * last try, and its pauses end when the caller wants no more requests; either way the last answer stands. It leaves the
 * pauses that the service asks for to the {@link PacePolicy}.
 */
public final class RetryingPolicy implements HttpPipelinePolicy {

    /** By which azure-core's log tells how often a request was tried. */
    private static final String RETRY_COUNT = "requestRetryCount";

    private final RetryStrategy delays;
    private final RetryPolicy ofOtherThreads;
    private final Pause pause;
    private final Clock clock;
    private final RetryRule ofCreations;
    private final RetryRule ofTheRest;

    /**
     * A policy with these pauses.
     *
     * @param ofOtherThreads the same in azure-core's way, for policies of a caller that go on in threads which must not
     *     be blocked
     * @param repeatsUnknownCreations whether a creation is worth another try that may have started a job already
     */
    public RetryingPolicy(
            RetryStrategy delays,
            RetryPolicy ofOtherThreads,
            Pause pause,
            Clock clock,
            boolean repeatsUnknownCreations) {
        this.delays = delays;
        this.ofOtherThreads = ofOtherThreads;
        this.pause = pause;
        this.clock = clock;
        this.ofCreations = new RetryRule(clock, repeatsUnknownCreations);
        this.ofTheRest = new RetryRule(clock, true);
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        HttpRequest request = context.getHttpRequest();
        RetryRule rule = Requests.isCreation(request) ? ofCreations : ofTheRest;
        for (int tries = 1; ; tries++) {
            context.setHttpRequest(request.copy());
            context.setData(RETRY_COUNT, tries);
            HttpResponse response;
            try {
                response = next.clone().processSync();
            } catch (RuntimeException e) {
                if (!rule.isPassing(e) || !waits(context, tries, null)) {
                    throw e;
                }
                continue;
            }
            Duration demanded = RetryAfter.of(response.getHeaders(), clock);
            if (!rule.isPassing(response) || !waits(context, tries, demanded)) {
                return response;
            }
            response.close();
        }
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return ofOtherThreads.process(context, next);
    }

    /** Waits before the next try; false where there may be none. */
    private boolean waits(HttpPipelineCallContext context, int tries, @Nullable Duration demanded) {
        if (tries > delays.getMaxRetries()) {
            return false;
        }
        Duration wait = demanded != null ? demanded : delays.calculateRetryDelay(tries - 1);
        if (!Tries.of(context).mayBegin(clock.instant().plus(wait))) {
            return false;
        }
        try {
            return pause.await(demanded != null ? Duration.ZERO : wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
