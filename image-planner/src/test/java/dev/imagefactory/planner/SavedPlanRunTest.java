package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.planner.Incident.Kind;
import dev.imagefactory.template.RememberedSecrets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A run does what a saved plan says, or refuses and names what has moved. */
class SavedPlanRunTest extends RunnerFixture {
    private ImageSelection selection = ImageSelection.ALL;

    private SavedPlan plan() {
        LedgerContents contents = ledger.contents();
        List<PlannedImage> plan = new ImagePlanner(policy).plan(images.rendered(), contents, selection, clock.now);
        return SavedPlan.of(plan, contents, ledger.service(), selection, policy);
    }

    private RunReport run(SavedPlan plan) {
        return runner().run(images.rendered(), plan, policy.forcing(ImageSelection.NONE));
    }

    @Test
    void should_go_by_the_policy_of_the_plan() {
        policy = policy.withMaxAttempts(5).refusingUnchangedNames(true);
        SavedPlan plan = plan();

        assertThat(runner().run(images.rendered(), plan, plan.policy()).submitted())
                .hasSize(2);
    }

    private void assertRefused(SavedPlan plan, String... moved) {
        int requests = service.requests.size();
        int builds = ledger.contents().builds().size();

        assertThatThrownBy(() -> run(plan))
                .isInstanceOfSatisfying(
                        StalePlanException.class,
                        stale -> assertThat(stale.moved().stream().map(each -> each.replaceAll(" [0-9a-f]{12} ", " ")))
                                .containsExactly(moved))
                .hasMessageStartingWith("the plan is stale, and nothing was submitted: ")
                .hasMessageEndingWith("; make a new plan");
        assertThat(service.requests).hasSize(requests);
        assertThat(ledger.contents().builds()).hasSize(builds);
    }

    @Test
    void should_do_what_the_plan_says() {
        assertThat(lines(run(plan()))).containsExactly("a build new queued 1", "b build new queued 1");
    }

    @Test
    void should_build_what_the_plan_forces_and_nothing_that_it_leaves_out() {
        runToSuccess();
        selection = new ImageSelection(List.of("a"), List.of());
        policy = policy.forcing(ImageSelection.matching(List.of("*")));
        SavedPlan plan = plan();
        images.define("b", "\"x\": 1").define("c");

        assertThat(lines(run(plan))).containsExactly("a build forced queued 1");
    }

    @Test
    void should_force_just_the_images_of_the_plan_whatever_characters_their_ids_have() {
        images.define("a*").define("a?");
        runToSuccess();
        policy = policy.forcing(ImageSelection.matching(List.of("a\\*")));
        SavedPlan plan = plan();

        assertThat(plan.forced()).containsExactly("a*");
        assertThat(run(plan).images())
                .filteredOn(image -> image.reason().code() == ReasonCode.FORCED)
                .extracting(PlannedImage::imageId)
                .containsExactly("a*");
    }

    @Test
    void should_refuse_another_payload_and_say_what_changed_it() {
        SavedPlan plan = plan();
        images.set("V", "2");

        assertRefused(plan, "a: its payload has changed (V: 1 -> 2)", "b: its payload has changed (V: 1 -> 2)");
    }

    @Test
    void should_refuse_an_edit_of_what_the_plan_leaves_alone() {
        runToSuccess();
        SavedPlan plan = plan();
        images.define("a", "\"x\": \"{V}\"");

        assertRefused(plan, "a: its payload has changed (the definition was edited)");
    }

    @Test
    void should_refuse_when_images_came_or_went() {
        SavedPlan plan = plan();
        images.remove("a").define("c");

        assertRefused(plan, "c: not in the plan, but defined now", "a: in the plan, but not defined any more");
    }

    @Test
    void should_refuse_another_policy() {
        SavedPlan plan = plan();
        policy = policy.withMaxAttempts(2).refusingUnchangedNames(true);

        assertRefused(
                plan,
                "it was made with another policy: maxAttempts is 3 in the plan, and 2 in this call (leave it to the plan)",
                "it was made with another policy: refuseUnchangedNames is false in the plan, and true in this call (leave it to the plan)");
    }

