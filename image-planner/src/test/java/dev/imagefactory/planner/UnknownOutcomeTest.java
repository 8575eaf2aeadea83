package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.planner.Incident.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a request whose answer is not known. */
class UnknownOutcomeTest extends RunnerFixture {
    @Test
    void should_adopt_the_job_of_a_repeated_request_whose_secret_has_changed() {
        images.remove("b").define("a", "\"s\": \"kv_pat\"");
        report();
        service.set("job-1", BuildState.CANCELLED, null);
        service.afterStart = request -> {
            throw unknown("time-out");
        };
        assertThat(run()).containsExactly("a retry retry-after-failure unanswered 2");
        service.afterStart = request -> {
            throw new RequestReusedException("another content", new IllegalStateException());
        };

        assertThat(run()).containsExactly("a wait in-progress queued 2");
        assertThat(ledger.contents().builds())
                .extracting(build -> build.progress().trackingId())
                .containsExactly("job-1", "job-2");
    }

    @Test
    void should_give_up_a_request_that_cannot_be_repeated_once_it_is_settled_that_it_has_no_job() {
        rotateTheSecretOfALostRequest();

        RunReport early = report();
        assertThat(lines(early)).containsExactly("a wait in-progress unanswered 1");
        assertThat(early.incidents()).extracting(Incident::kind).containsExactly(Kind.UNSETTLED);

        pass(limits.lease());
        service.beforeStart = request -> {
            if (request.equals(service.requests.get(0))) {
                throw new RequestReusedException("another content", new IllegalStateException());
            }
        };
        RunReport settled = report();
        assertThat(lines(settled)).containsExactly("a retry retry-after-failure queued 2");
        assertThat(settled.incidents()).extracting(Incident::kind).containsExactly(Kind.LOST);
        assertThat(service.jobs).hasSize(1);
    }

    @Test
    void should_hold_a_request_that_can_neither_be_repeated_nor_searched_for() {
        service.searchable = false;
        rotateTheSecretOfALostRequest();
        pass(limits.lease());

        RunReport held = report();
        assertThat(lines(held)).containsExactly("a wait in-progress unanswered 1");
        assertThat(held.incidents()).singleElement().asString().contains("owners what became of request");

        limits = limits.withOnUnknownOutcome(RunPolicy.OnUnknownOutcome.RESUBMIT);
        RunReport givenUp = report();
        assertThat(givenUp.images().get(0).nextAttempt()).isEqualTo(2);
        assertThat(givenUp.incidents()).extracting(Incident::kind).contains(Kind.RESUBMITTED, Kind.LOST);
    }

    private void rotateTheSecretOfALostRequest() {
        images.remove("b");
        service.beforeStart = request -> {
            throw unknown("time-out");
        };
        report();
        service.beforeStart = request -> {
            throw new RequestReusedException("another content", new IllegalStateException());
        };
    }

    @Test
    void should_leave_a_build_to_the_run_that_took_it_over_before_a_refusal_came() {
        images.remove("b");
        service.requestIds = ImageBuilder.RequestIds.IGNORED;
        service.beforeStart = request -> {
            service.beforeStart = again -> {};
            pass(limits.lease());
            report();
            throw throttled(Duration.ofSeconds(1));
        };

        RunReport slow = report();

        assertThat(lines(slow)).containsExactly("a build new queued 1");
        assertThat(service.jobs).hasSize(1);
        assertThat(ledger.contents().builds())
                .extracting(build -> build.progress().trackingId())
                .containsExactly("job-1");
    }

    @Test
    void should_not_count_a_rejection_of_a_build_that_another_run_took_over() {
        images.remove("b");
        service.beforeStart = request -> {
            service.beforeStart = again -> {};
            pass(limits.lease());
            report();
            throw new BuildRejectedException("quota exceeded");
        };

        assertThat(run()).containsExactly("a build new queued 1");
    }

    @Test
    void should_not_send_again_what_another_run_wrote_down_while_this_one_searched() {
        images.remove("b");
        service.requestIds = ImageBuilder.RequestIds.IGNORED;
        loseTheAnswer();
        pass(limits.lease());
        int[] reads = {0};
        InterposedLedger raced = new InterposedLedger(ledger) {
            @Override
            public LedgerContents contents() {
                if (++reads[0] == 2) {
                    Build build = super.contents().builds().get(0);
                    update(build, build.progress().of(service.find("job-1").orElseThrow(), false, clock.now));
                }
                return super.contents();
            }
        };

        RunReport report = runner(raced, duration -> {}).run(images.rendered(), ImageSelection.ALL, policy);

        assertThat(lines(report)).containsExactly("a wait in-progress queued 1");
        assertThat(service.requests).hasSize(1);
    }

