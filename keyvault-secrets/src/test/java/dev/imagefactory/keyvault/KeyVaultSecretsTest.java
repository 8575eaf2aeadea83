package dev.imagefactory.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchRuntimeException;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.SecretStoreException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** The vault's own client over TLS against a vault on this machine. */
@Timeout(120)
class KeyVaultSecretsTest {
    private static final String TENANT = "11111111-2222-3333-4444-555555555555";
    private static final String TOKEN = "t0ken-of-the-test";
    private static final String VALUE = "s3cret-Value==";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final int THREADS = 16;

    @TempDir
    private static Path folder;

    private static LocalTls tls;
    private static HttpClient http;

    private VaultServer vault;

    @BeforeAll
    static void makeCertificate() throws IOException, GeneralSecurityException {
        tls = LocalTls.create(folder);
        http = tls.trustingClient();
    }

    @BeforeEach
    void startVault() throws IOException, GeneralSecurityException {
        vault = new VaultServer(tls, TENANT);
    }

    @AfterEach
    void stopVault() {
        vault.close();
    }

    private static final TokenCredential CREDENTIAL = request -> Mono.just(new AccessToken(TOKEN, OffsetDateTime.MAX));

    private KeyVaultSecrets secrets() {
        return secrets(vault.url(), CREDENTIAL);
    }

    /** Secrets that are asked for twice at most; with an hour between, unless the answer says when. */
    private static KeyVaultSecrets secrets(String url, TokenCredential credential) {
        return secrets(url, credential, Duration.ofHours(1));
    }

    private static KeyVaultSecrets secrets(String url, TokenCredential credential, Duration delay) {
        return secrets(client(url, credential)
                .retryOptions(new RetryOptions(new FixedDelayOptions(1, delay))
                        .setShouldRetryCondition(KeyVaultSecrets::mayPass)));
    }