    @Test
    void should_refuse_other_failure_rules() {
        SavedPlan plan = plan();
        policy = policy.withFailureRules(new FailureRules(List.of()));

        assertThatThrownBy(() -> run(plan)).hasMessageContaining("it was made with another policy: failureRules is ");
    }

    @Test
    void should_refuse_another_service() {
        BuildLedger bound = new InMemoryBuildLedger();
        bound.bind("https://one");
        SavedPlan plan = SavedPlan.of(
                List.of(), bound.contents(), bound.service(), new ImageSelection(List.of("c"), List.of()), policy);

        assertRefused(plan, "it is for the service https://one, not for none");
        ledger.bind("https://two");
        assertRefused(plan, "it is for the service https://one, not for https://two");
    }

    @Test
    void should_refuse_when_another_run_was_faster() {
        SavedPlan plan = plan();
        report();

        assertRefused(
                plan,
                "a: the plan says build (new, attempt 1); now it would be wait (in-progress): submitted, queued"
                        + " [a #1, queued]",
                "b: the plan says build (new, attempt 1); now it would be wait (in-progress): submitted, queued"
                        + " [b #1, queued]",
                "the ledger has changed since the plan");
    }

    @Test
    void should_refuse_when_a_build_that_the_plan_waits_for_has_failed() {
        images.remove("b");
        report();
        SavedPlan plan = plan();
        service.set("job-1", BuildState.FAILED, "Timeout: too slow");

        assertRefused(
                plan,
                "a: the plan says wait (in-progress); now it would be retry (retry-after-failure, attempt 2):"
                        + " attempt 2 of 3; the last failed: Timeout: too slow [a #1, failed]",
                "the ledger has changed since the plan");
    }

    @Test
    void should_refuse_another_attempt_at_the_same_payload() {
        images.remove("b");
        report();
        service.set("job-1", BuildState.FAILED, "Timeout: too slow");
        report();
        service.setAll(BuildState.RUNNING);
        SavedPlan stale = planAt(new InMemoryBuildLedger());

        assertThatThrownBy(() -> run(stale))
                .hasMessageContaining("the plan says build (new, attempt 1); now it would be wait (in-progress)");
    }

    private SavedPlan planAt(BuildLedger another) {
        LedgerContents contents = another.contents();
        List<PlannedImage> plan = new ImagePlanner(policy).plan(images.rendered(), contents, selection, clock.now);
        return SavedPlan.of(plan, contents, another.service(), selection, policy);
    }

    @Test
    void should_not_mind_that_pending_builds_go_on() {
        report();
        images.define("c");
        SavedPlan plan = plan();
        service.set("job-1", BuildState.SUCCEEDED, null);
        service.set("job-2", BuildState.RUNNING, null);

        assertThat(lines(run(plan)))
                .containsExactly(
                        "a none up-to-date succeeded 1", "b wait in-progress running 1", "c build new queued 1");
    }

    @Test
    void should_not_mind_another_day() {
        images.define("a", "\"Destination\": {\"CustomImageName\": \"a-{BUILD_DATE}\"}");
        SavedPlan plan = plan();
        pass(Duration.ofDays(2));

        assertThat(run(plan).images().get(0).imageNames()).containsExactly("a-2026-11-25");
    }

    @Test
    void should_not_mind_an_edit_that_changes_no_payload() {
        images.define("a", "\"x\": \"{V}\"");
        SavedPlan plan = plan();
        images.define("a", "\"x\": \"1\"");

        assertThat(lines(run(plan))).containsExactly("a build new queued 1", "b build new queued 1");
    }

