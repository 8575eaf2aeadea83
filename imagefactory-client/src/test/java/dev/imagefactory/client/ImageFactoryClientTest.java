package dev.imagefactory.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.rest.Response;
import com.azure.core.util.BinaryData;
import com.azure.core.util.ClientOptions;
import com.azure.core.util.Context;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageFactoryError;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import dev.imagefactory.client.models.ImageJob;
import dev.imagefactory.client.models.ImageJobState;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The happy paths; all that goes over the wire in them is checked against the OpenAPI document. */
class ImageFactoryClientTest extends ServiceTest {

    private static final OpenApiDocument DOCUMENT = OpenApiDocument.ofRepository();

    @AfterEach
    void everything_on_the_wire_is_by_the_document() {
        assertThat(server.getAllServeEvents())
                .allSatisfy(event -> assertThat(DOCUMENT.problemsOf(event)).isEmpty());
    }

    @Test
    void should_start_a_job() {
        server.stubFor(post(urlPathEqualTo("/api/images/create")).willReturn(json(202, QUEUED_JOB)));
        UUID id = UUID.fromString("11111111-2222-4333-8444-555555555555");
        CreateImageOptions options = CreateImageOptions.forImages("win 2022", "a&b=ü")
                .withRequestId(id, Instant.parse("2026-11-22T23:04:05.678Z"));

        ImageJob job = client().createImage(PAYLOAD, options);

        assertThat(job)
                .isEqualTo(new ImageJob(
                        ID,
                        ImageJobState.QUEUED,
                        List.of("win"),
                        Instant.parse("2026-11-23T06:59:59Z"),
                        null,
                        null,
                        null,
                        null));
        LoggedRequest request = onlyRequest();
        assertThat(request.getUrl()).isEqualTo("/api/images/create?imageName=win%202022&imageName=a%26b%3D%C3%BC");
        assertThat(request.getHeader("Repeatability-Request-ID")).isEqualTo(id.toString());
        assertThat(request.getHeader("Repeatability-First-Sent")).isEqualTo("Sun, 22 Nov 2026 23:04:05 GMT");
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeader("Accept")).isEqualTo("application/json");
        assertThat(request.getHeader("User-Agent")).startsWith("azsdk-java-imagefactory-client/");
        assertThat(request.getHeader("x-ms-client-request-id")).isNotBlank();
        assertThat(request.containsHeader("Authorization")).isFalse();
    }

    @Test
    void should_make_up_a_request_id_and_take_the_time_from_the_clock() {
        server.stubFor(post(anyUrl()).willReturn(json(202, QUEUED_JOB)));

        client().createImage(PAYLOAD, CreateImageOptions.forImages());
        client().createImage(PAYLOAD, CreateImageOptions.forImages());

        assertThat(requests())
                .extracting(request -> UUID.fromString(request.getHeader("Repeatability-Request-ID")))
                .doesNotHaveDuplicates();
        assertThat(requests())
                .allMatch(request ->
                        request.getHeader("Repeatability-First-Sent").equals("Mon, 23 Nov 2026 07:00:00 GMT"))
                .allMatch(request -> request.getUrl().equals("/api/images/create"));
    }

    @Test
    void should_send_the_payload_byte_for_byte() {
        server.stubFor(post(anyUrl()).willReturn(json(202, QUEUED_JOB)));
        byte[] bytes = "\uFEFF{ \"b\" : 1.00,\r\n\t\"a\":\"\\u00fc ü {X}\" }\n\n"
                .substring(1)
                .getBytes(StandardCharsets.UTF_8);

        client().createImage(BinaryData.fromBytes(bytes), CreateImageOptions.forImages());
        client().createImage(BinaryData.fromStream(new ByteArrayInputStream(bytes)), CreateImageOptions.forImages());

        assertThat(requests())
                .allSatisfy(request -> assertThat(request.getBody()).isEqualTo(bytes));
    }

    @Test
    void should_read_a_job_that_failed() {
        server.stubFor(get(JOB_PATH).willReturn(json(200, """
                        {"trackingId": "%s", "state": "Failed", "imageNames": [],
                         "createdTime": "2026-11-23T06:00:00.123+01:00", "finishedTime": "2026-11-23T06:30:00Z",
                         "error": {"code": "ArtifactFailed", "message": "exit code 1", "target": "windows-vs"},
                         "logUrl": "https://logs.example.com/1", "requestId": "11111111-2222-4333-8444-555555555555", "somethingNew": {"a": [1, null]}}
                        """.formatted(ID))));

        assertThat(client().getImageJob(ID))
                .isEqualTo(new ImageJob(
                        ID,
                        ImageJobState.FAILED,
                        List.of(),
                        Instant.parse("2026-11-23T05:00:00.123Z"),
                        Instant.parse("2026-11-23T06:30:00Z"),
                        new ImageFactoryError("ArtifactFailed", "exit code 1", "windows-vs"),
                        "https://logs.example.com/1",
                        UUID.fromString("11111111-2222-4333-8444-555555555555")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Distributing", "succeeded-ish", "SucceededWithWarnings"})
    void should_keep_an_unknown_state_as_it_is(String state) {
        server.stubFor(get(JOB_PATH).willReturn(json(200, QUEUED_JOB.replace("Queued", state))));

        ImageJobState read = client().getImageJob(ID).state();

        assertThat(read.name()).isEqualTo(state);
        assertThat(read.isKnown()).isFalse();
        assertThat(read.isEnded()).isFalse();
    }

    @Test
    void should_recognise_a_state_without_regard_to_case() {
        server.stubFor(get(JOB_PATH).willReturn(json(200, QUEUED_JOB.replace("Queued", "SUCCEEDED"))));

        assertThat(client().getImageJob(ID).state()).isEqualTo(ImageJobState.SUCCEEDED);
    }

    @Test
    void should_cancel_a_job() {
        server.stubFor(post(JOB_PATH + "/cancel").willReturn(json(202, QUEUED_JOB.replace("Queued", "Cancelled"))));

        assertThat(client().cancelImageJob(ID).state()).isEqualTo(ImageJobState.CANCELLED);
        assertThat(onlyRequest().getBody()).isEmpty();
    }

    @Test
    void should_read_a_log() {
        String log = "line 1\r\nline 2 ü\n";
        server.stubFor(get(JOB_PATH + "/log")
                .willReturn(aResponse().withHeader("Content-Type", "text/plain").withBody(log)));

        assertThat(client().getImageLog(ID).toString()).isEqualTo(log);
    }

    @Test
    void should_read_the_end_of_a_log() {
        server.stubFor(get(JOB_PATH + "/log")
                .willReturn(
                        aResponse().withHeader("Content-Type", "text/plain").withBody("x".repeat(100_000) + "end")));

        assertThat(client().getImageLogEnd(ID, 10).toString()).isEqualTo("xxxxxxxend");
        assertThat(client().getImageLogEnd(ID, 1_000_000).toString()).hasSize(100_003);
    }

    @Test
    void should_say_of_the_end_of_a_log_that_is_gone_what_the_service_says() {
        server.stubFor(get(JOB_PATH + "/log")
                .willReturn(json(404, "{\"error\": {\"code\": \"NotFound\", \"message\": \"expired\"}}")));

        var failure = failureOf(() -> client().getImageLogEnd(ID, 10));

        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure.getMessage()).contains("expired");
    }

    @Test
    void should_give_the_whole_answer_on_request() {
        server.stubFor(any(anyUrl()).willReturn(json(202, QUEUED_JOB).withHeader("Repeatability-Result", "accepted")));

        Response<ImageJob> created =
                client().createImageWithResponse(PAYLOAD, CreateImageOptions.forImages(), Context.NONE);
        Response<ImageJob> cancelled = client().cancelImageJobWithResponse(ID, Context.NONE);

        assertThat(created.getStatusCode()).isEqualTo(202);
        assertThat(created.getHeaders().getValue(HttpHeaderName.fromString("Repeatability-Result")))
                .isEqualTo("accepted");
        assertThat(ImageFactoryClient.isRequestIdHonoured(created)).isTrue();
        assertThat(cancelled.getValue()).isEqualTo(created.getValue());
    }

    @Test
    void should_list_the_jobs_of_an_image_over_all_pages() {
        String second = "/api/images?continuationToken=2&imageName=win%202022";
        server.stubFor(get("/api/images?imageName=win%202022")
                .willReturn(json(200, page(ID, server.baseUrl() + second))));
        server.stubFor(get(urlEqualTo(second)).willReturn(json(200, "{\"value\": [" + QUEUED_JOB + "]}")));

        assertThat(client().listImageJobs("win 2022"))
                .extracting(ImageJob::trackingId)
                .containsExactly(ID, ID);
    }

    @Test
    void should_ask_for_a_further_page_only_when_it_is_read() {
        server.stubFor(get("/api/images")
                .willReturn(json(200, page(ID, server.baseUrl() + "/api/images?continuationToken=2"))));

        assertThat(client().listImageJobs(null).stream().limit(1)).hasSize(1);

        assertThat(requests()).hasSize(1);
    }

    @Test
    void should_tell_that_nothing_says_that_the_request_id_was_honoured() {
        server.stubFor(post(anyUrl()).willReturn(json(202, QUEUED_JOB)));

        assertThat(ImageFactoryClient.isRequestIdHonoured(
                        client().createImageWithResponse(PAYLOAD, CreateImageOptions.forImages(), Context.NONE)))
                .isFalse();
    }

    @Test
    void should_list_nothing() {
        server.stubFor(get("/api/images").willReturn(json(200, "{\"value\": []}")));

        assertThat(client().listImageJobs(null)).isEmpty();
    }

    @Test
    void should_refuse_a_next_page_on_another_host() {
        for (String foreign : List.of(
                "https://evil.example.com/api/images?continuationToken=s3cret",
                server.baseUrl().replace("http:", "https:") + "/api/images",
                "http://localhost:1/api/images",
                "http://user@localhost:" + server.port() + "/api/images")) {
            server.stubFor(get("/api/images").willReturn(json(200, page(ID, foreign))));

            var failure = failureOf(() -> client().listImageJobs(null).forEach(job -> {}));

            assertThat(failure.kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);
            assertThat(failure)
                    .hasMessageContaining("refused: it leads to another host")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void should_refuse_a_page_that_names_itself_as_the_next() {
        server.stubFor(get("/api/images").willReturn(json(200, page(ID, server.baseUrl() + "/api/images"))));

        assertThat(failureOf(() -> client().listImageJobs(null).forEach(job -> {})))
                .hasMessageContaining("the link of the page itself");
    }

    @Test
    void should_keep_a_base_path_and_send_the_headers_of_the_client_options() {
        server.stubFor(get("/api/images").willReturn(json(200, "{\"value\": []}")));
        var options = new ClientOptions()
                .setApplicationId("nightly")
                .setHeaders(List.of(new com.azure.core.util.Header("x-team", "images")));

        builder()
                .endpoint(server.baseUrl() + "/")
                .clientOptions(options)
                .buildClient()
                .listImageJobs(null)
                .forEach(job -> {});

        assertThat(onlyRequest().getHeader("x-team")).isEqualTo("images");
        assertThat(onlyRequest().getHeader("User-Agent")).startsWith("nightly azsdk-java-imagefactory-client/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void should_refuse_a_tracking_id_that_is_none(String id) {
        assertThatThrownBy(() -> client().getImageJob(id)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String page(String id, String nextLink) {
        return "{\"value\": [%s], \"nextLink\": \"%s\"}".formatted(QUEUED_JOB.replace(ID, id), nextLink);
    }
}
