package dev.imagefactory.pullrequests;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a git server and its REST API are shown. Asked before each request, so that tokens may renew; the answer goes
 * into the header {@code Authorization} and nowhere else.
 */
@FunctionalInterface
public interface GitCredentials {
    /** Nothing is shown. */
    GitCredentials NONE = Optional::empty;

    /** The value of the header {@code Authorization}; empty where there is none. */
    Optional<String> authorization();

    /**
     * A personal access token, or a password.
     *
     * @param user empty for Azure DevOps, {@code x-access-token} for GitHub
     */
    static GitCredentials basic(String user, Supplier<String> password) {
        return () -> Optional.of("Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password.get()).getBytes(StandardCharsets.UTF_8)));
    }

    /** An OAuth token: of Entra ID, the pipeline's {@code SYSTEM_ACCESSTOKEN}, or one of GitHub for its REST API. */
    static GitCredentials bearer(Supplier<String> token) {
        return () -> Optional.of("Bearer " + token.get());
    }
}
