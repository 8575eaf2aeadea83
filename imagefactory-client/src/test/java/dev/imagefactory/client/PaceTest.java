package dev.imagefactory.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.imagefactory.client.implementation.PacePolicy;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import dev.imagefactory.client.models.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pause answers ask for, and that it is kept; in a time that passes only while the client sleeps. */
class PaceTest extends ServiceTest {

    /** Begins shortly before the counter overflows, as {@link System#nanoTime} may. */
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);

    private final List<Duration> sleeps = new CopyOnWriteArrayList<>();
    private Runnable meanwhile = () -> {};
    private boolean wanted = true;

    private ImageFactoryClient client;

    @BeforeEach
    void connect() {
        client = client();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After: 7 | 7",
                "Retry-After: Mon, 23 Nov 2026 07:00:07 GMT | 7",
                "X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1795417207 | 7",
                "RateLimit-Remaining: 0; RateLimit-Reset: 7 | 7",
                "Retry-After: 3; X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1795417207 | 3",
                "Retry-After: soon; X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1795417207 | 7",
                "X-RateLimit-Remaining: 0; RateLimit-Remaining: 0; RateLimit-Reset: 7 | 7",
                "Retry-After: 60 | 60",
                "Retry-After: 0 |",
                "Retry-After: -7 |",
                "Retry-After: Mon, 23 Nov 2026 06:59:53 GMT |",
                "X-RateLimit-Remaining: 1; X-RateLimit-Reset: 1795417207 |",
                "X-RateLimit-Remaining: 0; X-RateLimit-Reset: 7 |",
                "X-RateLimit-Remaining: 0 |",
                "X-RateLimit-Reset: 1795417207 |",
                "RateLimit-Remaining: 9; RateLimit-Reset: 7 |"
            })
    void should_wait_for_as_long_as_an_answer_demands(String headers, Long seconds) {
        server.stubFor(get(JOB_PATH).willReturn(demanding(headers)));

        client.getImageJob(ID);
        assertThat(sleeps).isEmpty();
        client.getImageJob(ID);

        assertThat(sleeps)
                .isEqualTo(Stream.ofNullable(seconds).map(Duration::ofSeconds).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 302, 400, 404, 429, 500, 503})
    void should_obey_an_answer_of_any_status(int status) {
        server.stubFor(get(JOB_PATH).willReturn(json(200, QUEUED_JOB)));
        server.stubFor(post(JOB_PATH + "/cancel")
                .willReturn(demanding("Retry-After: 7").withStatus(status)));

        failureOf(() -> client.cancelImageJob(ID));
        client.getImageJob(ID);

        assertThat(sleeps).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void should_wait_only_for_what_is_left() {
        server.stubFor(get(JOB_PATH).willReturn(demanding("Retry-After: 7")));
        client.getImageJob(ID);
        pass(Duration.ofSeconds(5));
        client.getImageJob(ID);
        pass(Duration.ofSeconds(7));
        client.getImageJob(ID);

        assertThat(sleeps).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void should_obey_what_another_thread_learns_during_a_wait() {
        server.stubFor(get(JOB_PATH).willReturn(demanding("Retry-After: 7")));
        server.stubFor(get(JOB_PATH + "/log").willReturn(demanding("Retry-After: 30")));
        client.getImageJob(ID);
        pass(Duration.ofSeconds(6));
        // At the end of the wait, and so not held back itself; what it learns counts for the one that sleeps.
        meanwhile = () -> {
            meanwhile = () -> {};
            CompletableFuture.runAsync(() -> client.getImageLog(ID)).join();
        };

        client.getImageJob(ID);

        assertThat(sleeps).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    @Test
    void should_not_wait_longer_than_a_minute_but_say_how_long() {
        server.stubFor(any(anyUrl()).willReturn(demanding("Retry-After: 61")));
        client.getImageJob(ID);
        pass(Duration.ofMillis(500));

        ImageFactoryException failure = failureOf(() -> client.createImage(PAYLOAD, CreateImageOptions.forImages()));

        assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(failure.statusCode()).isZero();
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(60_500));
        assertThat(failure)
                .hasMessageContaining("it was not sent, because the service has asked for a pause")
                .hasMessageContaining("the next one in 61 s at the earliest");
        assertThat(requests()).hasSize(1);
        pass(Duration.ofMillis(60_500));
        client.getImageJob(ID);
        assertThat(sleeps).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Retry-After: 9999999999", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"})
    void should_obey_a_demand_beyond_all_reason(String header) {
        server.stubFor(any(anyUrl()).willReturn(demanding(header)));
        client.getImageJob(ID);

        assertThat(failureOf(() -> client.getImageJob(ID)).retryAfter()).isGreaterThan(Duration.ofDays(300));
    }

    @Test
    void should_not_forget_an_unknown_outcome_for_a_pause() {
        server.stubFor(any(anyUrl())
                .willReturn(demanding("X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1795417261")
                        .withStatus(504)));
        ImageFactoryClient retrying = builder()
                .retryOptions(retries(3).setShouldRetryCondition(condition -> true))
                .buildClient();

        ImageFactoryException failure = failureOf(() -> retrying.createImage(PAYLOAD, CreateImageOptions.forImages()));

        assertThat(requests()).hasSize(1);
        assertThat(failure).hasMessageContaining("it was not sent");
        assertThat(failure.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(61));
    }

    @ParameterizedTest
    @CsvSource({"29, 0, NOT_SENT", "30, 1,"})
    void should_begin_no_pause_that_would_end_after_the_last_try(int lastTry, int tries, @Nullable Kind kind) {
        server.stubFor(get(JOB_PATH).willReturn(demanding("Retry-After: 30")));
        server.stubFor(post("/api/images/create").willReturn(json(202, QUEUED_JOB)));
        client.getImageJob(ID);

        ImageFactoryException failure = failureOf(() ->
                client.createImage(PAYLOAD, CreateImageOptions.forImages().withLastTry(NOW.plusSeconds(lastTry))));

        assertThat(sleeps).hasSize(tries);
        server.verify(tries, postRequestedFor(anyUrl()));
        if (kind != null) {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(30));
            assertThat(failure).hasMessageContaining("it would have been too late after the pause");
        } else {
            assertThat(failure).isNull();
        }
    }

    @Test
    void should_leave_a_pause_to_the_caller_that_would_end_after_the_last_try() {
        server.stubFor(any(anyUrl()).willReturn(demanding("Retry-After: 30").withStatus(429)));
        ImageFactoryClient retrying = builder().retryOptions(retries(3)).buildClient();

        ImageFactoryException failure = failureOf(() ->
                retrying.createImage(PAYLOAD, CreateImageOptions.forImages().withLastTry(NOW.plusSeconds(29))));

        assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(failure.statusCode()).isEqualTo(429);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(requests()).hasSize(1);
        assertThat(sleeps).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"429, NOT_SENT", "504, OUTCOME_UNKNOWN"})
    void should_end_a_pause_when_no_more_requests_are_wanted(int status, Kind expected) {
        server.stubFor(any(anyUrl()).willReturn(demanding("Retry-After: 30").withStatus(status)));
        ImageFactoryClient retrying = builder().retryOptions(retries(3)).buildClient();
        meanwhile = () -> wanted = false;

        ImageFactoryException failure = failureOf(() -> retrying.createImage(PAYLOAD, CreateImageOptions.forImages()));

        assertThat(failure.kind()).isEqualTo(expected);
        assertThat(failure).hasMessageContaining("it was not sent, because no more requests were wanted");
        assertThat(requests()).hasSize(1);
        assertThat(sleeps).hasSize(1);
    }

    @Test
    void should_end_a_wait_at_once_when_interrupted() {
        server.stubFor(any(anyUrl()).willReturn(demanding("Retry-After: 60")));
        PacePolicy interrupted = new PacePolicy(Clock.systemUTC(), System::nanoTime, pause -> {
            if (!pause.isZero()) {
                Thread.currentThread().interrupt();
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
            return true;
        });
        ImageFactoryClient inRealTime = builder().pace(interrupted).buildClient();
        inRealTime.getImageJob(ID);

        ImageFactoryException failure =
                failureOf(() -> inRealTime.createImage(PAYLOAD, CreateImageOptions.forImages()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure)
                .hasMessageContaining("the thread was interrupted in the pause that the service has asked for");
        assertThat(requests()).hasSize(1);
    }

    @Override
    ImageFactoryClientBuilder builder() {
        Pause pause = duration -> {
            if (!duration.isZero()) {
                sleeps.add(duration);
                nanoTime.addAndGet(duration.toNanos());
                meanwhile.run();
            }
            return wanted;
        };
        return super.builder().pace(new PacePolicy(Clock.fixed(NOW, ZoneOffset.UTC), nanoTime::get, pause));
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private static ResponseDefinitionBuilder demanding(String headers) {
        ResponseDefinitionBuilder answer = json(200, QUEUED_JOB);
        for (String header : headers.split("; ", -1)) {
            String[] parts = header.split(": ", 2);
            answer.withHeader(parts[0], parts[1]);
        }
        return answer;
    }
}
