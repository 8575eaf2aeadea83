package dev.imagefactory.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Header;
import com.azure.core.util.HttpClientOptions;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageFactoryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/**
 * What gets into the log where everything is logged, from this client down to Netty: see
 * {@code simplelogger.properties}, which leaves out only the server.
 */
class LogTest extends ServiceTest {

    private static final Path LOG = Path.of("target", "test.log");

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("success", json(202, QUEUED_JOB.replace("win", "canary-answer"))),
                Arguments.of("echo", json(400, "{\"error\": {\"message\": \"not good: canary-payload\"}}")),
                Arguments.of("no JSON", aResponse().withStatus(500).withBody("<html>canary-payload</html>")),
                Arguments.of("unreadable", aResponse().withStatus(202).withBody("canary-payload")),
                Arguments.of("time-out", json(202, QUEUED_JOB).withFixedDelay(2_000)),
                Arguments.of(
                        "redirect",
                        aResponse().withStatus(302).withHeader("Location", "https://example.com/?s=canary-location")),
                Arguments.of("reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
                Arguments.of("garbage", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)),
                Arguments.of("cut short", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void should_write_no_body_no_token_no_query_and_no_other_header_to_the_log(
            String name, ResponseDefinitionBuilder answer) throws IOException {
        server.stubFor(any(anyUrl()).willReturn(answer.withHeader("X-Answer", "canary-answer-header")));
        UUID id = UUID.randomUUID();
        long before = Files.exists(LOG) ? Files.size(LOG) : 0;
        ImageFactoryClient client = builder()
                .credential(request -> Mono.just(new AccessToken("canary-token", OffsetDateTime.MAX)))
                .scope("resource/.default")
                .retryOptions(retries(1))
                .clientOptions(new HttpClientOptions()
                        .setResponseTimeout(name.equals("time-out") ? Duration.ofMillis(100) : Duration.ofMinutes(5))
                        .setHeaders(List.of(new Header("X-Request", "canary-request-header"))))
                .buildClient();

        ImageFactoryException failure = failureOf(() -> client.createImage(
                BinaryData.fromString("{\"password\": \"canary-payload\"}"),
                CreateImageOptions.forImages("canary-query").withRequestId(id, NOW)));

        byte[] bytes = Files.readAllBytes(LOG);
        String log = new String(Arrays.copyOfRange(bytes, (int) before, bytes.length), StandardCharsets.UTF_8);
        assertThat(log)
                .contains(
                        id.toString(),
                        "DEBUG reactor.netty",
                        "\"redactedHeaders\":\"Authorization,Content-Type,X-Request\"");
        // At debug Reactor Netty itself writes whole addresses; their queries hold image names and no more.
        assertThat(log.replaceAll(
                        "(?m)^.* DEBUG reactor\\.netty\\.http\\.client\\.HttpClientConnect .* \\{uri=.*$", ""))
                .doesNotContain("canary");
        assertThat(failure == null ? "" : failure.toString())
                .doesNotContain("canary-token", "canary-query", "canary-location", "header");
    }
}
