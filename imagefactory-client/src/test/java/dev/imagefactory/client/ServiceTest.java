package dev.imagefactory.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.BinaryData;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.imagefactory.client.models.ImageFactoryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A service on a port of its own, and a client of it. */
abstract class ServiceTest {

    static final Instant NOW = Instant.parse("2026-11-23T07:00:00Z");
    static final String ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
    static final String JOB_PATH = "/api/images/" + ID;
    static final String QUEUED_JOB = """
            {"trackingId": "%s", "state": "Queued", "imageNames": ["win"], "createdTime": "2026-11-23T06:59:59Z"}
            """.formatted(ID);
    static final BinaryData PAYLOAD = BinaryData.fromString("{\"Artifacts\": []}");

    final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());

    @BeforeEach
    void startService() {
        server.start();
    }

    @AfterEach
    void stopService() {
        server.stop();
    }

    ImageFactoryClientBuilder builder() {
        return new ImageFactoryClientBuilder()
                .endpoint(server.baseUrl())
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .retryOptions(retries(0));
    }

    ImageFactoryClient client() {
        return builder().buildClient();
    }

    static RetryOptions retries(int most) {
        return new RetryOptions(new FixedDelayOptions(most, Duration.ZERO));
    }

    static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    static ResponseDefinitionBuilder error(int status, String code, String message) {
        return json(status, """
                {"error": {"code": "%s", "message": "%s"}}
                """.formatted(code, message));
    }

    List<LoggedRequest> requests() {
        return server.getAllServeEvents().stream().map(ServeEvent::getRequest).toList();
    }

    LoggedRequest onlyRequest() {
        assertThat(requests()).hasSize(1);
        return requests().get(0);
    }

    static ImageFactoryException failureOf(ThrowingCallable call) {
        return catchThrowableOfType(ImageFactoryException.class, call);
    }
}
