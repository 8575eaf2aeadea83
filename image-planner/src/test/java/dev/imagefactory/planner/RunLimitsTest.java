package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.planner.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How much a run asks of the service, and when it gives up. */
class RunLimitsTest extends RunnerFixture {
    @Test
    void should_not_take_a_poll_that_fails_for_a_failed_build() {
        report();
        service.whenAsked = notDone("throttled");

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a wait in-progress queued 1", "b wait in-progress queued 1");
        assertThat(report.incidents()).hasSize(2);
        assertThat(report.hasFailedImages()).isFalse();
        assertThat(report.isServiceUnreachable()).isFalse();
    }

    @Test
    void should_go_on_with_the_others_when_the_service_cannot_answer_for_one() {
        report();
        service.setAll(BuildState.SUCCEEDED);
        service.whenAsked = notDone("500");
        service.askedAbout = "job-1";
        images.define("c");
        service.beforeStart = request -> {
            if (request.imageNames().contains("c_1")) {
                throw notDone("500");
            }
        };

        assertThat(run())
                .containsExactly(
                        "a wait in-progress queued 1", "b none up-to-date succeeded 1", "c build new submitting 1");
        images.define("d");
        assertThat(run())
                .containsExactly(
                        "a wait in-progress queued 1",
                        "b none up-to-date succeeded 1",
                        "c wait in-progress submitting 1",
                        "d build new queued 1");
    }

    @Test
    void should_stop_asking_after_three_failures_in_a_row() {
        images.define("c").define("d").define("e");
        service.beforeStart = request -> {
            throw notDone("503");
        };

        RunReport report = report();

        assertThat(service.requests).hasSize(3);
        assertThat(report.isServiceUnreachable()).isTrue();
    }

    @Test
    void should_not_wait_for_ever_for_a_request_that_cannot_be_repeated() {
        images.define("a", "\"s\": \"kv_pat\"");
        service.afterStart = request -> {
            throw unknown("time-out");
        };
        report();
        secretsMissing = true;
        service.afterStart = request -> {};

        RunReport report = waiting(() -> service.setAll(BuildState.SUCCEEDED))
                .runToEnd(images.rendered(), ImageSelection.ALL, policy, INTERVAL, progress -> {});

        assertThat(report.images().get(0).build()).isNotNull();
        assertThat(report.incidents()).extracting(Incident::kind).containsExactly(Kind.MISSING_SECRET);
    }

    @Test
    void should_stop_asking_when_nothing_can_succeed() {
        report();
        images.define("c");
        service.whenAsked = nothingWorks("sign in again");

        RunReport report = report();

        assertThat(lines(report))
                .containsExactly("a wait in-progress queued 1", "b wait in-progress queued 1", "c build new - 0");
        assertThat(report.incidents()).containsExactly(new Incident(Kind.SERVICE_UNAVAILABLE, null, "sign in again"));
        assertThat(report.isServiceUnreachable()).isTrue();
        assertThat(service.requests).hasSize(2);
    }

    @Test
    void should_sit_out_an_outage_and_end_when_the_service_stays_away() {
        int[] pauses = {0};

        RunReport report = waiting(() -> {
                    pauses[0]++;
                    boolean away = pauses[0] < 10 || pauses[0] > 11;
                    service.whenAsked = away ? nothingWorks("refused") : null;
                })
                .runToEnd(images.rendered(), ImageSelection.ALL, policy, INTERVAL, progress -> {});

        assertThat(pauses[0]).isEqualTo(21);
        assertThat(report.isServiceUnreachable()).isTrue();
        assertThat(lines(report)).containsExactly("a build new queued 1", "b build new queued 1");
    }

    @Test
    void should_not_wait_for_a_service_that_was_never_there() {
        service.beforeStart = request -> {
            throw nothingWorks("refused");
        };

        RunReport report = waiting(() -> {
                    throw new AssertionError("waited");
                })
                .runToEnd(images.rendered(), ImageSelection.ALL, policy, INTERVAL, progress -> {});

        assertThat(report.isServiceUnreachable()).isTrue();
    }

    @Test
    void should_wait_as_long_as_the_service_asks_and_go_on() {
        Instant asked = clock.now;
        service.beforeStart = request -> {
            if (clock.now.isBefore(asked.plusSeconds(90))) {
                throw throttled(Duration.ofSeconds(90));
            }
        };

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build new queued 1", "b build new queued 1");
        assertThat(report.incidents()).isEmpty();
        assertThat(clock.now).isEqualTo(asked.plusSeconds(90));
        assertThat(service.requests).hasSize(3);
    }

    @Test
    void should_leave_the_rest_to_the_next_run_when_waiting_would_take_too_long() {
        Instant asked = clock.now;
        service.beforeStart = request -> {
            throw throttled(limits.waitBudget().plusSeconds(1));
        };

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build new submitting 1", "b build new - 0");
        assertThat(report.isServiceUnreachable()).isTrue();
        assertThat(report.hasFailedImages()).isFalse();
        assertThat(clock.now).isEqualTo(asked);
        service.beforeStart = request -> {};
        assertThat(run()).containsExactly("a wait in-progress queued 1", "b build new queued 1");
    }

