package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.RenderedImage;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan makes of failures that another attempt cannot mend. */
class FailedForGoodTest {
    private static final String NOT_FOUND = "SourceImageNotFound: Source image 'x' could not be found.";

    private final Images images = new Images().set("V", "1").define("a");

    @Test
    void should_not_retry_what_would_fail_again_and_say_what_to_do() {
        PlannedImage planned = plan(PlanPolicy.DEFAULT, failed(NOT_FOUND));

        assertThat(planned.action()).isEqualTo(Action.BLOCKED);
        assertThat(planned.reason().code()).isEqualTo(ReasonCode.FAILED_FOR_GOOD);
        assertThat(planned.reason().message())
                .isEqualTo(
                        "another attempt would fail again; the last failed: SourceImageNotFound: Source image"
                                + " 'x' could not be found; correct the base image in the definition, or have the missing image published");
        assertThat(RunReport.of(List.of(planned), List.of()).hasFailedImages()).isTrue();
    }

    @Test
    void should_not_retry_what_the_team_must_mend_and_say_so() {
        PlannedImage planned = plan(PlanPolicy.DEFAULT, failed("QuotaExceeded: 4 of 4 cores"));

        assertThat(planned.reason().code()).isEqualTo(ReasonCode.FAILED_FOR_GOOD);
        assertThat(planned.reason().message())
                .isEqualTo("the team must act before another attempt; the last failed: QuotaExceeded: 4 of 4 cores;"
                        + " ask for a higher quota of the subscription in that region, or delete what is not needed");
    }

    @Test
    void should_not_retry_a_rejection() {
        PlannedImage planned = plan(PlanPolicy.DEFAULT, Builds.progress(BuildState.FAILED, null, "no"));

        assertThat(planned.reason().message())
                .isEqualTo("another attempt would fail again; the last failed: no; correct the definition: the service"
                        + " refuses the request as it is");
    }

    @ParameterizedTest
    @CsvSource({"disk full", "Too many requests", "InternalServerError: x"})
    void should_retry_what_may_pass_and_what_is_not_known(String error) {
        PlannedImage planned = plan(PlanPolicy.DEFAULT, failed(error));

        assertThat(planned.action()).isEqualTo(Action.RETRY);
        assertThat(planned.reason().message()).isEqualTo("attempt 2 of 3; the last failed: " + error);
    }

    @Test
    void should_start_afresh_when_forced_or_edited() {
        RenderedImage failed = image();
        List<Build> history = List.of(Builds.of(failed, 1, ReasonCode.NEW, failed(NOT_FOUND)));

        assertThat(plan(PlanPolicy.DEFAULT.forcing(ImageSelection.ALL), history)
                        .reason()
                        .code())
                .isEqualTo(ReasonCode.FORCED);
        images.set("V", "2");
        assertThat(plan(PlanPolicy.DEFAULT, history).reason().code()).isEqualTo(ReasonCode.CHANGED);
    }

    @Property
    void should_never_submit_again_what_failed_for_good_unless_forced(
            @ForAll("builds") List<BuildProgress> earlier,
            @ForAll("permanent") BuildProgress last,
            @ForAll boolean forced,
            @ForAll boolean refusing) {
        RenderedImage image = image();
        List<Build> history = new ArrayList<>();
        earlier.forEach(progress ->
                history.add(Builds.of(image, history.size() + 1, ReasonCode.RETRY_AFTER_FAILURE, progress)));
        history.add(Builds.of(image, history.size() + 1, ReasonCode.RETRY_AFTER_FAILURE, last));
        PlanPolicy policy = PlanPolicy.DEFAULT
                .withMaxAttempts(5)
                .refusingUnchangedNames(refusing)
                .forcing(forced ? ImageSelection.ALL : ImageSelection.NONE);

        assertThat(plan(policy, history).action().isSubmission()).isEqualTo(forced);
    }

    @Provide
    Arbitrary<List<BuildProgress>> builds() {
        Arbitrary<BuildState> ended =
                Arbitraries.of(BuildState.SUCCEEDED, BuildState.FAILED, BuildState.CANCELLED, BuildState.LOST);
        Arbitrary<String> errors = Arbitraries.of("disk full", "Too many requests", NOT_FOUND);
        return Combinators.combine(ended, errors)
                .as((state, error) -> Builds.progress(state, "job", error))
                .list()
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<BuildProgress> permanent() {
        return Arbitraries.of(
                failed(NOT_FOUND), failed("QuotaExceeded"), Builds.progress(BuildState.FAILED, null, "rejected"));
    }

    private static BuildProgress failed(String error) {
        return Builds.progress(BuildState.FAILED, "job", error);
    }

    private RenderedImage image() {
        return images.rendered().images().get(0);
    }

    private PlannedImage plan(PlanPolicy policy, BuildProgress last) {
        return plan(policy, List.of(Builds.of(image(), 1, ReasonCode.NEW, last)));
    }

    private PlannedImage plan(PlanPolicy policy, List<Build> history) {
        return new ImagePlanner(policy)
                .plan(images.rendered(), new LedgerContents(history, List.of()), ImageSelection.ALL, Builds.NOW)
                .get(0);
    }
}
