package dev.imagefactory.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.Incident;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a report says about images, whatever its form. */
class ReportMakerTest {
    private static ReportedImage image(ImageReport report, String id) {
        return report.images().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void should_say_each_verdict() {
        ImageReport report = Scene.rich().report();

        assertThat(report.images())
                .extracting(image -> image.id() + " " + image.verdict().id())
                .containsExactly(
                        "VS2022/client blocked",
                        "VS2022/server blocked",
                        "base/windows failed",
                        "base/windows-git built",
                        "retired gone",
                        "ubuntu waiting",
                        "unasked to-build");
        assertThat(report.failures())
                .extracting(ReportedFailure::kind)
                .containsExactly("permanent", "unclassified", "too-old");
    }

    @Test
    void should_count_a_failure_whose_retry_goes_on_and_not_one_whose_retry_succeeded() {
        for (BuildState state : new BuildState[] {BuildState.RUNNING, BuildState.SUCCEEDED}) {
            Scene scene = new Scene()
                    .image("image", "Image", "")
                    .built("2026-11-27T01:00:00Z", Duration.ofHours(1), BuildState.FAILED, "ServerBusy: x", "image")
                    .learned("image")
                    .built("2026-11-27T03:00:00Z", Duration.ofHours(1), state, null, "image");

            ImageReport report = scene.report();

            boolean goesOn = state == BuildState.RUNNING;
            assertThat(image(report, "image").verdict()).isEqualTo(goesOn ? Verdict.FAILED : Verdict.BUILT);
            assertThat(report.failures()).hasSize(goesOn ? 1 : 0);
        }
    }

    @Test
    void should_count_a_failure_of_an_image_whose_definition_is_gone_only_in_the_run_that_learned_of_it() {
        Scene scene = new Scene()
                .image("gone", "Gone", "")
                .built("2026-11-27T01:00:00Z", Duration.ofHours(1), BuildState.FAILED, "ServerBusy: x", "gone")
                .without("gone");

        assertThat(image(scene.report(), "gone").verdict()).isEqualTo(Verdict.GONE);
        assertThat(image(scene.learned("gone").report(), "gone").verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void should_name_the_artifact_that_failed_first() {
        ImageReport report = Scene.rich().report();

        assertThat(report.failureOf("VS2022/server").orElseThrow().artifact()).isEqualTo("windows-visual-studio");
        assertThat(report.failureOf("VS2022/client").orElseThrow().artifact()).isNull();
    }

    @Test
    void should_find_the_artifact_in_the_log_where_the_error_names_none() {
        ImageReport report = new Scene()
                .image("image", "Image", "", "git", "git-lfs", "vs")
                .built("2026-11-27T01:00:00Z", Duration.ofHours(1), BuildState.FAILED, "BuildFailed: no", "image")
                .log(
                        "image",
                        new SavedLog("logs/x.txt", "artifact git: ok\nartifact git-lfs: failed\nvs: failed", null))
                .report();

        assertThat(report.failureOf("image").orElseThrow().artifact()).isEqualTo("git-lfs");
    }

    @Test
    void should_tell_which_names_consumers_use_and_whether_these_are_behind() {
        ImageReport report = Scene.rich().report();

        assertThat(image(report, "VS2022/server").used()).singleElement().satisfies(used -> {
            assertThat(used.imageName()).isEqualTo("Server-VS2022-17_14_18");
            assertThat(used.references()).hasSize(2);
            assertThat(used.behind()).isTrue();
        });
        assertThat(image(report, "ubuntu").used()).isEmpty();
    }

    @Test
    void should_report_failures_of_images_that_were_not_selected() {
        Scene scene = Scene.rich();
        ImageReport whole = scene.report();
        ImageReport part = new ImageReport(
                whole.at(),
                whole.faults(),
                whole.failures(),
                whole.images().subList(1, 2),
                whole.incidents(),
                whole.graph());

        assertThat(part.strays()).extracting(ReportedFailure::imageId).contains("VS2022/client");
        assertThat(JUnitReport.of(part)).contains("name=\"VS2022/client\"");
    }

    @Test
    void should_say_that_the_run_could_not_do_its_work() {
        ImageReport report = new Scene()
                .incident(new Incident(Incident.Kind.SERVICE_UNAVAILABLE, null, "nobody answers"))
                .report();

        assertThat(report.hindrances()).containsExactly("nobody answers");
        assertThat(JUnitReport.of(report)).contains("<error message=\"nobody answers\"");
        assertThat(HtmlReport.of(report)).contains("nobody answers");
        assertThat(MarkdownReport.of(report)).contains("`nobody answers`");
    }

    @Test
    void should_take_the_median_of_the_image_else_of_all_as_typical() {
        TypicalTimes times = new TypicalTimes(Scene.rich().contents());

        assertThat(times.of("base/windows-git")).contains(Duration.ofMinutes(150));
        assertThat(times.of("unasked")).contains(Duration.ofMinutes(150));
        assertThat(new TypicalTimes(new Scene().contents()).of("unasked")).isEmpty();
    }

    @Test
    void should_draw_thirty_images_and_tell_more_in_a_table_only() {
        assertThat(HtmlReport.of(many(30))).contains("<svg ").contains("30 images");
        assertThat(HtmlReport.of(many(60)))
                .doesNotContain("<svg ")
                .contains("There is too much for a drawing: 1 variables, 60 images");
    }

    private static ImageReport many(int images) {
        Scene scene = new Scene().variable("REGION", "westus");
        for (int i = 0; i < images; i++) {
            scene.image("folder/image-" + i, "Image-" + i + "-{REGION}", "");
        }
        return scene.report();
    }
}