    @Test
    void should_not_mind_builds_of_images_that_are_not_defined_here() {
        SavedPlan plan = plan();
        Images elsewhere = new Images().set("V", "1").define("c");
        runner().run(elsewhere.rendered(), ImageSelection.ALL, policy);

        assertThat(lines(run(plan)))
                .containsExactly("a build new queued 1", "b build new queued 1", "c wait orphaned queued 1");
    }

    @Test
    void should_send_nothing_again_before_it_is_known_that_the_plan_stands() {
        loseAnswers("a_1");
        report();
        SavedPlan plan = plan();
        service.set("job-2", BuildState.FAILED, null);

        int requests = service.requests.size();

        assertThatThrownBy(() -> run(plan)).isInstanceOf(StalePlanException.class);
        assertThat(service.requests).hasSize(requests);
    }

    private void loseAnswers(String imageName) {
        service.afterStart = request -> {
            if (request.imageNames().contains(imageName)) {
                throw unknown("lost");
            }
        };
    }

    @Test
    void should_leave_to_a_later_run_what_only_its_own_asking_brings_up() {
        loseAnswers("a_1");
        runner().run(images.rendered(), new ImageSelection(List.of("a"), List.of()), policy);
        service.afterStart = request -> {};
        SavedPlan plan = plan();
        service.set("job-1", BuildState.FAILED, "Timeout: too slow");

        RunReport report = run(plan);

        assertThat(lines(report)).containsExactly("a retry retry-after-failure failed 1", "b build new queued 1");
        assertThat(report.incidents())
                .contains(new Incident(
                        Kind.NOT_PLANNED,
                        "a",
                        "left to a later run: the plan does not say retry (retry-after-failure)"));
        assertThat(ledger.contents().builds()).hasSize(2);
    }

    @Test
    void should_say_what_it_leaves_to_a_later_run() {
        images.remove("b");
        LedgerContents contents = ledger.contents();
        SavedPlan empty = SavedPlan.of(List.of(), contents, ledger.service(), selection, policy);
        List<PlannedImage> plan =
                new ImagePlanner(policy).plan(images.rendered(), contents, ImageSelection.ALL, clock.now);
        RunEnvironment environment =
                new RunEnvironment(clock, UUID::randomUUID, this::pass, (threads, work) -> work.run(), stop);
        RunBudget budget = new RunBudget("run", clock.now.plusSeconds(60), 9, Build::imageId);
        RunCycle cycle =
                new RunCycle(ledger, service, new RememberedSecrets(name -> name), limits, environment, budget);

        List<PlannedImage> images = cycle.carryOut(plan, empty::submits);

        assertThat(images).isEqualTo(plan);
        assertThat(service.requests).isEmpty();
        assertThat(cycle.incidents())
                .containsExactly(
                        new Incident(Kind.NOT_PLANNED, "a", "left to a later run: the plan does not say build (new)"));
    }

    @Test
    void should_follow_the_policy_after_the_first_cycle_when_it_waits() {
        images.remove("b");
        SavedPlan plan = plan();
        BuildRunner runner = waiting(() -> {
            if (service.jobs.size() == 1) {
                service.set("job-1", BuildState.FAILED, "Timeout: too slow");
            } else {
                service.setAll(BuildState.SUCCEEDED);
            }
        });

        RunReport report = runner.runToEnd(images.rendered(), plan, policy, INTERVAL, each -> {});

        assertThat(lines(report)).containsExactly("a retry retry-after-failure succeeded 2");
    }

    @Test
    void should_force_once_when_it_waits() {
        runToSuccess();
        policy = policy.forcing(ImageSelection.matching(List.of("a")));
        SavedPlan plan = plan();
        policy = PlanPolicy.DEFAULT;
        BuildRunner runner = waiting(() -> service.setAll(BuildState.SUCCEEDED));

        RunReport report = runner.runToEnd(images.rendered(), plan, policy, INTERVAL, each -> {});

        assertThat(report.submitted())
                .extracting(build -> build.imageId() + build.key().attempt())
                .containsExactly("a2");
    }
}