    @Test
    void should_leave_the_service_alone_over_all_cycles_of_a_run() {
        images.remove("b");
        Instant[] wanted = {Instant.MIN};
        BuildRunner waiting = waiting(() -> {
            if (wanted[0].equals(Instant.MIN)) {
                wanted[0] = clock.now.plus(limits.waitBudget()).plusSeconds(60);
                service.whenAsked = throttled(limits.waitBudget().plusSeconds(60));
            } else if (clock.now.isBefore(wanted[0])) {
                service.whenAsked = new IllegalStateException("asked too early, at " + clock.now);
            } else {
                service.whenAsked = null;
                service.setAll(BuildState.SUCCEEDED);
            }
        });
        List<RunReport> reports = new ArrayList<>();

        RunReport report = waiting.runToEnd(images.rendered(), ImageSelection.ALL, policy, INTERVAL, reports::add);

        assertThat(lines(report)).containsExactly("a build new succeeded 1");
        assertThat(clock.now).isEqualTo(wanted[0]);
        assertThat(reports.get(2).incidents())
                .containsExactly(new Incident(
                        Kind.SERVICE_UNAVAILABLE, null, "the service wants to be left alone until " + wanted[0]));
    }

    @Test
    void should_leave_the_service_alone_after_an_answer_that_leaves_the_outcome_open_too() {
        service.requestIds = ImageBuilder.RequestIds.IGNORED;
        Instant asked = clock.now;
        service.beforeStart = request -> {
            service.beforeStart = again -> {};
            throw new ServiceUnavailableException(
                    "500", null, ServiceUnavailableException.Kind.OUTCOME_UNKNOWN, Duration.ofSeconds(90));
        };

        assertThat(run()).containsExactly("a build new unanswered 1", "b build new queued 1");
        assertThat(clock.now).isEqualTo(asked.plusSeconds(90));
    }

    @Test
    void should_spend_its_budget_once() {
        service.beforeStart = request -> {
            throw throttled(limits.waitBudget().dividedBy(2));
        };

        Instant asked = clock.now;
        assertThat(report().isServiceUnreachable()).isTrue();

        assertThat(clock.now).isEqualTo(asked.plus(limits.waitBudget()));
        assertThat(service.requests).hasSize(3);
    }

    @Test
    void should_submit_no_more_than_it_may_and_go_on_in_the_next_run() {
        limits = limits.withMaxSubmissions(1);

        RunReport report = report();
        assertThat(lines(report)).containsExactly("a build new queued 1", "b build new - 0");
        assertThat(report.incidents()).extracting(Incident::kind).containsExactly(Kind.SUBMISSION_LIMIT);

        assertThat(run()).containsExactly("a wait in-progress queued 1", "b build new queued 1");
    }

    @Test
    void should_count_what_an_earlier_run_left_unsent() {
        service.beforeStart = request -> {
            throw notDone("429");
        };
        report();
        service.beforeStart = request -> {};
        limits = limits.withMaxSubmissions(1);

        assertThat(run()).containsExactly("a wait in-progress queued 1", "b wait in-progress submitting 1");
    }

    @Test
    void should_not_ask_without_a_pause_a_service_that_wants_none() {
        service.beforeStart = request -> {
            throw throttled(Duration.ZERO);
        };

        report();

        assertThat(service.requests).hasSizeLessThan(400);
    }

    @Test
    void should_force_a_rejected_image_once_in_a_waiting_run() {
        images.remove("b").define("c", "\"x\": 1");
        service.beforeStart = request -> {
            if (request.imageNames().contains("a_1")) {
                throw new BuildRejectedException("InvalidRegion: x");
            }
        };
        int[] pauses = {0};

        waiting(() -> {
                    if (++pauses[0] == 5) {
                        service.setAll(BuildState.SUCCEEDED);
                    }
                })
                .runToEnd(images.rendered(), ImageSelection.ALL, policy.forcing(ImageSelection.ALL), INTERVAL, p -> {});

        assertThat(service.requests).hasSize(2);
    }

    @Test
    void should_count_the_submissions_of_a_waiting_run_together() {
        limits = limits.withMaxSubmissions(1);

        RunReport report = waiting(() -> service.setAll(BuildState.SUCCEEDED))
                .runToEnd(images.rendered(), ImageSelection.ALL, policy, INTERVAL, progress -> {});

        assertThat(lines(report)).containsExactly("a build new succeeded 1", "b build new - 0");
        assertThat(report.incidents()).extracting(Incident::kind).containsExactly(Kind.SUBMISSION_LIMIT);
    }

