package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Images that are built again although nothing of them has changed. */
class RebuildTest extends RunnerFixture {
    private void rebuilding(String policy) {
        images.remove("b").define("a", "\"x-imagefactory\": {\"rebuild\": " + policy + "}");
    }

    private void at(String instant) {
        clock.now = Instant.parse(instant);
    }

    private String message() {
        return report().images().get(0).reason().message();
    }

    @Test
    void should_build_again_once_the_last_success_is_as_old_as_the_settings_say() {
        rebuilding("{\"after\": \"30d\"}");
        at("2026-10-01T10:00:00Z");
        runToSuccess();
        at("2026-10-31T09:59:59.999Z");
        assertThat(run()).containsExactly("a none up-to-date succeeded 1");
        at("2026-10-31T10:00:00Z");

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build older-than queued 1");
        assertThat(report.images().get(0).reason().message()).isEqualTo("older than 30 days: last built 2026-10-01");
        assertThat(run()).containsExactly("a wait in-progress queued 1");
        service.setAll(BuildState.SUCCEEDED);
        assertThat(run()).containsExactly("a none up-to-date succeeded 1");
        assertThat(service.requests).hasSize(2);
    }

    @Test
    void should_build_again_what_was_built_before_patch_tuesday() {
        rebuilding("{\"on\": \"patch-tuesday\"}");
        at("2026-11-09T23:00:00Z");
        report();
        at("2026-11-10T02:00:00Z");
        service.setAll(BuildState.SUCCEEDED);

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build patch-tuesday queued 1");
        assertThat(report.images().get(0).reason().message()).isEqualTo("built before Patch Tuesday 2026-11-10");
        service.setAll(BuildState.SUCCEEDED);
        at("2026-12-07T23:59:59.999Z");
        assertThat(run()).containsExactly("a none up-to-date succeeded 1");
        at("2026-12-08T00:00:00Z");
        assertThat(run()).containsExactly("a build patch-tuesday queued 1");
    }

    @Test
    void should_wait_for_the_delay_after_patch_tuesday_and_count_what_was_built_meanwhile_as_before() {
        rebuilding("{\"on\": \"patch-tuesday\", \"delay\": \"P1D\"}");
        at("2026-11-10T12:00:00Z");
        runToSuccess();
        at("2026-11-10T23:59:59.999Z");
        assertThat(run()).containsExactly("a none up-to-date succeeded 1");
        at("2026-11-11T00:00:00Z");

        assertThat(message()).isEqualTo("built before Patch Tuesday 2026-11-10 and its delay of 1 day were over");
    }

    @Test
    void should_retry_and_block_a_rebuild_like_any_build_with_fresh_attempts() {
        rebuilding("{\"after\": \"1d\"}");
        runToSuccess();
        pass(Duration.ofDays(1));
        run();

        service.set("job-2", BuildState.FAILED, "disk full");
        assertThat(run()).containsExactly("a retry retry-after-failure queued 2");
        service.set("job-3", BuildState.FAILED, "disk full");
        assertThat(run()).containsExactly("a retry retry-after-failure queued 3");
        service.set("job-4", BuildState.FAILED, "disk full");
        assertThat(run()).containsExactly("a blocked attempts-spent failed 3");
        pass(Duration.ofHours(23));
        assertThat(run()).containsExactly("a blocked attempts-spent failed 3");
    }

    @Test
    void should_begin_anew_with_each_patch_tuesday_while_an_image_fails() {
        rebuilding("{\"on\": \"patch-tuesday\", \"delay\": \"1d\"}");
        policy = PlanPolicy.DEFAULT.withMaxAttempts(2);
        at("2026-06-20T08:00:00Z");
        runToSuccess();

        Map<LocalDate, List<String>> perDay = claimsWhileFailing(LocalDate.of(2026, 11, 30));

        assertThat(perDay.toString())
                .isEqualTo("{2026-07-15=[patch-tuesday #2], 2026-07-16=[retry-after-failure #3],"
                        + " 2026-08-12=[patch-tuesday #4], 2026-08-13=[retry-after-failure #5],"
                        + " 2026-09-09=[patch-tuesday #6], 2026-09-10=[retry-after-failure #7],"
                        + " 2026-10-14=[patch-tuesday #8], 2026-10-15=[retry-after-failure #9],"
                        + " 2026-11-11=[patch-tuesday #10], 2026-11-12=[retry-after-failure #11]}");
        assertThat(message()).isEqualTo("all 2 attempts were unsuccessful; the last failed: disk full");
        at("2026-12-09T00:00:00Z");
        RunReport december = report();
        assertThat(lines(december)).containsExactly("a build patch-tuesday queued 1");
        assertThat(december.images().get(0).reason().message())
                .isEqualTo("built before Patch Tuesday 2026-12-08; attempts begin anew");
        service.setAll(BuildState.SUCCEEDED);
        at("2027-01-12T23:59:59.999Z");
        assertThat(run()).containsExactly("a none up-to-date succeeded 1");
        at("2027-01-13T00:00:00Z");
        assertThat(message()).isEqualTo("built before Patch Tuesday 2027-01-12");
    }

