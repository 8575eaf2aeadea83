package dev.imagefactory.planner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.planner.Incident.Kind;
import dev.imagefactory.template.Definition;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BuildRunnerTest {
    private final Images images = new Images().set("V", "1").define("a").define("b");
    private final BuildLedger ledger = new InMemoryBuildLedger();
    private final FakeImageBuilder service = new FakeImageBuilder();
    private final TestClock clock = new TestClock();
    private boolean secretsMissing;
    private PlanPolicy policy = PlanPolicy.DEFAULT;

    /** Time that moves when a test says so. */
    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T10:00:00.123456Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Test
    void should_build_everything_once_and_then_nothing() {
        assertThat(run()).containsExactly("a build new queued 1", "b build new queued 1");
        assertThat(run()).containsExactly("a wait in-progress queued 1", "b wait in-progress queued 1");
        service.setAll(BuildState.RUNNING);
        assertThat(run()).containsExactly("a wait in-progress running 1", "b wait in-progress running 1");
        service.setAll(BuildState.SUCCEEDED);
        assertThat(run()).containsExactly("a none up-to-date succeeded 1", "b none up-to-date succeeded 1");
        assertThat(service.requests).hasSize(2);
    }

    @Test
    void should_rebuild_what_uses_a_changed_variable_and_name_it() {
        images.define("c", "\"x\": 1");
        runToSuccess();
        images.set("V", "2");

        RunReport report = report();

        assertThat(lines(report))
                .containsExactly(
                        "a build changed queued 1", "b build changed queued 1", "c none up-to-date succeeded 1");
        assertThat(report.images().get(0).reason())
                .isEqualTo(
                        new Reason(ReasonCode.CHANGED, "V: 1 -> 2", List.of(new Reason.VariableChange("V", "1", "2"))));
        assertThat(report.images().get(0).imageNames()).containsExactly("a_2");
    }

    @Test
    void should_tell_an_edited_definition() {
        images.set("W", "w");
        images.define("a", "\"x\": \"{W}\", \"Destination\": {\"CustomImageName\": \"a_{V}\"}");
        runToSuccess();
        images.define("a", "\"x\": 2, \"Destination\": {\"CustomImageName\": \"a_{V}\"}");
        images.set("V", "2");

        assertThat(report().images().get(0).reason().message())
                .isEqualTo("V: 1 -> 2; W is not used any more; the definition was edited");
    }

    @Test
    void should_not_build_again_what_a_revert_wants_and_still_exists() {
        runToSuccess();
        images.set("V", "2");
        runToSuccess();
        images.set("V", "1");

        assertThat(run()).containsExactly("a none up-to-date succeeded 1", "b none up-to-date succeeded 1");
    }

    @Test
    void should_build_again_what_a_revert_wants_and_was_overwritten() {
        images.remove("b").define("a", "\"x\": \"{V}\"");
        runToSuccess();
        images.set("V", "2");
        runToSuccess();
        images.set("V", "1");

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build changed queued 1");
        assertThat(report.submitted())
                .extracting(build -> build.key().attempt())
                .containsExactly(2);
        service.setAll(BuildState.SUCCEEDED);
        assertThat(run()).containsExactly("a none up-to-date succeeded 1");
    }

    @Test
    void should_warn_when_the_payload_changes_and_the_name_does_not() {
        images.remove("b").define("a", "\"x\": \"{V}\"");
        runToSuccess();
        images.set("V", "2");

        assertThat(report().images().get(0).warning())
                .isEqualTo(
                        "another payload was built under the name a; the build replaces that image, which may be in use");
    }

    @Test
    void should_refuse_an_unchanged_name_by_option() {
        images.remove("b").define("a", "\"x\": \"{V}\"");
        runToSuccess();
        images.set("V", "2");
        policy = PlanPolicy.DEFAULT.refusingUnchangedNames(true);

        assertThat(run()).containsExactly("a blocked name-unchanged - 0");
    }

    @Test
    void should_take_a_new_date_in_a_name_for_a_new_name() {
        images.remove("b").define("a", "\"x\": \"{V}\", \"Destination\": {\"CustomImageName\": \"a-{BUILD_DATE}\"}");
        runToSuccess();
        clock.now = clock.now.plus(Duration.ofDays(1));
        assertThat(run()).containsExactly("a none up-to-date succeeded 1");
        images.set("V", "2");

        PlannedImage planned = report().images().get(0);

        assertThat(planned.warning()).isNull();
        assertThat(planned.imageNames()).containsExactly("a-2026-11-24");
    }

    @Test
    void should_wait_while_another_payload_makes_the_same_name() {
        images.remove("b").define("a", "\"x\": \"{V}\"");
        report();
        images.set("V", "2");

        assertThat(run()).containsExactly("a wait name-in-use queued 0");
        service.setAll(BuildState.SUCCEEDED);
        assertThat(run()).containsExactly("a build changed queued 1");
    }

    @Test
    void should_wait_while_a_renamed_definition_makes_the_same_name() {
        images.remove("b").define("a", "\"Destination\": {\"CustomImageName\": \"Helix\"}");
        report();
        images.remove("a").define("renamed", "\"Destination\": {\"CustomImageName\": \"helix\"}");

        assertThat(run()).containsExactly("a wait orphaned queued 1", "renamed wait name-in-use queued 0");
        service.setAll(BuildState.SUCCEEDED);
        assertThat(run()).containsExactly("a none orphaned succeeded 1", "renamed build new queued 1");
    }

    @Test
    void should_wait_while_another_definition_makes_the_name_that_this_one_takes_over() {
        images.set("A", "N1").define("a", named("A")).remove("b");
        report();
        images.set("A", "N3").set("B", "N1").define("b", named("B"));

        assertThat(run()).containsExactly("a build changed queued 1", "b wait name-in-use queued 0");
    }

    @Test
    void should_keep_equal_names_in_other_places_apart() {
        images.define("a", placed("one")).define("b", placed("two"));

        assertThat(run()).containsExactly("a build new queued 1", "b build new queued 1");
    }

    @Test
    void should_see_that_another_definition_has_overwritten_an_image() {
        images.remove("b").define("a", "\"x\": 1, " + named("NAME")).set("NAME", "N");
        runToSuccess();
        images.remove("a").define("renamed", "\"x\": 2, " + named("NAME"));
        RunReport renamed = report();
        assertThat(renamed.images().get(1).warning()).startsWith("another payload was built under the name N;");
        service.setAll(BuildState.SUCCEEDED);
        report();
        images.remove("renamed").define("a", "\"x\": 1, " + named("NAME"));

        assertThat(run()).containsExactly("a build changed queued 1", "renamed none orphaned succeeded 1");
    }

    private static String named(String variable) {
        return "\"Destination\": {\"CustomImageName\": \"{" + variable + "}\"}";
    }

    private static String placed(String account) {
        return "\"Destination\": {\"CustomImageName\": \"N\", \"StorageAccountName\": \"" + account + "\"}";
    }

    @Test
    void should_not_wait_for_an_outdated_build_of_another_name() {
        report();
        images.set("V", "2");

        assertThat(run()).containsExactly("a build changed queued 1", "b build changed queued 1");
    }

    @Test
    void should_retry_a_failure_until_the_attempts_are_spent() {
        images.remove("b");
        report();
        service.set("job-1", BuildState.FAILED, "disk full");

        RunReport second = report();
        assertThat(lines(second)).containsExactly("a retry retry-after-failure queued 2");
        assertThat(second.images().get(0).reason().message()).isEqualTo("attempt 2 of 3; the last failed: disk full");
        assertThat(second.hasFailedImages()).isTrue();
        assertThat(second.failures())
                .extracting(build -> build.progress().logUrl())
                .containsExactly("https://log/job-1");

        RunReport third = report();
        assertThat(lines(third)).containsExactly("a wait in-progress queued 2");
        assertThat(third.hasFailedImages()).isFalse();

        service.set("job-2", BuildState.CANCELLED, null);
        assertThat(run()).containsExactly("a retry retry-after-failure queued 3");
        service.set("job-3", BuildState.FAILED, "again");
        RunReport last = report();
        assertThat(lines(last)).containsExactly("a blocked attempts-spent failed 3");
        assertThat(last.images().get(0).reason().message())
                .isEqualTo("all 3 attempts were unsuccessful; the last failed: again");
        assertThat(report().hasFailedImages()).isTrue();
        assertThat(service.requests).hasSize(3);
    }

    @Test
    void should_start_afresh_when_forced_or_changed() {
        images.remove("b");
        policy = PlanPolicy.DEFAULT.withMaxAttempts(1);
        report();
        service.set("job-1", BuildState.FAILED, "x");
        assertThat(run()).containsExactly("a blocked attempts-spent failed 1");

        policy = policy.forcing(new ImageSelection(List.of("a"), List.of()));
        assertThat(run()).containsExactly("a build forced queued 1");
        assertThat(report().images())
                .extracting(image -> image.reason().message())
                .containsExactly("submitted, queued; not forced while it runs");
        service.set("job-2", BuildState.SUCCEEDED, null);
        assertThat(run()).containsExactly("a build forced queued 1");
        service.set("job-3", BuildState.FAILED, "x");

        policy = PlanPolicy.DEFAULT.withMaxAttempts(1);
        assertThat(run()).containsExactly("a blocked attempts-spent failed 1");
        images.set("V", "2");
        assertThat(run()).containsExactly("a build changed queued 1");
    }

    @Test
    void should_show_orphans_and_follow_them_to_their_end() {
        report();
        images.remove("a");

        assertThat(run()).containsExactly("a wait orphaned queued 1", "b wait in-progress queued 1");
        service.setAll(BuildState.SUCCEEDED);
        assertThat(run()).containsExactly("a none orphaned succeeded 1", "b none up-to-date succeeded 1");
    }

    @Test
    void should_count_an_unknown_state_as_not_ended() {
        report();
        service.set("job-1", BuildState.UNKNOWN, "Hibernating");

        RunReport report = report();

        assertThat(lines(report)).startsWith("a wait in-progress unknown 1");
        assertThat(report.incidents())
                .containsExactly(new Incident(
                        Kind.UNKNOWN_STATE,
                        "a",
                        "the service reports the state 'Hibernating', which is not known; counted as not ended"));
        assertThat(report.hasFailedImages()).isFalse();
    }

    @Test
    void should_show_a_job_that_the_service_forgot_and_retry_it() {
        images.remove("b");
        report();
        service.jobs.remove("job-1");

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a retry retry-after-failure queued 2");
        assertThat(report.incidents()).extracting(Incident::kind).containsExactly(Kind.LOST);
        assertThat(report.hasFailedImages()).isTrue();
    }

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
    void should_follow_what_is_pending_whether_or_not_it_is_selected() {
        report();
        service.setAll(BuildState.SUCCEEDED);

        runner().run(images.rendered(), ImageSelection.matching(List.of("a")), policy);

        assertThat(ledger.contents().builds()).extracting(Build::state).containsOnly(BuildState.SUCCEEDED);
    }

    @Test
    void should_adopt_the_job_of_a_repeated_request_whose_secret_has_changed() {
        images.remove("b").define("a", "\"s\": \"kv_pat\"");
        report();
        service.set("job-1", BuildState.CANCELLED, null);
        service.afterStart = request -> {
            throw unknown("time-out");
        };
        assertThat(run()).containsExactly("a retry retry-after-failure submitting 2");
        service.afterStart = request -> {
            throw new RequestReusedException("another content", new IllegalStateException());
        };

        assertThat(run()).containsExactly("a wait in-progress queued 2");
        assertThat(ledger.contents().builds())
                .extracting(build -> build.progress().trackingId())
                .containsExactly("job-1", "job-2");
    }

    @Test
    void should_start_nothing_when_no_job_of_a_repeated_request_is_found() {
        images.remove("b");
        service.beforeStart = request -> {
            throw unknown("time-out");
        };
        report();
        service.beforeStart = request -> {
            throw new RequestReusedException("another content", new IllegalStateException());
        };

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a wait in-progress submitting 1");
        assertThat(report.incidents()).singleElement().asString().contains("ask its owners");
        assertThat(service.jobs).isEmpty();
    }

    @Test
    void should_not_submit_when_it_only_refreshes() {
        service.beforeStart = request -> {
            throw unknown("time-out");
        };
        report();
        service.requests.clear();

        runner().refresh(images.rendered(), ImageSelection.ALL, policy);

        assertThat(service.requests).isEmpty();
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

        RunReport report = runner().runToEnd(
                        images.rendered(),
                        ImageSelection.ALL,
                        policy,
                        () -> service.setAll(BuildState.SUCCEEDED),
                        progress -> {});

        assertThat(report.images().get(0).build()).isNotNull();
        assertThat(report.incidents()).extracting(Incident::kind).containsExactly(Kind.MISSING_SECRET);
    }

    @Test
    void should_force_what_it_had_to_postpone() {
        images.remove("b").define("a", "\"x\": \"{V}\"");
        report();
        images.set("V", "2");

        RunReport report = runner().runToEnd(
                        images.rendered(),
                        ImageSelection.ALL,
                        policy.forcing(ImageSelection.ALL),
                        () -> service.setAll(BuildState.SUCCEEDED),
                        progress -> {});

        assertThat(report.submitted()).hasSize(1);
        assertThat(report.images().get(0).reason().code()).isEqualTo(ReasonCode.FORCED);
    }

    @Test
    void should_refuse_to_plan_images_with_errors() {
        RenderedImages faulty = new TemplateEngine(ImageNamePointer.DEFAULT)
                .render(
                        List.of(Definition.of("a.json", SourceFile.of("a.json", "{".getBytes(UTF_8)))),
                        List.of(),
                        new Problems());

        assertThatThrownBy(() -> runner().run(faulty, ImageSelection.ALL, policy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("malformed-json");
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
    void should_record_a_rejection_as_a_failure_with_the_reason() {
        images.remove("b");
        service.beforeStart = request -> {
            throw new BuildRejectedException("Source image 'x' could not be found");
        };

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build new failed 1");
        assertThat(report.failures())
                .extracting(build -> build.progress().error())
                .containsExactly("Source image 'x' could not be found");
        assertThat(report.hasFailedImages()).isTrue();
    }

    @Test
    void should_repeat_the_same_request_after_an_unknown_outcome() {
        images.remove("b").define("a", "\"d\": \"{BUILD_DATE}\", \"s\": \"kv_pat\", \"v\": \"{V}\"");
        service.afterStart = request -> {
            throw unknown("time-out");
        };
        assertThat(run()).containsExactly("a build new submitting 1");
        service.afterStart = request -> {};
        clock.now = clock.now.plus(Duration.ofDays(2));
        images.set("V", "2");

        assertThat(run()).containsExactly("a wait name-in-use queued 0");
        assertThat(service.jobs).hasSize(1);
        assertThat(service.requests).hasSize(2);
        assertThat(service.requests.get(1)).isEqualTo(service.requests.get(0));
        assertThat(service.requests.get(1).payload())
                .isEqualTo("{\"d\":\"2026-11-23\",\"s\":\"secret-pat\",\"v\":\"1\"}");
        assertThat(service.requests.get(1).toString()).doesNotContain("secret-pat");
    }

    @Test
    void should_submit_no_image_without_its_secrets_and_cost_no_attempt() {
        images.define("a", "\"s\": \"kv_pat\"");
        secretsMissing = true;

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build new - 0", "b build new queued 1");
        assertThat(report.incidents())
                .containsExactly(new Incident(Kind.MISSING_SECRET, "a", "the secret 'pat' has no value; set it"));
        secretsMissing = false;
        assertThat(run()).startsWith("a build new queued 1");
    }

    @Test
    void should_keep_secrets_out_of_the_ledger() {
        images.define("a", "\"s\": \"kv_pat\"");
        report();

        assertThat(ledger.payload(ledger.contents().builds().get(0).key())).contains("{\"s\":\"kv_pat\"}");
        assertThat(ledger.contents().builds().toString()).doesNotContain("secret-pat");
    }

    @Test
    void should_leave_a_build_to_the_run_that_claimed_it() {
        images.remove("b");
        BuildLedger raced = new RacedLedger(ledger, () -> report());

        RunReport report = new BuildRunner(raced, service, name -> "s", clock, UUID::randomUUID)
                .run(images.rendered(), ImageSelection.ALL, policy);

        assertThat(report.incidents()).extracting(Incident::kind).containsExactly(Kind.CONCURRENT_RUN);
        assertThat(service.jobs).hasSize(1);
        assertThat(ledger.contents().builds()).hasSize(1);
    }

    @Test
    void should_submit_only_what_is_selected() {
        images.define("VS2022/x").define("VS2022/y");

        RunReport report =
                runner().run(images.rendered(), new ImageSelection(List.of("VS2022/*", "a"), List.of("*y")), policy);

        assertThat(lines(report)).containsExactly("VS2022/x build new queued 1", "a build new queued 1");
        assertThat(ledger.contents().builds()).hasSize(2);
    }

    @Test
    void should_cancel_what_has_not_ended() {
        report();
        service.set("job-2", BuildState.SUCCEEDED, null);

        BuildRunner.CancelReport report = runner().cancel(ImageSelection.ALL);

        assertThat(report.builds())
                .extracting(Build::state)
                .containsExactly(BuildState.CANCELLED, BuildState.SUCCEEDED);
        assertThat(run()).containsExactly("a retry retry-after-failure queued 2", "b none up-to-date succeeded 1");
    }

    @Test
    void should_refresh_without_submitting() {
        report();
        images.define("c");
        service.setAll(BuildState.SUCCEEDED);

        assertThat(lines(runner().refresh(images.rendered(), ImageSelection.ALL, policy)))
                .containsExactly("a none up-to-date succeeded 1", "b none up-to-date succeeded 1", "c build new - 0");
    }

    @Test
    void should_run_to_the_end_with_retries() {
        images.remove("b");
        List<String> seen = new ArrayList<>();
        int[] pauses = {0};

        RunReport report = runner().runToEnd(
                        images.rendered(),
                        ImageSelection.ALL,
                        policy,
                        () -> {
                            pauses[0]++;
                            service.set(
                                    "job-" + service.jobs.size(),
                                    pauses[0] == 1 ? BuildState.FAILED : BuildState.SUCCEEDED,
                                    pauses[0] == 1 ? "flaky" : null);
                        },
                        progress -> seen.add(lines(progress).get(0)));

        assertThat(seen)
                .containsExactly(
                        "a build new queued 1",
                        "a retry retry-after-failure queued 2",
                        "a retry retry-after-failure succeeded 2");
        assertThat(report.failures()).hasSize(1);
        assertThat(report.submitted()).hasSize(2);
        assertThat(report.hasFailedImages()).isFalse();
    }

    @Test
    void should_sit_out_an_outage_and_end_when_the_service_stays_away() {
        int[] pauses = {0};

        RunReport report = runner().runToEnd(
                        images.rendered(),
                        ImageSelection.ALL,
                        policy,
                        () -> {
                            pauses[0]++;
                            boolean away = pauses[0] < 10 || pauses[0] > 11;
                            service.whenAsked = away ? nothingWorks("refused") : null;
                        },
                        progress -> {});

        assertThat(pauses[0]).isEqualTo(21);
        assertThat(report.isServiceUnreachable()).isTrue();
        assertThat(lines(report)).containsExactly("a build new queued 1", "b build new queued 1");
    }

    @Test
    void should_not_wait_for_a_service_that_was_never_there() {
        service.beforeStart = request -> {
            throw nothingWorks("refused");
        };

        RunReport report = runner().runToEnd(
                        images.rendered(),
                        ImageSelection.ALL,
                        policy,
                        () -> {
                            throw new AssertionError("waited");
                        },
                        progress -> {});

        assertThat(report.isServiceUnreachable()).isTrue();
    }

    /** A ledger in which another run is always a moment faster. */
    private record RacedLedger(BuildLedger inner, Runnable otherRun) implements BuildLedger {
        @Override
        public Optional<Build> claim(BuildOrder order, String payload, Lease lease) {
            otherRun.run();
            return inner.claim(order, payload, lease);
        }

        @Override
        public void bind(String service) {
            inner.bind(service);
        }

        @Override
        public Optional<String> service() {
            return inner.service();
        }

        @Override
        public LedgerContents contents() {
            return inner.contents();
        }

        @Override
        public Optional<Build> find(BuildKey key) {
            return inner.find(key);
        }

        @Override
        public boolean restore(Build build, String payload) {
            return inner.restore(build, payload);
        }

        @Override
        public Optional<String> payload(BuildKey key) {
            return inner.payload(key);
        }

        @Override
        public Optional<Build> update(Build before, BuildProgress progress) {
            return inner.update(before, progress);
        }

        @Override
        public void close() {}
    }

    private static ServiceUnavailableException notDone(String message) {
        return new ServiceUnavailableException(message, null, ServiceUnavailableException.Kind.NOT_DONE, null);
    }

    private static ServiceUnavailableException unknown(String message) {
        return new ServiceUnavailableException(message, null, ServiceUnavailableException.Kind.OUTCOME_UNKNOWN, null);
    }

    private static ServiceUnavailableException nothingWorks(String message) {
        return new ServiceUnavailableException(message, null, ServiceUnavailableException.Kind.NOTHING_WORKS, null);
    }

    private BuildRunner runner() {
        return new BuildRunner(
                ledger,
                service,
                name -> {
                    if (secretsMissing) {
                        throw new MissingSecretException(name, "set it");
                    }
                    return "secret-" + name;
                },
                clock,
                UUID::randomUUID);
    }

    private RunReport report() {
        return runner().run(images.rendered(), ImageSelection.ALL, policy);
    }

    private List<String> run() {
        return lines(report());
    }

    private void runToSuccess() {
        report();
        service.setAll(BuildState.SUCCEEDED);
        report();
    }

    private static List<String> lines(RunReport report) {
        return report.images().stream()
                .map(image -> String.join(
                        " ",
                        image.imageId(),
                        image.action().id(),
                        image.reason().code().id(),
                        image.build() == null ? "-" : image.build().state().id(),
                        String.valueOf(image.attempts())))
                .toList();
    }
}