    @Test
    void should_ask_and_submit_several_at_once_but_no_more_than_it_may() {
        int images = 40;
        for (int i = 0; i < images; i++) {
            this.images.define("image-" + i);
        }
        limits = limits.withConcurrency(4);
        Parallel together = new Parallel(4);

        RunReport first = parallel(together).run(this.images.rendered(), ImageSelection.ALL, policy);
        assertThat(first.submitted()).hasSize(images + 2);
        assertThat(together.most).isEqualTo(4);

        Parallel polling = new Parallel(4);
        service.setAll(BuildState.SUCCEEDED);
        RunReport second = parallel(polling).run(this.images.rendered(), ImageSelection.ALL, policy);
        assertThat(second.count(BuildState.SUCCEEDED)).isEqualTo(images + 2);
        assertThat(polling.most).isEqualTo(4);
    }

    @Test
    void should_begin_nothing_more_when_its_time_is_over() {
        service.afterStart = request -> pass(limits.timeLimit());

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build new queued 1", "b build new - 0");
        assertThat(report.incidents())
                .containsExactly(
                        new Incident(Kind.STOPPED, null, "the run's time is over before its work was done; run again"));
    }

    @Test
    void should_write_down_what_is_under_way_and_end_when_it_is_stopped() {
        service.afterStart = request -> stop.stop();

        RunReport report = runner().runToEnd(images.rendered(), ImageSelection.ALL, policy, INTERVAL, progress -> {});

        assertThat(lines(report)).containsExactly("a build new queued 1", "b build new - 0");
        assertThat(report.incidents()).extracting(Incident::kind).containsExactly(Kind.STOPPED);
        assertThat(ledger.contents().builds()).extracting(Build::state).containsExactly(BuildState.QUEUED);
    }

    @Test
    void should_end_waiting_for_the_lease_of_another_run_when_its_time_is_over() {
        images.remove("b");
        service.afterStart = request -> {
            throw new IllegalStateException("killed");
        };
        assertThatThrownBy(this::report).hasMessage("killed");
        limits = limits.withTimeLimit(INTERVAL.multipliedBy(3));
        int[] pauses = {0};

        RunReport report = waiting(() -> pauses[0]++)
                .runToEnd(images.rendered(), ImageSelection.ALL, policy, INTERVAL, progress -> {});

        assertThat(pauses[0]).isEqualTo(3);
        assertThat(report.incidents()).extracting(Incident::kind).contains(Kind.STOPPED);
    }

    @Test
    void should_stop_trying_when_most_submissions_fail_the_same_way() {
        for (int i = 0; i < 10; i++) {
            images.define("image-" + i);
        }
        service.beforeStart = request -> {
            throw new BuildRejectedException("InvalidStorageAccount: the account is gone");
        };

        RunReport report = report();

        assertThat(service.requests).hasSize(5);
        assertThat(report.failures()).hasSize(5);
        assertThat(report.incidents())
                .singleElement()
                .asString()
                .contains("5 of 5 submissions were rejected the same way")
                .contains("the account is gone");
    }

    @Test
    void should_go_on_when_submissions_fail_each_in_its_own_way() {
        for (int i = 0; i < 10; i++) {
            images.define("image-" + i);
        }
        service.beforeStart = request -> {
            throw new BuildRejectedException("Reason" + "x".repeat(service.requests.size()) + ": gone");
        };

        assertThat(report().failures()).hasSize(12);
    }

    /** Requests that are answered only when several are under way, and how many there were at most. */
    private static final class Parallel {
        private final CyclicBarrier barrier;
        private final AtomicInteger underWay = new AtomicInteger();
        private int most;

        Parallel(int together) {
            barrier = new CyclicBarrier(together);
        }

        private <T> T ask(Supplier<T> question) {
            int now = underWay.incrementAndGet();
            synchronized (this) {
                most = Math.max(most, now);
            }
            try {
                barrier.await(1, TimeUnit.SECONDS);
            } catch (BrokenBarrierException | TimeoutException e) {
                // the last few are fewer
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            try {
                return question.get();
            } finally {
                underWay.decrementAndGet();
            }
        }
    }

    private BuildRunner parallel(Parallel together) {
        ImageBuilder inParallel = new ImageBuilder() {
            @Override
            public RequestIds requestIds() {
                return service.requestIds();
            }

            @Override
            public Answer submit(Request request) {
                return together.ask(() -> service.submit(request));
            }

            @Override
            public Optional<List<Job>> findStarted(String requestId, List<String> names, Instant earliest) {
                return service.findStarted(requestId, names, earliest);
            }

            @Override
            public Optional<Job> find(String trackingId) {
                return together.ask(() -> service.find(trackingId));
            }

            @Override
            public Optional<Job> cancel(String trackingId) {
                return service.cancel(trackingId);
            }
        };
        return new BuildRunner(ledger, inParallel, name -> "s", limits, RunEnvironment.real(clock, stop));
    }
}