    private static KeyVaultSecrets secrets(SecretClientBuilder client) {
        return new KeyVaultSecrets(client.buildClient(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** A client that takes the host for a vault's, although it is not below that of the vault's resource. */
    private static SecretClientBuilder client(String url, TokenCredential credential) {
        return KeyVaultSecrets.clientBuilder(url, credential).httpClient(http).disableChallengeResourceVerification();
    }

    @Test
    void should_give_the_value_and_the_version_of_a_secret_for_one_request() {
        vault.hold("my-pat", VALUE, "8f2c01");
        KeyVaultSecrets secrets = secrets();

        assertThat(secrets.resolve("my-pat")).isEqualTo(VALUE);
        assertThat(secrets.version("my-pat")).isEqualTo("8f2c01");
        assertThat(secrets.resolve("my-pat")).isEqualTo(VALUE);
        assertThat(vault.requests()).containsExactly("/secrets/my-pat/");
        assertThat(vault.tokens()).containsExactly(TOKEN);
    }

    @Test
    void should_ask_once_when_many_threads_want_the_same_secret() throws Exception {
        vault.hold("my-pat", VALUE, "1");
        vault.hold("other", "other", "1");
        KeyVaultSecrets secrets = secrets();
        CountDownLatch answer = new CountDownLatch(1);
        vault.beforeAnswer(() -> await(answer, "my-pat"));

        List<Future<String>> values = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
        try {
            for (int i = 0; i < THREADS; i++) {
                values.add(threads.submit(() -> secrets.resolve("my-pat")));
            }
            // Another secret is given out meanwhile.
            assertThat(threads.submit(() -> secrets.resolve("other")).get()).isEqualTo("other");
            answer.countDown();
            for (Future<String> value : values) {
                assertThat(value.get()).isEqualTo(VALUE);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(vault.requests()).containsExactlyInAnyOrder("/secrets/my-pat/", "/secrets/other/");
    }

    /** Holds back the answer to the newest request, if it is about this secret. */
    private void await(CountDownLatch latch, String name) {
        if (vault.requests().get(vault.requests().size() - 1).contains(name)) {
            uninterrupted(() -> latch.await(1, TimeUnit.MINUTES));
        }
    }

    private static void uninterrupted(Callable<?> waiting) {
        try {
            waiting.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void should_know_when_a_secret_expires() {
        vault.hold("my-pat", VALUE, "1", "\"enabled\": true, \"exp\": 1795435201");
        vault.hold("my-key", VALUE, "1");
        KeyVaultSecrets secrets = secrets();

        assertThat(secrets.expiry("my-pat")).contains(Instant.ofEpochSecond(1_795_435_201));
        assertThat(secrets.expiry("my-key")).isEmpty();
        assertThatThrownBy(() -> secrets.expiry("nobody")).isInstanceOf(MissingSecretException.class);
        assertThat(secrets.resolve("my-pat")).isEqualTo(VALUE);
        assertThat(vault.requests()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "enabled": false                     | is disabled in the vault %s; az keyvault secret set-attributes --vault-name localhost --name my-pat --enabled true
            "enabled": true, "exp": 1795435199   | has expired at 2026-11-23T11:59:59Z in the vault %s; az keyvault secret set --vault-name localhost --name my-pat --file FILE
            "enabled": true, "exp": 1795435200   | has expired at 2026-11-23T12:00:00Z in the vault %s; az keyvault secret set
            "enabled": true, "nbf": 1795435201   | is not valid before 2026-11-23T12:00:01Z in the vault %s; az keyvault secret set-attributes
            """)
    void should_not_give_out_what_is_disabled_or_out_of_its_time(String attributes, String message) {
        vault.hold("my-pat", VALUE, "1", attributes);
        KeyVaultSecrets secrets = secrets();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> secrets.resolve("my-pat"))
                    .isInstanceOf(MissingSecretException.class)
                    .hasMessageStartingWith("the secret 'my-pat' " + message.formatted(vault.url()))
                    .hasMessageNotContaining(VALUE);
        }
        assertThat(vault.requests()).hasSize(1);
    }

    @Test
    void should_give_out_what_is_within_its_time() {
        vault.hold("my-pat", VALUE, "1", "\"enabled\": true, \"nbf\": 1795435200, \"exp\": 1795435201");

        assertThat(secrets().resolve("my-pat")).isEqualTo(VALUE);
    }

    @Test
    void should_name_a_secret_that_is_disabled_missing_or_empty() {
        vault.refuseOnce(403, "Forbidden", "SecretDisabled", "Operation get is not allowed on a disabled secret.");
        vault.hold("empty", "", "1");
        KeyVaultSecrets secrets = secrets();

        assertThatThrownBy(() -> secrets.resolve("off"))
                .isInstanceOf(MissingSecretException.class)
                .hasMessageStartingWith("the secret 'off' is disabled in the vault " + vault.url());
        assertThatThrownBy(() -> secrets.version("no-such"))
                .isInstanceOf(MissingSecretException.class)
                .hasMessage("the secret 'no-such' is not in the vault " + vault.url()
                        + "; az keyvault secret set --vault-name localhost --name no-such --file FILE");
        assertThatThrownBy(() -> secrets.resolve("empty"))
                .isInstanceOf(MissingSecretException.class)
                .hasMessageStartingWith("the secret 'empty' is empty in the vault");
        assertThatThrownBy(() -> secrets.resolve("no-such")).isInstanceOf(MissingSecretException.class);
        assertThatThrownBy(() -> secrets.resolve("off")).isInstanceOf(MissingSecretException.class);
        assertThat(vault.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "my_pat", "a/b", "../keys/k", "naïve"})
    void should_not_ask_for_what_no_vault_can_hold(String name) {
        assertThatThrownBy(() -> secrets().resolve(name))
                .isInstanceOf(MissingSecretException.class)
                .hasMessageContaining("cannot be in a Key Vault; use 1 to 127 letters, digits and dashes");
        assertThat(vault.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | Forbidden    | ForbiddenByRbac       | may not read secrets (ForbiddenByRbac); az role assignment create --role "Key Vault Secrets User" --assignee 22222222-0000-0000-0000-000000000000
            403 | Forbidden    | ForbiddenByPolicy     | may not read secrets (ForbiddenByPolicy); az keyvault set-policy --name localhost --secret-permissions get --object-id 22222222-0000-0000-0000-000000000000
            403 | Forbidden    | ForbiddenByFirewall   | its firewall keeps this machine out (ForbiddenByFirewall); az keyvault network-rule add --name localhost
            403 | Forbidden    | ForbiddenByConnection | its firewall keeps this machine out (ForbiddenByConnection)
            403 | Forbidden    | ForbiddenOtherwise    | (ForbiddenOtherwise); give it the role "Key Vault Secrets User", and see whether the vault's firewall
            403 | Forbidden    | ''                    | may not read secrets (Forbidden); give it
            401 | Unauthorized | ''                    | it refuses the token (AKV10032); sign in to the tenant of the vault: az keyvault show --name localhost
            404 | NotFound     | ''                    | it answers as no Key Vault does (404); check its address
            418 | Teapot       | ''                    | it answers 418 (Teapot); run again later
            418 | <b>hi</b>    | ''                    | it answers 418; run again later
            """)
    void should_say_why_the_vault_gives_out_nothing_and_ask_again(
            int status, String code, String innerCode, String expected) {
        String caller = "appid=11111111-0000-0000-0000-000000000000;oid=22222222-0000-0000-0000-000000000000";
        vault.refuseOnce(
                status,
                code,
                innerCode,
                "AKV10032: not you, Caller: '" + caller + ";iss=https://sts.windows.net/' " + VALUE + " " + TOKEN);
        vault.hold("my-pat", VALUE, "1");
        KeyVaultSecrets secrets = secrets();

        assertThatThrownBy(() -> secrets.resolve("my-pat"))
                .isInstanceOf(SecretStoreException.class)
                .hasMessageStartingWith("the vault " + vault.url() + " does not give out the secret 'my-pat': ")
                .hasMessageContaining(expected)
                .hasMessageNotContainingAny(VALUE, TOKEN);
        assertThat(secrets.resolve("my-pat")).isEqualTo(VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not JSON", "[]", "{\"error\": null}", "{\"error\": {\"code\": 1}}", "\"text\""})
    void should_stand_any_body_of_an_error(String body) {
        vault.answerOnce(403, body);

        assertThatThrownBy(() -> secrets().resolve("my-pat"))
                .isInstanceOf(SecretStoreException.class)
                .hasMessageContaining("this identity may not read secrets");
    }

    @Test
    void should_name_who_was_refused() {
        vault.refuseOnce(
                403,
                "Forbidden",
                "ForbiddenByRbac",
                "Caller is not authorized to perform action on resource.\\r\\nCaller:"
                        + " appid=11111111-0000-0000-0000-000000000000;oid=22222222-0000-0000-0000-000000000000;iss=x");

        assertThatThrownBy(() -> secrets().resolve("my-pat"))
                .hasMessageContaining("this identity (appid=11111111-0000-0000-0000-000000000000,"
                        + " oid=22222222-0000-0000-0000-000000000000) may not");
    }

    @Test
    void should_stand_an_answer_that_is_no_secret() {
        vault.answerOnce(200, "<html>please sign in</html>");

        assertThatThrownBy(() -> secrets().resolve("my-pat")).isInstanceOf(SecretStoreException.class);
    }

    @Test
    void should_wait_as_long_as_a_throttling_vault_asks_for() {
        vault.refuseOnce(429, "Throttled", "", "Request was not processed because too many requests were received.");
        vault.hold("my-pat", VALUE, "1");

        assertThat(secrets().resolve("my-pat")).isEqualTo(VALUE);
        assertThat(vault.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void should_try_again_what_may_pass(int status) {
        vault.refuseOnce(status, "Passing", "", "later");
        vault.hold("my-pat", VALUE, "1");

        assertThat(secrets(vault.url(), CREDENTIAL, Duration.ofMillis(1)).resolve("my-pat"))
                .isEqualTo(VALUE);
    }

    @Test
    void should_tell_of_throttling_that_does_not_end() {
        for (int i = 0; i < 2; i++) {
            vault.refuseOnce(429, "Throttled", "", "too many requests");
        }

        assertThatThrownBy(() -> secrets().resolve("my-pat"))
                .isInstanceOf(SecretStoreException.class)
                .hasMessageContaining("it asks for fewer requests (429); run again later");
        assertThat(vault.requests()).hasSize(2);
    }

    @Test
    void should_share_a_failure_among_those_who_wait_for_it() throws Exception {
        vault.refuseOnce(403, "Forbidden", "ForbiddenByRbac", "no");
        vault.hold("my-pat", VALUE, "1");
        KeyVaultSecrets secrets = secrets();
        CountDownLatch answer = new CountDownLatch(1);
        vault.beforeAnswer(() -> await(answer, "my-pat"));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Thread[] second = new Thread[1];
            Future<RuntimeException> first =
                    threads.submit(() -> catchRuntimeException(() -> secrets.resolve("my-pat")));
            while (vault.requests().isEmpty()) {
                Thread.onSpinWait();
            }
            Future<RuntimeException> waiting = threads.submit(() -> {
                second[0] = Thread.currentThread();
                return catchRuntimeException(() -> secrets.resolve("my-pat"));
            });
            while (second[0] == null || second[0].getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            answer.countDown();

            assertThat(first.get()).isInstanceOf(SecretStoreException.class).isSameAs(waiting.get());
        } finally {
            threads.shutdownNow();
        }
        assertThat(vault.requests()).hasSize(1);
    }

    @Test
    void should_say_that_nobody_answers() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        KeyVaultSecrets secrets = secrets("https://localhost:" + free, CREDENTIAL, Duration.ofMillis(1));

        assertThatThrownBy(() -> secrets.resolve("my-pat"))
                .isInstanceOf(SecretStoreException.class)
                .hasMessageContaining("the vault https://localhost:" + free)
                .hasMessageContaining("no answer came (")
                .hasMessageContaining("Connection refused")
                .hasMessageEndingWith("; check its address and the network");
    }

    @Test
    void should_send_nothing_to_a_vault_that_it_does_not_trust() throws Exception {
        LocalTls other = LocalTls.create(
                folder.resolve(".").resolve("other").toFile().mkdir() ? folder.resolve("other") : folder);
        try (VaultServer impostor = new VaultServer(other, TENANT)) {
            KeyVaultSecrets secrets = secrets(impostor.url(), CREDENTIAL, Duration.ofMillis(1));

            assertThatThrownBy(() -> secrets.resolve("my-pat"))
                    .isInstanceOf(SecretStoreException.class)
                    .hasMessageContaining("no answer came (");
            assertThat(impostor.tokens()).isEmpty();
        }
    }

    @Test
    void should_say_that_there_is_no_token_and_not_try_again() {
        List<String> attempts = new ArrayList<>();
        KeyVaultSecrets secrets = secrets(client(vault.url(), request -> {
            attempts.addAll(request.getScopes());
            return Mono.error(new ClientAuthenticationException("AADSTS7000222:\nthe secret expired", null));
        }));

        assertThatThrownBy(() -> secrets.resolve("my-pat"))
                .isInstanceOf(SecretStoreException.class)
                .hasMessageContaining("no token could be had: AADSTS7000222: the secret expired; check how you sign in")
                .hasRootCauseInstanceOf(ClientAuthenticationException.class);
        assertThat(attempts).containsExactly("https://vault.test/.default");
        assertThat(vault.tokens()).isEmpty();
    }

    @Test
    void should_sign_in_for_the_tenant_and_resource_that_the_vault_names() throws Exception {
        vault.hold("my-pat", VALUE, "1");
        try (SignInServer signIn = new SignInServer(tls)) {
            signIn.grant("t0ken-of-the-sign-in");

            assertThat(secrets(vault.url(), signingIn(signIn, TENANT)).resolve("my-pat"))
                    .isEqualTo(VALUE);

            assertThat(vault.tokens()).containsExactly("t0ken-of-the-sign-in");
            assertThat(signIn.requests())
                    .singleElement()
                    .asString()
                    .startsWith("/" + TENANT + "/oauth2/v2.0/token ")
                    .contains("https%3A%2F%2Fvault.test%2F.default", "client_id=app", "client_secret=hush");
        }
    }

    @Test
    void should_say_that_the_vault_belongs_to_another_tenant() throws Exception {
        vault.hold("my-pat", VALUE, "1");
        try (SignInServer signIn = new SignInServer(tls)) {
            KeyVaultSecrets secrets = secrets(vault.url(), signingIn(signIn, "99999999-2222-3333-4444-555555555555"));

            assertThatThrownBy(() -> secrets.resolve("my-pat"))
                    .isInstanceOf(SecretStoreException.class)
                    .hasMessageContaining("no token could be had: ")
                    .hasMessageContaining(TENANT);
            assertThat(signIn.requests()).isEmpty();
        }
    }

    private static TokenCredential signingIn(SignInServer signIn, String tenant) {
        return new ClientSecretCredentialBuilder()
                .authorityHost(signIn.url())
                .disableInstanceDiscovery()
                .httpClient(http)
                .tenantId(tenant)
                .clientId("app")
                .clientSecret("hush")
                .build();
    }
}
