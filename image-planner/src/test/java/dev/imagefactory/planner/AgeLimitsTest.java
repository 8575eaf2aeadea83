package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.Incident.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgeLimitsTest extends RunnerFixture {
    private AgeLimits ages = AgeLimits.DEFAULT;

    private List<Incident> incidents() {
        return ages.incidents(
                new ImagePlanner(policy)
                        .plan(images.rendered(), ledger.contents(), ImageSelection.ALL, clock.instant()),
                clock.instant());
    }

    @Test
    void should_warn_of_what_is_older_than_30_days_and_of_nothing_else() {
        runToSuccess();
        images.define("new");
        images.remove("b");
        pass(Duration.ofDays(30).minusSeconds(1));
        assertThat(incidents()).isEmpty();
        pass(Duration.ofDays(1).plusSeconds(1));

        assertThat(incidents())
                .containsExactly(new Incident(
                        Kind.AGEING,
                        "a",
                        "last built 2026-11-23, 31 days ago (limit 30 days); build it by 'imagefactory retry', or let"
                                + " its setting 'rebuild' do so in time"));
    }

    @Test
    void should_count_what_is_too_old_only_where_asked() {
        runToSuccess();
        images.remove("b").set("V", "2");
        pass(Duration.ofDays(46));

        assertThat(incidents())
                .containsExactly(new Incident(
                        Kind.AGEING,
                        "a",
                        "last built 2026-11-23, 46 days ago (limit 45 days); the next run builds it (changed)"));
        ages = new AgeLimits(Duration.ofDays(30), Duration.ofDays(45), true);
        assertThat(incidents()).extracting(Incident::kind).containsExactly(Kind.TOO_OLD);
        assertThat(report().with(incidents()).hasImagesTooOld()).isTrue();
    }

    @Test
    void should_report_each_image_that_was_never_built_where_too_old_ones_fail() {
        ages = new AgeLimits(Duration.ofDays(30), Duration.ofDays(45), true);
        images.remove("b");
        assertThat(incidents())
                .containsExactly(new Incident(
                        Kind.NEVER_BUILT, "a", "never built, nor asked for; the next run builds it (new)"));
        report();
        images.set("V", "2");
        pass(Duration.ofDays(1));
        assertThat(incidents())
                .containsExactly(new Incident(
                        Kind.NEVER_BUILT,
                        "a",
                        "never built, first asked for 2026-11-23, 1 day ago; the next run builds it (changed)"));
        service.set("job-1", BuildState.FAILED, "Source image 'x' could not be found");
        images.set("V", "1");
        report();
        pass(Duration.ofDays(44).minusSeconds(1));
        assertThat(incidents())
                .containsExactly(new Incident(
                        Kind.NEVER_BUILT,
                        "a",
                        "never built, first asked for 2026-11-23, 44 days ago (limit 30 days); it is not built now"
                                + " because of failed-for-good"));
        pass(Duration.ofSeconds(2));

        assertThat(incidents()).extracting(Incident::kind).containsExactly(Kind.TOO_OLD);
        ages = AgeLimits.DEFAULT;
        assertThat(incidents()).extracting(Incident::kind).containsExactly(Kind.NEVER_BUILT);
    }

    @Test
    void should_say_nothing_by_default_of_what_was_asked_for_lately_or_never() {
        assertThat(incidents()).isEmpty();
        RunReport report = report();
        pass(Duration.ofDays(30).minusSeconds(1));
        assertThat(incidents()).isEmpty();

        assertThat(report.images()).extracting(PlannedImage::firstClaimedAt).doesNotContainNull();
        pass(Duration.ofSeconds(2));
        assertThat(incidents())
                .extracting(Incident::message)
                .contains("never built, first asked for 2026-11-23, 30 days ago (limit 30 days); it is being built");
    }

    @Test
    void should_count_the_age_from_the_last_success_of_any_payload() {
        runToSuccess();
        images.remove("b").set("V", "2");
        pass(Duration.ofDays(40));
        report();
        service.setAll(BuildState.FAILED);

        assertThat(incidents()).hasSize(1);
        report();
        service.setAll(BuildState.SUCCEEDED);
        assertThat(report().images().get(0).lastSuccessAt()).isEqualTo("2027-01-02T10:00:00.123Z");
        assertThat(incidents()).isEmpty();
    }
}