    @Test
    void should_begin_anew_with_each_period_while_an_image_fails() {
        rebuilding("{\"after\": \"P30D\"}");
        policy = PlanPolicy.DEFAULT.withMaxAttempts(2);
        at("2026-06-20T08:00:00Z");
        runToSuccess();

        Map<LocalDate, List<String>> perDay = claimsWhileFailing(LocalDate.of(2026, 9, 30));

        assertThat(perDay.toString())
                .isEqualTo("{2026-07-20=[older-than #2], 2026-07-21=[retry-after-failure #3],"
                        + " 2026-08-19=[older-than #4], 2026-08-20=[retry-after-failure #5],"
                        + " 2026-09-18=[older-than #6], 2026-09-19=[retry-after-failure #7]}");
        at("2026-10-18T08:00:00Z");
        assertThat(message()).isEqualTo("older than 30 days: last built 2026-06-20; attempts begin anew");
    }

    /** The reasons and attempts of what is claimed by a run each morning, of which nothing succeeds. */
    private Map<LocalDate, List<String>> claimsWhileFailing(LocalDate end) {
        Map<LocalDate, List<String>> claims = new TreeMap<>();
        while (LocalDate.ofInstant(clock.now, ZoneOffset.UTC).isBefore(end)) {
            pass(Duration.ofDays(1));
            List<Build> submitted = report().submitted();
            submitted.forEach(build -> claims.computeIfAbsent(
                            LocalDate.ofInstant(build.order().claimedAt(), ZoneOffset.UTC), day -> new ArrayList<>())
                    .add(build.order().reason().id() + " #" + build.key().attempt()));
            submitted.forEach(build ->
                    service.set(String.valueOf(build.progress().trackingId()), BuildState.FAILED, "disk full"));
        }
        report();
        return claims;
    }

    @Test
    void should_begin_anew_before_the_attempts_are_spent_and_after_what_was_forced() {
        rebuilding("{\"on\": \"patch-tuesday\"}");
        at("2026-06-20T08:00:00Z");
        runToSuccess();
        policy = PlanPolicy.DEFAULT.forcing(ImageSelection.ALL);
        assertThat(run()).containsExactly("a build forced queued 1");
        policy = PlanPolicy.DEFAULT;
        at("2026-07-14T00:00:00Z");
        service.setAll(BuildState.FAILED);

        assertThat(run()).containsExactly("a build patch-tuesday queued 1");
    }

    @Test
    void should_not_begin_anew_where_another_attempt_cannot_help_or_the_payload_was_never_built() {
        images.remove("b")
                .define(
                        "a",
                        "\"x-imagefactory\": {\"rebuild\": {\"on\": \"patch-tuesday\", \"after\": \"1d\"}},"
                                + " \"Destination\": {\"CustomImageName\": \"a_{V}\"}");
        policy = PlanPolicy.DEFAULT.withMaxAttempts(1);
        runToSuccess();
        images.set("V", "2");
        run();
        service.set("job-2", BuildState.FAILED, "disk full");
        pass(Duration.ofDays(40));
        assertThat(run()).containsExactly("a blocked attempts-spent failed 1");
        images.set("V", "1");
        assertThat(run()).containsExactly("a build patch-tuesday queued 1");
        service.set("job-3", BuildState.FAILED, "Source image 'x' could not be found");
        pass(Duration.ofDays(40));

        assertThat(run()).containsExactly("a blocked failed-for-good failed 1");
    }

    @Test
    void should_build_again_under_the_same_name_although_changes_may_not() {
        policy = PlanPolicy.DEFAULT.refusingUnchangedNames(true);
        rebuilding("{\"after\": \"1d\"}");
        runToSuccess();
        pass(Duration.ofDays(1));

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build older-than queued 1");
        assertThat(report.images().get(0).warnings()).isEmpty();
    }

    @Test
    void should_build_again_once_where_two_runs_decide_so() {
        rebuilding("{\"after\": \"1d\"}");
        runToSuccess();
        pass(Duration.ofDays(1));
        InterposedLedger late = new InterposedLedger(ledger) {
            private boolean first = true;

            @Override
            public Optional<Build> claim(BuildOrder order, String payload, Lease lease) {
                if (first) {
                    first = false;
                    report();
                }
                return super.claim(order, payload, lease);
            }
        };

        RunReport report = runner(late, duration -> {}).run(images.rendered(), ImageSelection.ALL, policy);

        assertThat(report.submitted()).isEmpty();
        assertThat(report.incidents()).extracting(Incident::kind).containsExactly(Kind.CONCURRENT_RUN);
        assertThat(service.requests).hasSize(2);
    }

    @Test
    void should_judge_what_a_revert_wants_by_its_own_last_success() {
        images.remove("b")
                .define(
                        "a",
                        "\"x-imagefactory\": {\"rebuild\": {\"after\": \"30d\"}}, \"Destination\":"
                                + " {\"CustomImageName\": \"a_{V}\"}");
        runToSuccess();
        pass(Duration.ofDays(20));
        images.set("V", "2");
        runToSuccess();
        pass(Duration.ofDays(20));
        assertThat(run()).containsExactly("a none up-to-date succeeded 1");
        images.set("V", "1");

        assertThat(run()).containsExactly("a build older-than queued 1");
    }

    @Test
    void should_end_a_waiting_run_when_the_rebuild_is_done() {
        rebuilding("{\"after\": \"1d\", \"on\": \"patch-tuesday\"}");
        runToSuccess();
        pass(Duration.ofDays(40));
        limits = RunPolicy.DEFAULT.withTimeLimit(Duration.ofDays(1));

        RunReport report = waiting(() -> {
                    pass(Duration.ofHours(5));
                    service.setAll(BuildState.SUCCEEDED);
                })
                .runToEnd(images.rendered(), ImageSelection.ALL, policy, INTERVAL, progress -> {});

        assertThat(lines(report)).containsExactly("a build patch-tuesday succeeded 1");
        assertThat(report.submitted()).hasSize(1);
    }
}
