package dev.imagefactory.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageFactoryError;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import dev.imagefactory.client.models.ServiceContract;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of answers that are no success, and of answers that never come. */
class FailureTest extends ServiceTest {

    private static final UUID REQUEST_ID = UUID.fromString("11111111-2222-4333-8444-555555555555");
    private static final CreateImageOptions OPTIONS =
            CreateImageOptions.forImages("secret name").withRequestId(REQUEST_ID, NOW);

    @ParameterizedTest
    @CsvSource({
        "400, REJECTED, REJECTED, Correct the request",
        "401, UNAUTHORIZED, UNAUTHORIZED, 'Check the credential, its expiry and the scope'",
        "403, UNAUTHORIZED, UNAUTHORIZED, Ask the service's owners to permit this",
        "404, NOT_FOUND, NOT_FOUND, the service forgets logs after about a week",
        "405, UNEXPECTED_ANSWER, UNEXPECTED_ANSWER, Check the endpoint and the service contract",
        "408, UNAVAILABLE, OUTCOME_UNKNOWN, ''",
        "409, REJECTED, REJECTED, 'The job''s state, or an earlier request with the same id, forbids it'",
        "410, NOT_FOUND, NOT_FOUND, ''",
        "422, REJECTED, REJECTED, ''",
        "429, THROTTLED, THROTTLED, 'Send fewer requests, the next one in 7 s at the earliest'",
        "500, UNAVAILABLE, OUTCOME_UNKNOWN, 'Try again later, the next one in 7 s at the earliest'",
        "501, UNAVAILABLE, UNAVAILABLE, ''",
        "502, UNAVAILABLE, OUTCOME_UNKNOWN, ''",
        "503, UNAVAILABLE, UNAVAILABLE, 'Try again later, the next one in 7 s at the earliest'",
        "504, UNAVAILABLE, OUTCOME_UNKNOWN, ''",
        "520, UNAVAILABLE, OUTCOME_UNKNOWN, ''"
    })
    void should_tell_what_can_be_done_about_a_status(int status, Kind ofGet, Kind ofPost, String advice) {
        server.stubFor(any(anyUrl())
                .willReturn(error(status, "SomeCode", "Source image x could not be found")
                        .withHeader("Retry-After", "7")));

        ImageFactoryException ofGetting = failureOf(() -> client().getImageJob(ID));
        ImageFactoryException ofCreating = failureOf(() -> client().createImage(PAYLOAD, OPTIONS));

        assertThat(ofGetting.kind()).isEqualTo(ofGet);
        assertThat(ofCreating.kind()).isEqualTo(ofPost);
        assertThat(ofCreating.statusCode()).isEqualTo(status);
        assertThat(ofCreating.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(ofCreating.error())
                .isEqualTo(new ImageFactoryError("SomeCode", "Source image x could not be found", null));
        assertThat(ofGetting)
                .hasMessageStartingWith("GET " + server.baseUrl() + JOB_PATH + ": the service answered " + status
                        + " SomeCode: Source image x could not be found. ")
                .hasMessageContaining(advice);
    }

    @ParameterizedTest
    @CsvSource({
        "'', OUTCOME_UNKNOWN",
        "soon, OUTCOME_UNKNOWN",
        "0, UNAVAILABLE",
        "'Mon, 23 Nov 2026 07:02:00 GMT', UNAVAILABLE"
    })
    void should_take_a_503_as_a_refusal_only_where_it_says_when_to_come_back(String retryAfter, Kind expected) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503).withHeader("Retry-After", retryAfter)));

        assertThat(failureOf(() -> client().createImage(PAYLOAD, OPTIONS)).kind())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"404, UNSUPPORTED", "405, UNSUPPORTED", "501, UNSUPPORTED", "400, REJECTED", "503, UNAVAILABLE"})
    void should_tell_that_a_service_cannot_be_searched(int status, Kind expected) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));

        ImageFactoryException failure =
                failureOf(() -> client().listImageJobs("win").forEach(job -> {}));

        assertThat(failure.kind()).isEqualTo(expected);
        assertThat(failure.statusCode()).isEqualTo(status);
    }

    @Test
    void should_not_even_try_to_search_where_the_contract_knows_no_list() {
        ImageFactoryClient client = builder()
                .serviceContract(ServiceContract.fromJson("{\"routes\": {\"list\": null}}"))
                .buildClient();

        assertThat(failureOf(() -> client.listImageJobs("win")).kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(requests()).isEmpty();
    }

    @Test
    void should_not_take_a_missing_further_page_for_a_service_without_search() {
        server.stubFor(get("/api/images")
                .willReturn(
                        json(200, "{\"value\": [], \"nextLink\": \"" + server.baseUrl() + "/api/images?page=2\"}")));

        assertThat(failureOf(() -> client().listImageJobs(null).forEach(job -> {}))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"run 12\"", "\"1-1-1-1-1\"", "{}"})
    void should_do_without_a_request_id_that_is_no_uuid(String id) {
        server.stubFor(any(anyUrl()).willReturn(json(200, "{\"trackingId\": \"a\", \"requestId\": " + id + "}")));

        assertThat(client().getImageJob(ID).requestId()).isNull();
    }

    @Test
    void should_name_both_request_ids_but_neither_query_nor_payload() {
        server.stubFor(any(anyUrl()).willReturn(error(400, "Bad", "no")));

        ImageFactoryException failure = failureOf(() -> client().createImage(PAYLOAD, OPTIONS));

        assertThat(failure.requestId())
                .isEqualTo(onlyRequest().getHeader("x-ms-client-request-id"))
                .isNotNull();
        assertThat(failure.repeatabilityRequestId()).isEqualTo(REQUEST_ID);
        assertThat(failure)
                .hasMessageEndingWith("x-ms-client-request-id: " + failure.requestId() + ". Repeatability-Request-ID: "
                        + REQUEST_ID + ".")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("Artifacts");
    }

    @Test
    void should_tell_how_to_find_out_about_a_job_that_may_have_been_started() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(504)));

        assertThat(failureOf(() -> client().createImage(PAYLOAD, OPTIONS)))
                .hasMessageContaining("repeat the request with the same Repeatability-Request-ID");
        assertThat(failureOf(() -> client().cancelImageJob(ID))).hasMessageContaining("ask for the job's state");
    }

    @Test
    void should_read_a_date_in_retry_after_by_the_clock() {
        server.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "Mon, 23 Nov 2026 07:02:00 GMT")));

        assertThat(failureOf(() -> client().getImageJob(ID)).retryAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "Mon, 99 Nov 2026 07:02:00 GMT", "99999999999999999999"})
    void should_do_without_a_retry_after_that_makes_no_sense(String value) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", value)));

        assertThat(failureOf(() -> client().getImageJob(ID)).retryAfter()).isNull();
    }

    @Test
    void should_show_a_page_of_a_proxy_in_full_and_on_one_line() {
        String html = "<html>\n<title>Bad\tGateway</title>\u001b[31m\u0000\u202e" + "x".repeat(10_000) + "\n </html>\n";
        String line = "<html> <title>Bad Gateway</title>[31m" + "x".repeat(10_000) + " </html>";
        server.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(502)
                        .withHeader("Content-Type", "text/html")
                        .withBody(html)));

        ImageFactoryException failure = failureOf(() -> client().getImageJob(ID));

        assertThat(failure).hasMessageContaining("answered 502 " + line + ". ");
        assertThat(failure.error()).isEqualTo(new ImageFactoryError("", line, null));
    }

    @Test
    void should_show_the_words_of_the_service_in_full() {
        String words = "Artifact failed: " + "y".repeat(10_000) + " end";
        server.stubFor(get(JOB_PATH)
                .willReturn(json(200, "{\"trackingId\": \"a\", \"error\": {\"message\": \"" + words + "\"}}")));
        server.stubFor(post(anyUrl()).willReturn(error(400, "Bad", words)));

        ImageFactoryException failure = failureOf(() -> client().createImage(PAYLOAD, OPTIONS));

        assertThat(failure).hasMessageContaining("answered 400 Bad: " + words + ". ");
        assertThat(failure.error()).isEqualTo(new ImageFactoryError("Bad", words, null));
        assertThat(client().getImageJob(ID).error()).isEqualTo(new ImageFactoryError("", words, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Source image could not be found | Source image could not be found",
                "{\"title\": \"Bad\"} | {\"title\": \"Bad\"}",
                "{\"error\": \"quota\"} | quota",
                "{\"error\": {\"message\": \"no code\"}} | no code",
                "{\"error\": {\"message\": \"m\", \"details\": [{\"message\": \"why\"}], \"inner\": null, \"more\": []}} | "
                        + "m {\"details\":[{\"message\":\"why\"}]}",
                "{\"error\": {\"reason\": \"quota\"}} | {\"reason\":\"quota\"}",
                "{\"error\": {\"message\": {\"value\": \"m\"}}} | {\"message\":{\"value\":\"m\"}}",
                "{\"error\": [\"a\", 1]} | [\"a\",1]",
                "[1 | [1"
            })
    void should_keep_the_words_of_an_error_that_is_not_by_the_contract(String body, String message) {
        server.stubFor(any(anyUrl()).willReturn(json(400, body)));

        assertThat(failureOf(() -> client().getImageJob(ID)).error())
                .isEqualTo(new ImageFactoryError("", message, null));
    }

    @Test
    void should_say_that_a_body_is_missing() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));

        ImageFactoryException failure = failureOf(() -> client().getImageJob(ID));

        assertThat(failure.error()).isNull();
        assertThat(failure).hasMessageContaining("answered 500 without a body");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it is empty",
                "<html>sign in</html> | it reads \"<html>sign in</html>\"",
                "{\"trackingId\": | it reads",
                "{\"trackingId\": \"a\", \"state\": \"Queued\"} x | is not JSON",
                "null | A job is no JSON object",
                "[] | A job is no JSON object",
                "{} | A job has no \"trackingId\"",
                "{\"trackingId\": \" \"} | A job has no \"trackingId\"",
                "{\"trackingId\": {}} | \"trackingId\" is no text",
                "{\"trackingId\": \"a\", \"imageNames\": 1} | \"imageNames\" is no list",
                "{\"trackingId\": \"a\", \"imageNames\": [null]} | \"imageNames\" holds something other than text",
                "{\"trackingId\": \"a\", \"createdTime\": \"today\"} | \"createdTime\" is no time: today"
            })
    void should_refuse_a_success_that_makes_no_sense(String body, String reason) {
        server.stubFor(any(anyUrl()).willReturn(json(200, body)));

        ImageFactoryException ofGetting = failureOf(() -> client().getImageJob(ID));
        ImageFactoryException ofCreating = failureOf(() -> client().createImage(PAYLOAD, OPTIONS));

        assertThat(ofGetting.kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);
        assertThat(ofCreating.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(ofGetting)
                .hasMessageContaining("answered 200, but not by the contract")
                .hasMessageContaining(reason);
    }

    @Test
    void should_refuse_json_of_abysmal_depth() {
        server.stubFor(any(anyUrl()).willReturn(json(200, "[".repeat(100_000))));

        assertThat(failureOf(() -> client().getImageJob(ID)).kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);
    }

    @Test
    void should_take_a_job_without_a_state_as_not_ended() {
        server.stubFor(any(anyUrl()).willReturn(json(200, "{\"trackingId\": \"a\"}")));

        assertThat(client().getImageJob(ID).state().isKnown()).isFalse();
        assertThat(client().getImageJob(ID).state().isEnded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void should_refuse_a_redirect_and_show_where_it_leads(int status) {
        server.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Location", server.baseUrl() + "/elsewhere?session=s3cret")));

        ImageFactoryException failure =
                failureOf(() -> builder().retryOptions(retries(3)).buildClient().createImage(PAYLOAD, OPTIONS));

        assertThat(requests()).hasSize(1);
        assertThat(failure.kind()).isEqualTo(Kind.UNEXPECTED_ANSWER);
        assertThat(failure)
                .hasMessageContaining("it was redirected (" + status + ") to " + server.baseUrl() + "/elsewhere. ")
                .hasMessageContaining("set the endpoint to where the service itself answers")
                .hasMessageNotContaining("s3cret");
    }

    /** Where a secret has a character at which a URL is cut, its first half would be shown. */
    @Test
    void should_hide_what_must_not_be_seen_before_a_foreign_url_is_cut() {
        String secret = "s3cr/et?#x";
        String link = server.baseUrl() + "/next/" + secret;
        ImageFactoryClient client =
                builder().hiding(text -> text.replace(secret, "(hidden)")).buildClient();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(302).withHeader("Location", link)));
        assertThat(failureOf(() -> client.getImageJob(ID)))
                .hasMessageContaining("it was redirected (302) to " + server.baseUrl() + "/next/(hidden). ");

        server.stubFor(any(anyUrl()).willReturn(json(200, "{\"value\": [], \"nextLink\": \"" + link + "\"}")));
        server.stubFor(get(urlPathMatching("/next/.*")).willReturn(aResponse().withStatus(400)));
        assertThat(failureOf(() -> client.listImageJobs("win").stream().toList()))
                .hasMessageContaining("GET " + server.baseUrl() + "/next/(hidden): ");

        String elsewhere = "http://elsewhere/" + secret;
        server.stubFor(any(anyUrl()).willReturn(json(200, "{\"value\": [], \"nextLink\": \"" + elsewhere + "\"}")));
        assertThat(failureOf(() -> client.listImageJobs("win").stream().toList()))
                .hasMessageContaining("it leads to another host, http://elsewhere/(hidden)");
    }

    @Test
    void should_know_that_nothing_was_started_when_the_connection_is_refused() {
        ImageFactoryClient client = client();
        server.stop();

        ImageFactoryException failure = failureOf(() -> client.createImage(PAYLOAD, OPTIONS));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.statusCode()).isZero();
        assertThat(failure.repeatabilityRequestId()).isEqualTo(REQUEST_ID);
        assertThat(failure).hasMessageContaining("no answer came (").hasMessageContaining("refused");
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void should_not_know_the_outcome_when_the_connection_breaks(Fault fault) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));

        assertThat(failureOf(() -> client().createImage(PAYLOAD, OPTIONS)).kind())
                .isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(failureOf(() -> client().getImageJob(ID)).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void should_send_nothing_when_interrupted_before() {
        Thread.currentThread().interrupt();

        ImageFactoryException failure =
                failureOf(() -> builder().retryOptions(retries(3)).buildClient().createImage(PAYLOAD, OPTIONS));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(requests()).isEmpty();
    }
}
