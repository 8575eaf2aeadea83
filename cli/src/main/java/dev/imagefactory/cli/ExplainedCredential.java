package dev.imagefactory.cli;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import reactor.core.publisher.Mono;

/** A credential whose failures say which setting is wrong. */
final class ExplainedCredential implements TokenCredential {
    private final TokenCredential credential;
    private final SignInFailures failures;

    ExplainedCredential(TokenCredential credential, SignInFailures failures) {
        this.credential = credential;
        this.failures = failures;
    }

    TokenCredential explained() {
        return credential;
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
        return credential.getToken(request).onErrorMap(failure -> failures.explain(failure, request));
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
        try {
            return credential.getTokenSync(request);
        } catch (RuntimeException e) {
            throw failures.explain(e, request);
        }
    }
}
