package dev.imagefactory.client.implementation;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import reactor.core.publisher.Mono;

/**
 * The policy that adds the bearer token, and to requests to the endpoint only. Since {@link Endpoint} allows http on
 * loopback hosts only, so does this, where the policy that it extends wants https even there.
 */
public final class EndpointTokenPolicy extends BearerTokenAuthenticationPolicy {

    private final Endpoint endpoint;

    /** A policy that sends this credential's tokens of this scope to this endpoint. */
    public EndpointTokenPolicy(Endpoint endpoint, TokenCredential credential, String scope) {
        super(credential, scope);
        this.endpoint = endpoint;
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        requireEndpoint(context);
        try {
            authorizeRequestSync(context);
        } catch (RuntimeException e) {
            throw noToken(e);
        }
        return next.processSync();
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return Mono.fromRunnable(() -> requireEndpoint(context))
                .then(Mono.defer(() -> authorizeRequest(context).onErrorMap(EndpointTokenPolicy::noToken)))
                .then(Mono.defer(next::process));
    }

    private void requireEndpoint(HttpPipelineCallContext context) {
        if (!endpoint.covers(context.getHttpRequest().getUrl())) {
            throw new NotSentException(
                    Kind.UNEXPECTED_ANSWER,
                    "The request was about to go to "
                            + ForeignText.withoutQuery(
                                    context.getHttpRequest().getUrl().toString())
                            + " instead of the endpoint " + endpoint + "; no token was sent",
                    null,
                    null);
        }
    }

    private static NotSentException noToken(Throwable cause) {
        return new NotSentException(
                Kind.UNAUTHORIZED,
                "No token could be had: " + ForeignText.clean(String.valueOf(cause.getMessage())),
                cause,
                null);
    }
}
