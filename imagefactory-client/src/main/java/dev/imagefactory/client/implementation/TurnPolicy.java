package dev.imagefactory.client.implementation;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import java.util.concurrent.Semaphore;
import reactor.core.publisher.Mono;

/**
 * The policy that sends no more requests at once than there may be connections; the rest wait for their turn. The pool
 * of connections alone would refuse those beyond twice its size.
 */
public final class TurnPolicy implements HttpPipelinePolicy {

    private final Semaphore turns;

    /** A policy that sends so many requests at once. */
    public TurnPolicy(int connections) {
        turns = new Semaphore(connections, true);
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        await();
        try {
            return next.processSync();
        } finally {
            turns.release();
        }
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return Mono.defer(() -> {
            await();
            return next.process().doFinally(end -> turns.release());
        });
    }

    private void await() {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSentException(
                    Kind.UNAVAILABLE, "it was not sent, because the thread was interrupted", null, null);
        }
    }
}
