package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryOptions;
import com.azure.data.tables.TableClientBuilder;
import com.sun.net.httpserver.HttpServer;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.Lease;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.ReasonCode;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** What a ledger in a table does when the service refuses, is busy, is not there, or its answers are lost. */
class AzureTableFailuresTest {
    private static final Lease LEASE = new Lease("run", Instant.EPOCH, Instant.EPOCH.plusSeconds(900));

    @AutoClose
    private static Azurite azurite;

    @BeforeAll
    static void startAzurite() throws Exception {
        azurite = Azurite.start();
    }

    /** Retries at once. */
    private static TableClientBuilder impatient() {
        return new TableClientBuilder().retryOptions(new RetryOptions(new FixedDelayOptions(3, Duration.ofMillis(1))));
    }

    private static BuildOrder order(String imageId) {
        return new BuildOrder(
                new BuildKey(imageId, "f", 1),
                UUID.randomUUID().toString(),
                Instant.EPOCH,
                ReasonCode.NEW,
                List.of(),
                new TreeMap<>(),
                "d",
                null,
                null);
    }

    /** A connection that breaks once, after the service has acted on a request and before its answer is here. */
    private static final class LosingAnswer implements HttpPipelinePolicy {
        private final int number;
        private final AtomicInteger requests = new AtomicInteger();

        LosingAnswer(int number) {
            this.number = number;
        }

        boolean wasReached() {
            return requests.get() >= number;
        }

        @Override
        public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
            HttpResponse response = next.processSync();
            if (requests.incrementAndGet() == number) {
                response.close();
                throw new UncheckedIOException(new IOException("Connection reset by peer"));
            }
            return response;
        }

