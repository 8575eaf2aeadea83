package dev.imagefactory.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import com.github.tomakehurst.wiremock.WireMockServer;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

/** Where the token goes, and where it must not. */
class TokenTest extends ServiceTest {

    private static final String TOKEN = "t0ken-of-the-test";

    private final List<String> scopes = Collections.synchronizedList(new ArrayList<>());
    private final TokenCredential credential = request -> {
        scopes.addAll(request.getScopes());
        return Mono.just(new AccessToken(TOKEN, OffsetDateTime.MAX));
    };

    @Override
    ImageFactoryClientBuilder builder() {
        return super.builder().credential(credential).scope("resource/.default");
    }

    @Test
    void should_send_the_token_to_the_endpoint() {
        server.stubFor(any(anyUrl()).willReturn(json(200, QUEUED_JOB)));
        ImageFactoryClient client = client();

        client.getImageJob(ID);
        client.getImageJob(ID);

        assertThat(requests())
                .hasSize(2)
                .allMatch(request -> request.getHeader("Authorization").equals("Bearer " + TOKEN));
        assertThat(scopes).containsExactly("resource/.default");
    }

    @ParameterizedTest
    @EnumSource(HttpPipelinePosition.class)
    void should_not_send_a_request_that_a_policy_led_elsewhere(HttpPipelinePosition position) {
        WireMockServer elsewhere = new WireMockServer(wireMockConfig().dynamicPort());
        elsewhere.start();
        try {
            var misleading = new HttpPipelineSyncPolicy() {
                @Override
                protected void beforeSendingRequest(HttpPipelineCallContext context) {
                    context.getHttpRequest().setUrl(elsewhere.baseUrl() + "/api/images?x=s3cret");
                }

                @Override
                public HttpPipelinePosition getPipelinePosition() {
                    return position;
                }
            };

            ImageFactoryException failure = failureOf(() -> builder()
                    .addPolicy(misleading)
                    .retryOptions(retries(3))
                    .buildClient()
                    .createImage(PAYLOAD, CreateImageOptions.forImages()));

            assertThat(failure.kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);
            assertThat(failure)
                    .hasMessageContaining("instead of the endpoint " + server.baseUrl() + "; no token was sent")
                    .hasMessageNotContaining("s3cret");
            assertThat(elsewhere.getAllServeEvents()).isEmpty();
            assertThat(scopes).isEmpty();
        } finally {
            elsewhere.stop();
        }
    }

    @Test
    void should_tell_that_no_token_could_be_had_without_trying_again() {
        List<String> asked = new ArrayList<>();
        TokenCredential broken = request -> {
            asked.addAll(request.getScopes());
            return Mono.error(new ClientAuthenticationException("AADSTS7000222: the secret\nexpired", null));
        };

        ImageFactoryException failure = failureOf(() -> builder()
                .credential(broken)
                .retryOptions(retries(3))
                .buildClient()
                .createImage(PAYLOAD, CreateImageOptions.forImages()));

        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure)
                .hasMessageContaining("No token could be had: AADSTS7000222: the secret expired")
                .hasMessageContaining("Check the credential, its expiry and the scope")
                .hasCauseInstanceOf(ClientAuthenticationException.class);
        assertThat(requests()).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void should_need_a_credential_and_its_scope_unless_the_endpoint_is_on_this_machine() {
        String remote = "https://imagefactory.example.com";

        assertThatThrownBy(() -> new ImageFactoryClientBuilder().buildClient())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("endpoint");
        assertThatThrownBy(
                        () -> new ImageFactoryClientBuilder().endpoint(remote).buildClient())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("credential");
        assertThatThrownBy(() -> new ImageFactoryClientBuilder()
                        .endpoint(remote)
                        .credential(credential)
                        .buildClient())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("scope");
        assertThatCode(() -> builder().endpoint(remote).buildClient()).doesNotThrowAnyException();
    }
}
