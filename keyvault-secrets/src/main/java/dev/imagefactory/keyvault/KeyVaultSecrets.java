package dev.imagefactory.keyvault;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.RequestRetryCondition;
import com.azure.core.http.policy.RetryOptions;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.SecretResolver;
import dev.imagefactory.template.SecretStoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of an Azure Key Vault, each in its current version.
 *
 * <p>A secret is asked for once in the life of this object, however many threads want it: what the vault said of it,
 * that it is missing, disabled or expired included, stays. Only a failure of the vault as a whole is asked about again.
 * Throttling and passing failures are retried by the client. Safe for concurrent use.
 */
public final class KeyVaultSecrets implements SecretResolver {
    /** Key Vault: "a 1-127 character string, containing only 0-9, a-z, A-Z, and -". */
    private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");

    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

    private final SecretClient client;
    private final Clock clock;
    private final VaultFailures failures;
    private final Map<String, CompletableFuture<Secret>> secrets = new ConcurrentHashMap<>();

    /**
     * Secrets by a client, for instance one of {@link #clientBuilder}.
     *
     * @param client which needs the permission to get secrets: the role "Key Vault Secrets User", or {@code get} in an
     *     access policy
     * @param clock by which a secret has expired or is not valid yet: the vault gives out both
     */
    public KeyVaultSecrets(SecretClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
        this.failures = new VaultFailures(client.getVaultUrl());
    }

    /**
     * A builder of clients as they are wanted here: what may pass is tried three times more, a failed sign-in is not,
     * and nothing of requests and answers is logged. All of it can be set otherwise.
     *
     * @param vaultUrl {@code https://NAME.vault.azure.net}
     */
    public static SecretClientBuilder clientBuilder(String vaultUrl, TokenCredential credential) {
        return new SecretClientBuilder()
                .vaultUrl(vaultUrl)
                .credential(credential)
                .httpLogOptions(new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE))
                .retryOptions(new RetryOptions(new ExponentialBackoffOptions().setMaxRetries(3))
                        .setShouldRetryCondition(KeyVaultSecrets::mayPass));
    }

    /** The retry policy asks this of every cause in turn, so it names what may pass rather than what may not. */
    static boolean mayPass(RequestRetryCondition attempt) {
        @Nullable HttpResponse response = attempt.getResponse();
        return response == null
                ? attempt.getThrowable() instanceof IOException || attempt.getThrowable() instanceof TimeoutException
                : PASSING.contains(response.getStatusCode());
    }

    private record Secret(
            String value, String version, @Nullable Instant expiry) {
        /** Without the value. */
        @Override
        public String toString() {
            return "Secret[" + version + "]";
        }
    }

    /**
     * The value of a secret's current version.
     *
     * @throws MissingSecretException where the secret is missing, disabled, expired or not valid yet
     * @throws SecretStoreException where the vault cannot be reached, or refuses whoever asks
     */
    @Override
    public String resolve(String name) {
        return current(name).value();
    }

    /**
     * The id of a secret's current version, 32 hexadecimal digits: another value of the secret is another version.
     *
     * @throws MissingSecretException as {@link #resolve}
     * @throws SecretStoreException as {@link #resolve}
     */
    public String version(String name) {
        return current(name).version();
    }

    /**
     * When a secret's current version expires; empty where the vault names no date.
     *
     * @throws MissingSecretException as {@link #resolve}
     * @throws SecretStoreException as {@link #resolve}
     */
    public Optional<Instant> expiry(String name) {
        return Optional.ofNullable(current(name).expiry());
    }

    private Secret current(String name) {
        CompletableFuture<Secret> asked = new CompletableFuture<>();
        @Nullable CompletableFuture<Secret> before = secrets.putIfAbsent(name, asked);
        if (before != null) {
            return answer(before);
        }
        try {
            asked.complete(read(name));
        } catch (MissingSecretException e) {
            asked.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            secrets.remove(name);
            asked.completeExceptionally(e);
        }
        return answer(asked);
    }

    private static Secret answer(CompletableFuture<Secret> asked) {
        try {
            return asked.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private Secret read(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new MissingSecretException(
                    name, "cannot be in a Key Vault", "use 1 to 127 letters, digits and dashes as its name");
        }
        KeyVaultSecret secret;
        try {
            secret = client.getSecret(name);
        } catch (RuntimeException e) {
            throw failures.explain(name, e);
        }
        SecretProperties properties = secret.getProperties();
        Instant now = clock.instant();
        @Nullable OffsetDateTime expiry = properties.getExpiresOn();
        @Nullable OffsetDateTime start = properties.getNotBefore();
        if (Boolean.FALSE.equals(properties.isEnabled())) {
            throw failures.disabled(name);
        } else if (expiry != null && !now.isBefore(expiry.toInstant())) {
            throw failures.expired(name, expiry.toInstant());
        } else if (start != null && now.isBefore(start.toInstant())) {
            throw failures.notYetValid(name, start.toInstant());
        }
        @Nullable String value = secret.getValue();
        if (value == null || value.isEmpty()) {
            throw failures.empty(name);
        }
        return new Secret(value, properties.getVersion(), expiry == null ? null : expiry.toInstant());
    }
}
