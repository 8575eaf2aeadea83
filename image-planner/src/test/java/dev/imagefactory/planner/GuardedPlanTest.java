package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.ChangeGuards.Reaction;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a plan does about changes that must not pass unnoticed. */
class GuardedPlanTest extends RunnerFixture {
    @BeforeEach
    void useVersions() {
        images.remove("b")
                .set("X_URL", "u5")
                .set("X_VERSION", "5")
                .define("a", "\"u\": \"{X_URL}\", \"Destination\": {\"CustomImageName\": \"a_{X_VERSION}\"}");
        runToSuccess();
    }

    private void set(String url, String version) {
        images.set("X_URL", url).set("X_VERSION", version);
    }

    private void allowDowngrades() {
        policy = policy.withChangeGuards(ChangeGuards.DEFAULT.withDowngrades(Reaction.WARN));
    }

    @Test
    void should_refuse_a_downgrade_until_it_is_allowed() {
        set("u4", "4");

        RunReport refused = report();
        assertThat(lines(refused)).containsExactly("a blocked downgrade - 0");
        assertThat(refused.images().get(0).reason().message())
                .isEqualTo("X_VERSION falls from 5 to 4; correct it, or allow it by --allow-downgrade (X_URL: u5 -> u4;"
                        + " X_VERSION: 5 -> 4)");
        assertThat(refused.images().get(0).reason().code().isRefusal()).isTrue();
        policy = policy.forcing(ImageSelection.ALL);
        assertThat(run()).containsExactly("a blocked downgrade - 0");
        policy = PlanPolicy.DEFAULT;
        allowDowngrades();
        RunReport allowed = report();
        assertThat(lines(allowed)).containsExactly("a build changed queued 1");
        assertThat(allowed.images().get(0).warnings()).containsExactly("X_VERSION falls from 5 to 4; it is allowed");
    }

    @Test
    void should_retry_an_allowed_downgrade_without_being_allowed_again() {
        set("u4", "4");
        allowDowngrades();
        report();
        service.setAll(BuildState.FAILED);
        policy = PlanPolicy.DEFAULT;

        assertThat(run()).containsExactly("a retry retry-after-failure queued 2");
    }

    @Test
    void should_judge_a_change_against_the_last_success() {
        set("u7", "7");
        report();
        service.setAll(BuildState.FAILED);
        report();
        service.setAll(BuildState.FAILED);
        set("u6", "6");

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a build changed queued 1");
        assertThat(report.images().get(0).warnings()).isEmpty();
    }

    @Test
    void should_warn_of_a_split_pair_or_refuse_it() {
        set("u6", "5");
        RunReport warned = plan();
        assertThat(lines(warned)).containsExactly("a build changed - 0");
        assertThat(warned.images().get(0).warnings())
                .containsExactly(
                        "another payload was built under the name a_5; the build replaces that image, which may be in"
                                + " use",
                        "X_URL has changed and X_VERSION has not; the two move together");
        assertThat(warned.images().get(0).warning()).contains("may be in use; X_URL has changed");
        policy = policy.withChangeGuards(ChangeGuards.DEFAULT.withSplitPairs(Reaction.REFUSE));

        RunReport refused = report();

        assertThat(lines(refused)).containsExactly("a blocked split-pair - 0");
        assertThat(refused.images().get(0).reason().message())
                .isEqualTo("X_URL has changed and X_VERSION has not; the two move together: change both, or allow it by"
                        + " --split-pairs warn (X_URL: u5 -> u6)");
        assertThat(refused.submitted()).isEmpty();
    }

    @Test
    void should_let_a_version_fall_to_what_is_there_and_guard_it_when_it_is_built_again() {
        set("u6", "6");
        runToSuccess();
        set("u5", "5");
        assertThat(run()).containsExactly("a none up-to-date succeeded 1");
        policy = policy.forcing(ImageSelection.ALL);
        assertThat(run()).containsExactly("a blocked downgrade succeeded 1");
        allowDowngrades();

        assertThat(run()).containsExactly("a build forced queued 1");
    }

    @Test
    void should_guard_the_retry_of_what_failed_before_the_last_success() {
        set("u6", "6");
        report();
        service.setAll(BuildState.FAILED);
        report();
        service.setAll(BuildState.CANCELLED);
        set("u7", "7");
        runToSuccess();
        set("u6", "6");

        assertThat(run()).containsExactly("a blocked downgrade cancelled 2");
    }

    private RunReport plan() {
        return RunReport.of(
                new ImagePlanner(policy)
                        .plan(images.rendered(), ledger.contents(), ImageSelection.ALL, clock.instant()),
                List.of());
    }
}
