package dev.imagefactory.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.time.OffsetDateTime;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** The client over TLS, which is how the real service is reached; loopback http loads fewer of Netty's classes. */
class TlsTest extends ServiceTest {

    private final WireMockServer tlsServer =
            new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort());

    @BeforeEach
    void startTls() {
        tlsServer.start();
        tlsServer.stubFor(any(anyUrl()).willReturn(json(202, QUEUED_JOB)));
    }

    @AfterEach
    void stopTls() {
        tlsServer.stop();
    }

    @Override
    ImageFactoryClientBuilder builder() {
        return super.builder()
                .endpoint("https://localhost:" + tlsServer.httpsPort())
                .credential(request -> Mono.just(new AccessToken("t0ken", OffsetDateTime.MAX)))
                .scope("resource/.default");
    }

    @Test
    void should_talk_to_a_service_that_it_trusts() throws SSLException {
        SslContext trustingAnybody = SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .build();
        HttpClient trusting = HttpClient.create().secure(spec -> spec.sslContext(trustingAnybody));
        ImageFactoryClient client = builder()
                .httpClient(new NettyAsyncHttpClientBuilder(trusting).build())
                .buildClient();

        assertThat(client.createImage(PAYLOAD, CreateImageOptions.forImages("win"))
                        .trackingId())
                .isEqualTo(ID);
        List<LoggedRequest> requests = tlsServer.getAllServeEvents().stream()
                .map(event -> event.getRequest())
                .toList();
        assertThat(requests)
                .singleElement()
                .satisfies(request ->
                        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer t0ken"));
    }

    @Test
    void should_send_nothing_to_a_service_that_it_does_not_trust() {
        ImageFactoryException failure = failureOf(() -> client().getImageJob(ID));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("https://localhost:" + tlsServer.httpsPort());
        assertThat(tlsServer.getAllServeEvents()).isEmpty();
    }
}
