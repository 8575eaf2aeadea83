package dev.imagefactory.client.implementation;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import reactor.core.publisher.Mono;

/** The policy that notes how each try of a request ended; it stands right behind the retry policy. */
public final class TriesPolicy implements HttpPipelinePolicy {

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        Tries tries = Tries.of(context);
        try {
            HttpResponse response = next.processSync();
            tries.answered(response);
            return response;
        } catch (RuntimeException e) {
            tries.failed(e);
            throw e;
        }
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        Tries tries = Tries.of(context);
        return next.process().doOnNext(tries::answered).doOnError(tries::failed);
    }
}
