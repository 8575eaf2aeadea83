package dev.imagefactory.client.implementation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.MalformedURLException;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "https://factory.example.com, https://factory.example.com/api/images",
        "https://factory.example.com/, https://factory.example.com/api/images",
        "HTTPS://Factory.Example.com:8443/base/v3//, https://factory.example.com:8443/base/v3/api/images",
        "http://localhost:8080, http://localhost:8080/api/images",
        "http://127.0.0.1, http://127.0.0.1/api/images",
        "http://127.255.3.99:1/x, http://127.255.3.99:1/x/api/images",
        "http://[::1]:65535, http://[::1]:65535/api/images"
    })
    void should_keep_the_base_path(String endpoint, String url) {
        assertThat(Endpoint.parse(endpoint).resolve("/api/images")).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource({
        "http://factory.example.com, http is for loopback hosts only",
        "http://localhost.example.com, http is for loopback hosts only",
        "http://127.0.0.1.example.com, http is for loopback hosts only",
        "http://128.0.0.1, http is for loopback hosts only",
        "http://127.0.0.01, http is for loopback hosts only",
        "http://[::2], http is for loopback hosts only",
        "http://0.0.0.0, http is for loopback hosts only",
        "ftp://localhost, its scheme is neither https nor http",
        "https://user:pa55@factory.example.com, user name or password",
        "http://localhost@factory.example.com, user name or password",
        "https://factory.example.com?key=pa55, query or a fragment",
        "https://factory.example.com#pa55, query or a fragment",
        "https://factory.example.com:0, port",
        "https://factory.example.com:65536, port",
        "factory.example.com, not an absolute URL with a host",
        "/api, not an absolute URL with a host",
        "https:///api, not ",
        "https://under_score.example.com, not an absolute URL with a host",
        "https://pa55 word.example.com, not a URL",
        "'', not an absolute URL with a host"
    })
    void should_refuse_what_is_no_safe_endpoint(String endpoint, String reason) {
        assertThatThrownBy(() -> Endpoint.parse(endpoint))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("Give an absolute https URL")
                .hasMessageNotContaining("pa55")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://h.example.com", "https://H.example.com:443/other?x=1", "https://h.example.com:443/base"
            })
    void should_cover_urls_of_its_scheme_host_and_port(String url) throws MalformedURLException {
        assertThat(Endpoint.parse("https://h.example.com/base")
                        .covers(URI.create(url).toURL()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://h.example.com/base",
                "https://h.example.com:444/base",
                "https://h.example.com.evil.example/base",
                "https://user@h.example.com/base"
            })
    void should_not_cover_other_urls(String url) throws MalformedURLException {
        assertThat(Endpoint.parse("https://h.example.com/base")
                        .covers(URI.create(url).toURL()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "?continuationToken=2, https://h.example.com/base/api/images?continuationToken=2",
        "/other, https://h.example.com/other",
        "https://h.example.com/x, https://h.example.com/x"
    })
    void should_follow_a_link_on_its_host(String link, String url) {
        Endpoint endpoint = Endpoint.parse("https://h.example.com/base");

        assertThat(endpoint.follow(endpoint.resolve("/api/images"), link, UnaryOperator.identity()))
                .hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example/x", "https://evil.example/x", "http://h.example.com/x", "mailto:a@b", "a b"})
    void should_not_follow_a_link_elsewhere(String link) {
        Endpoint endpoint = Endpoint.parse("https://h.example.com/base");

        assertThatThrownBy(() -> endpoint.follow(endpoint.resolve("/api/images"), link, UnaryOperator.identity()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