        @Override
        public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
            throw new UnsupportedOperationException("the ledger uses the synchronous client");
        }
    }

    @Test
    void should_know_its_own_writes_whichever_answer_is_lost() {
        for (int number = 1; ; number++) {
            LosingAnswer losing = new LosingAnswer(number);
            BuildLedger ledger = AzureTableBuildLedger.open(
                    impatient().connectionString(azurite.connectionString()).addPolicy(losing), "losing" + number);

            ledger.bind("https://a");
            Build claimed = ledger.claim(order("a"), "{}", LEASE).orElseThrow();
            Build queued = ledger.update(claimed, progress(BuildState.QUEUED)).orElseThrow();
            Build running = ledger.update(queued, progress(BuildState.RUNNING)).orElseThrow();
            Build second = ledger.claim(order("b"), "{}", LEASE).orElseThrow();
            boolean reached = losing.wasReached();

            assertThat(ledger.contents().builds()).as("request " + number).containsExactly(running, second);
            assertThat(running.revision()).isEqualTo(3);
            if (!reached) {
                assertThat(number).isGreaterThan(8);
                return;
            }
        }
    }

    private static BuildProgress progress(BuildState state) {
        return new BuildProgress(state, Instant.EPOCH, null, "job", null, null, null, null);
    }

    @Test
    void should_say_which_role_is_missing_and_keep_the_key_to_itself() {
        String wrongKey = Base64.getEncoder().encodeToString("wrong".getBytes(StandardCharsets.UTF_8));
        BuildLedger ledger = AzureTableBuildLedger.openWithConnectionString(
                azurite.connectionString().replaceFirst("AccountKey=[^;]*", "AccountKey=" + wrongKey), "refused");

        assertThatThrownBy(ledger::contents)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("403")
                .hasMessageContaining("Storage Table Data Contributor")
                .hasMessageContaining("refused")
                .message()
                .doesNotContain(wrongKey);
        assertThatThrownBy(() -> ledger.claim(order("a"), "{}", LEASE)).isInstanceOf(LedgerException.class);
    }

    @Test
    void should_tell_that_there_is_no_such_account() {
        BuildLedger ledger = AzureTableBuildLedger.open(
                impatient().connectionString("AccountName=a;AccountKey=a2V5;TableEndpoint=http://nobody.invalid/;"),
                "missing");

        assertThatThrownBy(ledger::contents)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("http://nobody.invalid/missing")
                .hasMessageContaining("no host of this name");
    }

    @Test
    void should_tell_that_nobody_answers() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        BuildLedger ledger = AzureTableBuildLedger.open(
                impatient()
                        .connectionString(
                                "AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:" + closed + "/a;"),
                "missing");

        assertThatThrownBy(ledger::contents)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageContaining("run again");
        assertThatThrownBy(() -> ledger.bind("https://a")).isInstanceOf(LedgerException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 500, 429})
    void should_be_patient_with_a_busy_service_and_then_say_so(int status) throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (Stub stub = new Stub(status, "{\"odata.error\":{\"code\":\"ServerBusy\"}}", requests)) {
            AzureTableBuildLedger ledger =
                    AzureTableBuildLedger.open(impatient().connectionString(stub.connectionString()), "t11");

            for (Runnable use :
                    List.<Runnable>of(ledger::contents, () -> ledger.bind("https://a"), ledger::isProvenWritable)) {
                requests.set(0);
                assertThatThrownBy(use::run)
                        .isInstanceOf(LedgerException.class)
                        .hasMessageContaining(status + " ServerBusy")
                        .hasMessageContaining("run again later");
                assertThat(requests).hasValue(4);
            }
        }
    }

    @Test
    void should_repeat_nothing_of_a_refusal_but_its_code() throws IOException {
        String body =
                "{\"odata.error\":{\"code\":\"AuthenticationFailed\",\"message\":{\"value\":\"signature s3cret\"}}}";
        try (Stub stub = new Stub(403, body, new AtomicInteger())) {
            BuildLedger ledger =
                    AzureTableBuildLedger.open(impatient().connectionString(stub.connectionString()), "t11");

            for (Runnable use : List.<Runnable>of(ledger::contents, () -> ledger.bind("https://a"))) {
                assertThatThrownBy(use::run)
                        .isInstanceOf(LedgerException.class)
                        .hasMessageContaining("(403 AuthenticationFailed)")
                        .message()
                        .doesNotContain("s3cret");
            }
        }
    }

    @Test
    void should_take_no_other_server_for_an_empty_ledger() throws IOException {
        try (Stub stub = new Stub(404, "<html>Not found</html>", new AtomicInteger())) {
            BuildLedger ledger =
                    AzureTableBuildLedger.open(impatient().connectionString(stub.connectionString()), "t11");

            for (Runnable use : List.<Runnable>of(ledger::contents, ledger::service)) {
                assertThatThrownBy(use::run)
                        .isInstanceOf(LedgerException.class)
                        .hasMessageContaining("no storage account with tables");
            }
        }
    }

    /** A server that gives every request the same answer. */
    private static final class Stub implements AutoCloseable {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

        Stub(int status, String body, AtomicInteger requests) throws IOException {
            server.createContext("/", exchange -> {
                requests.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
        }

        String connectionString() {
            return "AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:"
                    + server.getAddress().getPort() + "/a;";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://account.table.core.windows.net/builds",
                "https://account.table.core.windows.net",
                "https://account.table.core.windows.net/",
                "https://account.table.core.windows.net/builds?sv=2019&sig=s3cret",
                "https://account.table.core.windows.net/builds#x",
                "https://user:s3cret@account.table.core.windows.net/builds",
                "https://account.table.core.windows.net/b",
                "https://account.table.core.windows.net/1builds",
                "https://account.table.core.windows.net/my-builds"
            })
    void should_refuse_what_is_no_url_of_a_table(String url) {
        assertThatThrownBy(() -> AzureTableBuildLedger.open(URI.create(url), request -> Mono.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "AccountName=a;AccountKey=s3cret+&",
                "DefaultEndpointsProtocol=https;AccountKey=s3cret;EndpointSuffix=core.windows.net",
                "SharedAccessSignature=s3cret"
            })
    void should_refuse_what_is_no_connection_string_and_not_repeat_it(String connectionString) {
        assertThatThrownBy(() -> AzureTableBuildLedger.openWithConnectionString(connectionString, "builds"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void should_sign_in_with_a_token_over_tls(@TempDir Path folder) throws Exception {
        Path keyStore = folder.resolve("azurite.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        "password")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        SslContext trustingAnybody = SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .build();
        TableClientBuilder trusting = impatient()
                .httpClient(new NettyAsyncHttpClientBuilder(
                                HttpClient.create().secure(tls -> tls.sslContext(trustingAnybody)))
                        .build());
        try (Azurite secured = Azurite.startWithTls(keyStore, "password")) {
            BuildLedger ledger = AzureTableBuildLedger.open(
                    URI.create(secured.endpoint() + "/builds"), trusting.credential(request -> Mono.just(token())));

            Build claimed = ledger.claim(order("a"), "{}", LEASE).orElseThrow();

            assertThat(ledger.contents().builds()).containsExactly(claimed);
        }
    }

    @Test
    void should_tell_why_nobody_could_sign_in() {
        BuildLedger ledger = AzureTableBuildLedger.open(
                URI.create("https://127.0.0.1:1/account/builds"),
                impatient()
                        .credential(request -> Mono.error(
                                new ClientAuthenticationException("the secret has expired\nat length", null))));

        assertThatThrownBy(ledger::contents)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("signing in failed (the secret has expired)");
    }

    /** As Azure AD would make one for storage, but for the signature, which Azurite does not look at. */
    private static AccessToken token() {
        long now = OffsetDateTime.now(ZoneOffset.UTC).toEpochSecond();
        String claims = """
                {"aud":"https://storage.azure.com","iss":"https://sts.windows.net/%s/","nbf":%d,"iat":%d,"exp":%d}\
                """.formatted(UUID.randomUUID(), now - 600, now - 600, now + 3600);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String token = base64.encodeToString("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
                + "." + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2lnbmF0dXJl";
        return new AccessToken(token, OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
    }
}