    @Test
    void should_repeat_the_same_request_after_an_unknown_outcome() {
        images.remove("b").define("a", "\"d\": \"{BUILD_DATE}\", \"s\": \"kv_pat\", \"v\": \"{V}\"");
        service.afterStart = request -> {
            throw unknown("time-out");
        };
        assertThat(run()).containsExactly("a build new unanswered 1");
        service.afterStart = request -> {};
        clock.now = clock.now.plus(Duration.ofDays(2));
        images.set("V", "2");

        assertThat(run()).containsExactly("a wait name-in-use queued 0");
        assertThat(service.jobs).hasSize(1);
        assertThat(service.requests).hasSizeGreaterThan(1);
        assertThat(service.requests.stream().distinct()).hasSize(1);
        assertThat(service.requests.get(1).payload())
                .isEqualTo("{\"d\":\"2026-11-23\",\"s\":\"secret-pat\",\"v\":\"1\"}");
        assertThat(service.requests.get(1).toString()).doesNotContain("secret-pat");
    }

    @Test
    void should_leave_a_build_to_the_run_that_claimed_it() {
        images.remove("b");
        BuildLedger raced = new RacedLedger(ledger, () -> report());

        RunReport report = runner(raced, duration -> {}).run(images.rendered(), ImageSelection.ALL, policy);

        assertThat(report.incidents()).extracting(Incident::kind).containsExactly(Kind.CONCURRENT_RUN);
        assertThat(service.jobs).hasSize(1);
        assertThat(ledger.contents().builds()).hasSize(1);
    }

