package dev.imagefactory.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, when, and with which ids. No test waits: where a delay matters, the wrong one lasts a day. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RetryTest extends ServiceTest {

    private static final RetryOptions A_DAY_BETWEEN = new RetryOptions(new FixedDelayOptions(3, Duration.ofDays(1)));
    private static final CreateImageOptions OPTIONS = CreateImageOptions.forImages("win");

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void should_obey_retry_after_and_repeat_the_very_same_request(int status) {
        answersInTurn(
                error(status, "TooManyRequests", "slow down").withHeader("Retry-After", "0"),
                error(status, "TooManyRequests", "slow down").withHeader("Retry-After", "0"),
                json(202, QUEUED_JOB));

        builder().retryOptions(A_DAY_BETWEEN).buildClient().createImage(PAYLOAD, OPTIONS);

        assertThat(requests()).hasSize(3);
        for (Function<LoggedRequest, Object> same : List.<Function<LoggedRequest, Object>>of(
                request -> request.getHeader("Repeatability-Request-ID"),
                request -> request.getHeader("Repeatability-First-Sent"),
                request -> request.getHeader("x-ms-client-request-id"),
                LoggedRequest::getBodyAsString,
                LoggedRequest::getUrl)) {
            assertThat(requests())
                    .extracting(same)
                    .doesNotContainNull()
                    .containsOnly(same.apply(requests().get(0)));
        }
    }

    @Test
    void should_leave_a_long_wait_to_the_caller() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "61")));

        ImageFactoryException failure =
                failureOf(() -> builder().retryOptions(retries(3)).buildClient().getImageJob(ID));

        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(61));
        assertThat(requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void should_try_again_what_may_pass_but_not_for_ever(int status) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));

        failureOf(() -> builder().retryOptions(retries(2)).buildClient().getImageJob(ID));

        assertThat(requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 404, 405, 409, 410, 422, 501})
    void should_not_repeat_what_will_not_change(int status) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));

        failureOf(() -> builder().retryOptions(retries(2)).buildClient().getImageJob(ID));

        assertThat(requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK", "CONNECTION_RESET_BY_PEER"})
    void should_try_again_when_the_connection_breaks_even_within_the_body(Fault fault) {
        answersInTurn(aResponse().withFault(fault), aResponse().withFault(fault), json(202, QUEUED_JOB));

        assertThat(builder()
                        .retryOptions(retries(3))
                        .buildClient()
                        .createImage(PAYLOAD, OPTIONS)
                        .trackingId())
                .isEqualTo(ID);
        assertThat(requests())
                .extracting(request -> request.getHeader("Repeatability-Request-ID"))
                .hasSize(3)
                .containsOnly(requests().get(0).getHeader("Repeatability-Request-ID"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 409, 429, 501, 503})
    void should_not_forget_that_an_earlier_try_may_have_started_the_job(int last) {
        answersInTurn(aResponse().withStatus(504), aResponse().withStatus(last).withHeader("Retry-After", "0"));

        ImageFactoryException failure =
                failureOf(() -> builder().retryOptions(retries(2)).buildClient().createImage(PAYLOAD, OPTIONS));

        assertThat(failure.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(failure.statusCode()).isEqualTo(last);
    }

    @Test
    void should_not_forget_it_when_the_service_is_gone_afterwards() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(504)));
        RetryOptions stopping = retries(2).setShouldRetryCondition(condition -> {
            server.stop();
            return true;
        });

        ImageFactoryException failure =
                failureOf(() -> builder().retryOptions(stopping).buildClient().createImage(PAYLOAD, OPTIONS));

        assertThat(failure).hasMessageContaining("refused");
        assertThat(failure.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
    }

    @Test
    void should_know_that_nothing_was_started_when_every_try_was_turned_away() {
        answersInTurn(
                aResponse().withStatus(429).withHeader("Retry-After", "0"),
                aResponse().withStatus(503).withHeader("Retry-After", "0"));

        assertThat(failureOf(() ->
                                builder().retryOptions(retries(2)).buildClient().createImage(PAYLOAD, OPTIONS))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({"429, UNAVAILABLE", "504, OUTCOME_UNKNOWN"})
    void should_end_a_wait_between_tries_at_once_when_interrupted(int status, Kind expected) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
        RetryOptions interrupting = new RetryOptions(new FixedDelayOptions(3, Duration.ofDays(1)))
                .setShouldRetryCondition(condition -> interrupted());

        ImageFactoryException failure = failureOf(
                () -> builder().retryOptions(interrupting).buildClient().createImage(PAYLOAD, OPTIONS));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(expected);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void should_end_a_wait_after_a_broken_connection_at_once_when_interrupted() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        RetryOptions interrupting = new RetryOptions(new FixedDelayOptions(3, Duration.ofDays(1)))
                .setShouldRetryCondition(condition -> interrupted());

        ImageFactoryException failure = failureOf(
                () -> builder().retryOptions(interrupting).buildClient().createImage(PAYLOAD, OPTIONS));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"429, THROTTLED", "504, OUTCOME_UNKNOWN"})
    void should_begin_no_pause_that_would_end_after_the_last_try(int status, Kind expected) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));

        ImageFactoryException failure = failureOf(() -> builder()
                .retryOptions(A_DAY_BETWEEN)
                .buildClient()
                .createImage(PAYLOAD, OPTIONS.withLastTry(NOW.plus(Duration.ofHours(23)))));

        assertThat(failure.kind()).isEqualTo(expected);
        assertThat(failure.statusCode()).isEqualTo(status);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void should_not_send_what_it_is_too_late_for() {
        ImageFactoryException failure = failureOf(() -> builder()
                .retryOptions(retries(3))
                .buildClient()
                .createImage(PAYLOAD, OPTIONS.withLastTry(NOW.minusMillis(1))));

        assertThat(failure.kind()).isEqualTo(Kind.NOT_SENT);
        assertThat(failure.retryAfter()).isNull();
        assertThat(failure).hasMessageContaining("it was not sent, because it would have been too late");
        assertThat(requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"429, THROTTLED", "503, OUTCOME_UNKNOWN", "504, OUTCOME_UNKNOWN"})
    void should_end_a_pause_between_tries_when_no_more_requests_are_wanted(int status, Kind expected) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));

        ImageFactoryException failure = failureOf(() -> builder()
                .retryOptions(A_DAY_BETWEEN)
                .pause(Duration::isZero)
                .buildClient()
                .createImage(PAYLOAD, OPTIONS));

        assertThat(failure.kind()).isEqualTo(expected);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void should_end_a_pause_after_a_broken_connection_when_no_more_requests_are_wanted() {
        ImageFactoryClient client =
                builder().retryOptions(A_DAY_BETWEEN).pause(Duration::isZero).buildClient();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertThat(failureOf(() -> client.createImage(PAYLOAD, OPTIONS)).kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);

        server.stop();
        assertThat(failureOf(() -> client.createImage(PAYLOAD, OPTIONS)).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void should_send_nothing_when_no_more_requests_are_wanted() {
        ImageFactoryClient client = builder().pause(duration -> false).buildClient();

        assertThat(failureOf(() -> client.createImage(PAYLOAD, OPTIONS)).kind()).isEqualTo(Kind.NOT_SENT);
        assertThat(failureOf(() -> client.getImageJob(ID)).kind()).isEqualTo(Kind.NOT_SENT);
        assertThat(requests()).isEmpty();
    }

    @Test
    void should_end_a_pause_between_tries_at_once_when_interrupted() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(429)));

        ImageFactoryException failure = failureOf(() -> builder()
                .retryOptions(A_DAY_BETWEEN)
                .pause(duration -> {
                    if (!duration.isZero()) {
                        throw new InterruptedException();
                    }
                    return true;
                })
                .buildClient()
                .createImage(PAYLOAD, OPTIONS));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    }

    private static boolean interrupted() {
        Thread.currentThread().interrupt();
        return true;
    }

    @ParameterizedTest
    @CsvSource({"408, 1", "500, 1", "502, 1", "504, 1", "503, 1", "429, 3"})
    void should_not_repeat_a_creation_that_may_have_started_a_job_where_told_so(int status, int tries) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
        ImageFactoryClient client =
                builder().retryOptions(retries(2)).retryUnknownCreations(false).buildClient();

        failureOf(() -> client.createImage(PAYLOAD, OPTIONS));
        assertThat(requests()).hasSize(tries);
        failureOf(() -> client.cancelImageJob(ID));
        assertThat(requests()).hasSize(tries + 3);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void should_not_repeat_a_creation_whose_connection_broke_where_told_so(Fault fault) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));

        failureOf(() -> builder()
                .retryOptions(retries(2))
                .retryUnknownCreations(false)
                .buildClient()
                .createImage(PAYLOAD, OPTIONS));

        assertThat(requests()).hasSize(1);
    }

    @Test
    void should_follow_a_condition_or_a_policy_of_the_callers_own() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));

        failureOf(() -> builder()
                .retryOptions(retries(1).setShouldRetryCondition(condition -> true))
                .buildClient()
                .getImageJob(ID));
        assertThat(requests()).hasSize(2);

        failureOf(() -> builder()
                .retryPolicy(new RetryPolicy(retries(2).setShouldRetryCondition(condition -> true)))
                .buildClient()
                .getImageJob(ID));
        assertThat(requests()).hasSize(5);
    }

    /** The last answer stays. */
    private void answersInTurn(ResponseDefinitionBuilder... answers) {
        for (int i = 0; i < answers.length; i++) {
            server.stubFor(any(anyUrl())
                    .inScenario("turns")
                    .whenScenarioStateIs(i == 0 ? STARTED : "turn " + i)
                    .willSetStateTo("turn " + Math.min(i + 1, answers.length - 1))
                    .willReturn(answers[i]));
        }
    }
}
