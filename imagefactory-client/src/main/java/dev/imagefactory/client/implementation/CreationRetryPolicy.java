package dev.imagefactory.client.implementation;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryPolicy;
import reactor.core.publisher.Mono;

/**
 * The retry policy of a service that may ignore request ids: another one for creations than for the rest, in which
 * trying twice does no more than once.
 */
public final class CreationRetryPolicy implements HttpPipelinePolicy {

    private final RetryPolicy ofCreations;
    private final RetryPolicy ofTheRest;

    /** A policy of two. */
    public CreationRetryPolicy(RetryPolicy ofCreations, RetryPolicy ofTheRest) {
        this.ofCreations = ofCreations;
        this.ofTheRest = ofTheRest;
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        return of(context).processSync(context, next);
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return of(context).process(context, next);
    }

    private RetryPolicy of(HttpPipelineCallContext context) {
        boolean creation = context.getHttpRequest().getHeaders().get(Requests.REPEATABILITY_REQUEST_ID) != null;
        return creation ? ofCreations : ofTheRest;
    }
}