    @Test
    void should_leave_a_request_to_the_run_that_has_the_lease_and_take_over_a_stale_one() {
        images.remove("b");
        service.afterStart = request -> {
            throw new Killed();
        };
        assertThatThrownBy(this::report).isInstanceOf(Killed.class);
        service.afterStart = request -> {};

        RunReport early = report();
        assertThat(lines(early)).containsExactly("a wait in-progress submitting 1");
        assertThat(early.incidents()).extracting(Incident::kind).containsExactly(Kind.CONCURRENT_RUN);
        assertThat(service.requests).hasSize(1);

        pass(limits.lease());
        assertThat(run()).containsExactly("a wait in-progress queued 1");
        assertThat(service.requests).hasSize(2);
        assertThat(service.requests.get(1)).isEqualTo(service.requests.get(0));
        assertThat(service.jobs).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIRMED", "IGNORED"})
    void should_search_for_the_job_where_repeating_is_not_known_to_be_safe(ImageBuilder.RequestIds requestIds) {
        images.remove("b");
        service.requestIds = requestIds;
        loseTheAnswer();

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a wait in-progress queued 1");
        assertThat(report.submitted()).hasSize(1);
        assertThat(report.incidents()).isEmpty();
        assertThat(service.requests).hasSize(1);
    }

    @Test
    void should_find_the_job_in_the_same_run_where_the_list_is_current() {
        images.remove("b");
        service.requestIds = ImageBuilder.RequestIds.IGNORED;
        service.afterStart = request -> {
            throw unknown("504");
        };

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build new queued 1");
        assertThat(report.incidents()).isEmpty();
    }

    @Test
    void should_repeat_a_request_where_the_last_answer_said_that_it_is_safe() {
        images.remove("b");
        service.requestIds = ImageBuilder.RequestIds.CONFIRMED;
        service.searchable = false;
        runToSuccess();
        images.set("V", "2");
        loseTheAnswer();

        assertThat(run()).containsExactly("a wait in-progress queued 1");
        assertThat(service.requests.stream().skip(1).distinct()).hasSize(1);
        assertThat(service.jobs).hasSize(2);
    }

    @Test
    void should_repeat_a_request_in_the_same_run_where_that_is_safe() {
        images.remove("b");
        service.afterStart = request -> {
            service.afterStart = again -> {};
            throw unknown("504");
        };

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build new queued 1");
        assertThat(report.incidents()).isEmpty();
        assertThat(service.requests).hasSize(2);
        assertThat(service.jobs).hasSize(1);
    }

    @Test
    void should_send_again_what_the_service_does_not_list_once_that_is_settled() {
        images.remove("b");
        service.requestIds = ImageBuilder.RequestIds.IGNORED;
        service.beforeStart = request -> {
            throw unknown("time-out");
        };
        report();
        service.beforeStart = request -> {};

        pass(limits.lease().minusSeconds(10));
        RunReport early = report();
        assertThat(lines(early)).containsExactly("a wait in-progress unanswered 1");
        assertThat(early.incidents()).extracting(Incident::kind).containsExactly(Kind.UNSETTLED);
        assertThat(service.requests).hasSize(1);

        pass(Duration.ofSeconds(10));
        assertThat(run()).containsExactly("a wait in-progress queued 1");
        assertThat(service.requests).hasSize(2);
        assertThat(service.jobs).hasSize(1);
    }

    @Test
    void should_wait_for_what_settles_by_itself() {
        images.remove("b");
        service.requestIds = ImageBuilder.RequestIds.IGNORED;
        service.beforeStart = request -> {
            service.beforeStart = again -> {};
            throw unknown("time-out");
        };

        RunReport report = waiting(() -> service.setAll(BuildState.SUCCEEDED))
                .runToEnd(images.rendered(), ImageSelection.ALL, policy, INTERVAL, progress -> {});

        assertThat(lines(report)).containsExactly("a build new succeeded 1");
        assertThat(report.incidents()).isEmpty();
    }

    @Test
    void should_hold_a_request_of_which_nothing_can_be_known_and_say_so_at_each_run() {
        images.remove("b");
        service.requestIds = ImageBuilder.RequestIds.IGNORED;
        service.searchable = false;
        loseTheAnswer();
        for (int i = 0; i < 2; i++) {
            pass(Duration.ofHours(5));
            RunReport report = report();
            assertThat(lines(report)).containsExactly("a wait in-progress unanswered 1");
            assertThat(report.incidents())
                    .filteredOn(incident -> incident.kind() == Kind.OUTCOME_UNKNOWN)
                    .singleElement()
                    .asString()
                    .contains(service.requests.get(0).requestId())
                    .contains("'imagefactory adopt'")
                    .contains("--on-unknown-outcome resubmit --only a");
        }
        assertThat(service.requests).hasSize(1);

        limits = limits.withOnUnknownOutcome(RunPolicy.OnUnknownOutcome.RESUBMIT);
        RunReport report = report();
        assertThat(lines(report)).containsExactly("a wait in-progress queued 1");
        assertThat(report.incidents()).extracting(Incident::kind).contains(Kind.RESUBMITTED);
        assertThat(service.requests).hasSize(2);
    }

    @Test
    void should_send_again_at_once_what_the_service_is_known_not_to_have_started() {
        images.remove("b");
        service.requestIds = ImageBuilder.RequestIds.IGNORED;
        service.searchable = false;
        service.beforeStart = request -> {
            throw notDone("429");
        };
        assertThat(run()).containsExactly("a build new submitting 1");
        service.beforeStart = request -> {};

        assertThat(run()).containsExactly("a wait in-progress queued 1");
        assertThat(service.jobs).hasSize(1);
    }

    @Test
    void should_let_a_person_say_which_of_several_jobs_it_is() {
        images.remove("b");
        service.requestIds = ImageBuilder.RequestIds.IGNORED;
        loseTheAnswer();
        service.start(service.requests.get(0));

        RunReport report = report();
        assertThat(lines(report)).containsExactly("a wait in-progress unanswered 1");
        assertThat(report.incidents()).singleElement().asString().contains("[job-1, job-2]");

        assertThat(runner().adopt("a", "job-9").builds()).isEmpty();
        assertThat(runner().adopt("a", "job-2").builds())
                .extracting(Build::state)
                .containsExactly(BuildState.QUEUED);
        assertThat(run()).containsExactly("a wait in-progress queued 1");
        assertThatThrownBy(() -> runner().adopt("a", "job-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no build of 'a' waits");
    }

    @Test
    void should_find_a_job_that_could_not_be_written_down() {
        InterposedLedger failing = new InterposedLedger(ledger) {
            @Override
            public Optional<Build> update(Build before, BuildProgress progress) {
                if (before.imageId().equals("a") && progress.trackingId() != null) {
                    throw new LedgerException("disk full");
                }
                return super.update(before, progress);
            }
        };

        RunReport report =
                runner(failing, duration -> pass(duration)).run(images.rendered(), ImageSelection.ALL, policy);

        assertThat(report.submitted()).hasSize(2);
        assertThat(report.incidents())
                .containsExactly(new Incident(
                        Kind.LEDGER_UNAVAILABLE,
                        "a",
                        "the job job-1 was started but could not be written down (disk full); a later run finds it by"
                                + " its request"));
        pass(limits.lease());
        assertThat(run()).containsExactly("a wait in-progress queued 1", "b wait in-progress queued 1");
        assertThat(service.jobs).hasSize(2);
    }

    @Test
    void should_leave_a_build_whose_payload_is_damaged_and_go_on_with_the_others() {
        service.afterStart = request -> {
            throw unknown("504");
        };
        service.listIsCurrent = false;
        report();
        service.afterStart = request -> {};
        InterposedLedger damaged = new InterposedLedger(ledger) {
            @Override
            public Optional<String> payload(BuildKey key) {
                return key.imageId().equals("a") ? Optional.of("{") : super.payload(key);
            }
        };

        RunReport report = runner(damaged, duration -> {}).run(images.rendered(), ImageSelection.ALL, policy);

        assertThat(lines(report)).containsExactly("a wait in-progress unanswered 1", "b wait in-progress queued 1");
        assertThat(report.incidents()).extracting(Incident::kind).containsExactly(Kind.UNREADABLE_BUILD);
    }

    @Test
    void should_find_the_job_of_a_request_whose_repetition_is_refused() {
        images.remove("b");
        loseTheAnswer();
        service.beforeStart = request -> {
            throw new BuildRejectedException("412: first sent too long ago");
        };

        assertThat(run()).containsExactly("a wait in-progress queued 1");
        assertThat(service.jobs).hasSize(1);
    }

    @Test
    void should_believe_a_refusal_once_it_is_settled_that_there_is_no_job() {
        images.remove("b");
        service.beforeStart = request -> {
            throw unknown("504");
        };
        report();
        service.beforeStart = request -> {
            throw new BuildRejectedException("400: no such region");
        };

        assertThat(run()).containsExactly("a wait in-progress unanswered 1");
        pass(limits.lease());
        assertThat(run()).containsExactly("a blocked failed-for-good failed 1");
    }

    @Test
    void should_not_take_an_early_search_for_a_proof_because_its_answer_is_late() {
        images.remove("b");
        loseTheAnswer();
        service.listIsCurrent = false;
        service.whileAnswering = () -> pass(limits.lease());
        service.beforeStart = request -> {
            throw new BuildRejectedException("422: not valid any more");
        };

        assertThat(run()).containsExactly("a wait in-progress unanswered 1");
        service.listIsCurrent = true;
        service.whileAnswering = () -> {};
        assertThat(run()).containsExactly("a wait in-progress queued 1");
        assertThat(service.jobs).hasSize(1);
    }

    @Test
    void should_claim_nothing_more_once_the_ledger_stays_away() {
        images.define("c").define("d").define("e");
        InterposedLedger failing = new InterposedLedger(ledger) {
            @Override
            public Optional<Build> claim(BuildOrder order, String payload, Lease lease) {
                throw new LedgerException("disk full");
            }
        };

        RunReport report = runner(failing, duration -> {}).run(images.rendered(), ImageSelection.ALL, policy);

        assertThat(report.incidents()).extracting(Incident::imageId).containsExactly("a", "b", "c");
        assertThat(service.requests).isEmpty();
    }

    @Test
    void should_tell_a_second_job() {
        images.remove("b");
        service.requestIds = ImageBuilder.RequestIds.IGNORED;
        service.afterStart = request -> {
            service.afterStart = again -> {};
            pass(limits.lease());
            service.searchable = false;
            limits = limits.withOnUnknownOutcome(RunPolicy.OnUnknownOutcome.RESUBMIT);
            report();
        };

        RunReport slow = report();

        assertThat(slow.incidents()).extracting(Incident::kind).contains(Kind.SECOND_JOB);
        assertThat(slow.incidents().get(0).message()).contains("job-1 beside job-2");
        assertThat(ledger.contents().builds())
                .extracting(build -> build.progress().trackingId())
                .containsExactly("job-2");
    }

    @Test
    void should_leave_the_second_half_of_its_lease_to_the_answer() {
        images.remove("b");
        report();

        assertThat(service.lastTries)
                .containsExactly(
                        service.requests.get(0).firstSent().plus(limits.lease().dividedBy(2)));
    }

    @Test
    void should_not_send_what_it_was_about_to_send_when_half_its_lease_is_over() {
        images.remove("b").define("a", "\"s\": \"kv_pat\"");
        whenASecretIsResolved = () -> pass(limits.lease().dividedBy(3));

        assertThat(run()).containsExactly("a build new submitting 1");
        assertThat(service.requests).isEmpty();
        whenASecretIsResolved = () -> {};
        assertThat(run()).containsExactly("a wait in-progress queued 1");
    }

    @Test
    void should_write_down_only_what_is_new() {
        report();
        List<Build> before = ledger.contents().builds();
        pass(Duration.ofHours(1));

        report();

        assertThat(ledger.contents().builds()).isEqualTo(before);
    }

    /** The end of a process. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void loseTheAnswer() {
        service.afterStart = request -> {
            throw unknown("504");
        };
        service.listIsCurrent = false;
        report();
        service.listIsCurrent = true;
        service.afterStart = request -> {};
    }

    /** A ledger in which another run is always a moment faster. */
    private static final class RacedLedger extends InterposedLedger {
        private final Runnable otherRun;

        RacedLedger(BuildLedger inner, Runnable otherRun) {
            super(inner);
            this.otherRun = otherRun;
        }

        @Override
        public Optional<Build> claim(BuildOrder order, String payload, Lease lease) {
            otherRun.run();
            return super.claim(order, payload, lease);
        }
    }
}
