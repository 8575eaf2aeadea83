package dev.imagefactory.planner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.planner.Incident.Kind;
import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.SecretStoreException;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildRunnerTest extends RunnerFixture {
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
    void should_show_a_job_that_the_service_forgot_and_retry_it_after_a_second_look() {
        images.remove("b");
        report();
        Job job = service.jobs.remove("job-1");
        assertThat(run()).containsExactly("a wait in-progress unknown 1");
        service.jobs.put("job-1", job);
        assertThat(run()).containsExactly("a wait in-progress queued 1");
        service.jobs.remove("job-1");
        assertThat(run()).containsExactly("a wait in-progress unknown 1");
        assertThat(run()).containsExactly("a wait in-progress unknown 1");
        pass(limits.lease());

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a retry retry-after-failure queued 2");
        assertThat(report.incidents()).extracting(Incident::kind).containsExactly(Kind.LOST);
        assertThat(report.hasFailedImages()).isTrue();
    }

    @Test
    void should_count_from_the_look_and_not_from_its_answer_how_long_a_job_was_not_known() {
        images.remove("b");
        report();
        Job job = service.jobs.remove("job-1");
        report();
        service.whileAnswering = () -> pass(limits.lease());
        assertThat(run()).containsExactly("a wait in-progress unknown 1");
        service.whileAnswering = () -> {};
        service.jobs.put("job-1", job);

        assertThat(run()).containsExactly("a wait in-progress queued 1");
    }

    @Test
    void should_follow_what_is_pending_whether_or_not_it_is_selected() {
        report();
        service.setAll(BuildState.SUCCEEDED);

        runner().run(images.rendered(), ImageSelection.matching(List.of("a")), policy);

        assertThat(ledger.contents().builds()).extracting(Build::state).containsOnly(BuildState.SUCCEEDED);
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
    void should_force_what_it_had_to_postpone() {
        images.remove("b").define("a", "\"x\": \"{V}\"");
        report();
        images.set("V", "2");

        RunReport report = waiting(() -> service.setAll(BuildState.SUCCEEDED))
                .runToEnd(
                        images.rendered(),
                        ImageSelection.ALL,
                        policy.forcing(ImageSelection.ALL),
                        INTERVAL,
                        progress -> {});

        assertThat(report.submitted()).hasSize(1);
        assertThat(report.images().get(0).reason().code()).isEqualTo(ReasonCode.FORCED);
    }

    @Test
    void should_refuse_to_plan_images_with_errors() {
        RenderedImages faulty = new TemplateEngine(ImageNamePointer.DEFAULT)
                .render(
                        new DefinitionSet(
                                List.of(Definition.of("a.json", SourceFile.of("a.json", "{".getBytes(UTF_8)))),
                                List.of()),
                        new Problems());

        assertThatThrownBy(() -> runner().run(faulty, ImageSelection.ALL, policy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("malformed-json");
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
    void should_take_secrets_out_of_what_the_service_says() {
        images.define("a", "\"s\": \"kv_pat\"");
        report();
        service.set("job-1", BuildState.FAILED, "login with secret-pat refused");

        // A later process, which has not sent the secret itself.
        RunReport report = report();

        assertThat(report.failures())
                .extracting(build -> build.progress().error())
                .containsExactly("login with (secret) refused");
        assertThat(report.toString()).doesNotContain("secret-pat");
        assertThat(ledger.contents().toString()).doesNotContain("secret-pat");
    }

    @Test
    void should_leave_out_what_the_service_says_while_its_secrets_cannot_be_looked_up() {
        images.remove("b").define("a", "\"s\": \"kv_pat\"");
        report();
        service.set("job-1", BuildState.FAILED, "cannot sign in with secret-pat");
        secretsMissing = true;

        RunReport report = report();

        assertThat(report.failures())
                .singleElement()
                .extracting(build -> build.progress().error())
                .asString()
                .startsWith("the service's words are left out");
        assertThat(report.toString()).doesNotContain("secret-pat");
    }

    @Test
    void should_submit_what_needs_no_secret_while_their_store_is_away() {
        images.define("a", "\"s\": \"kv_pat\"").define("c", "\"s\": \"kv_pat\"");
        whenASecretIsResolved = () -> {
            throw new SecretStoreException("the vault does not answer", null);
        };

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build new - 0", "b build new queued 1", "c build new - 0");
        assertThat(report.incidents())
                .containsExactly(new Incident(Kind.SECRETS_UNAVAILABLE, null, "the vault does not answer"));
    }

    @Test
    void should_keep_secrets_out_of_the_ledger() {
        images.define("a", "\"s\": \"kv_pat\"");
        report();

        assertThat(ledger.payload(ledger.contents().builds().get(0).key())).contains("{\"s\":\"kv_pat\"}");
        assertThat(ledger.contents().builds().toString()).doesNotContain("secret-pat");
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

        BuildRunner.ManualReport report = runner().cancel(ImageSelection.ALL);

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
    void should_retry_what_had_failed_before_it_could_be_followed() {
        images.remove("b");
        service.afterStart = request -> service.set(
                "job-" + service.jobs.size(),
                service.jobs.size() == 1 ? BuildState.FAILED : BuildState.SUCCEEDED,
                service.jobs.size() == 1 ? "flaky" : null);

        RunReport report = runner().runToEnd(images.rendered(), ImageSelection.ALL, policy, INTERVAL, progress -> {});

        assertThat(lines(report)).containsExactly("a retry retry-after-failure succeeded 2");
    }

    @Test
    void should_run_to_the_end_with_retries() {
        images.remove("b");
        List<String> seen = new ArrayList<>();
        int[] pauses = {0};

        RunReport report = waiting(() -> {
                    pauses[0]++;
                    service.set(
                            "job-" + service.jobs.size(),
                            pauses[0] == 1 ? BuildState.FAILED : BuildState.SUCCEEDED,
                            pauses[0] == 1 ? "flaky" : null);
                })
                .runToEnd(
                        images.rendered(),
                        ImageSelection.ALL,
                        policy,
                        INTERVAL,
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
    void should_set_aside_what_it_cannot_read_and_go_on_with_the_others() {
        InterposedLedger damaged = new InterposedLedger(ledger) {
            @Override
            public LedgerContents contents() {
                return new LedgerContents(
                        super.contents().builds(), List.of(new UnreadableBuild("a", "row 7 cannot be read")));
            }
        };

        RunReport report = runner(damaged, duration -> {}).run(images.rendered(), ImageSelection.ALL, policy);

        assertThat(lines(report)).containsExactly("a blocked ledger-damaged - 0", "b build new queued 1");
        assertThat(report.incidents())
                .containsExactly(new Incident(Kind.UNREADABLE_BUILD, "a", "row 7 cannot be read"));
    }
}
