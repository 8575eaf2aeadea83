package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.RenderedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images that are built upon others: after them, and again when they were. */
class CascadeTest extends RunnerFixture {
    private static final ImageSelection ONLY_B = ImageSelection.matching(List.of("b"));

    @BeforeEach
    void buildUpon() {
        images.set("W", "1");
        upon("b", "a", "W");
    }

    private void upon(String id, String base, String variable) {
        images.define(
                id,
                "\"x-imagefactory\": {\"base\": \"" + base + "\"}, \"Destination\": {\"CustomImageName\": \"" + id
                        + "_{" + variable + "}\"}");
    }

    private List<String> messages() {
        return report().images().stream().map(image -> image.reason().message()).toList();
    }

    private List<String> run(ImageSelection selection) {
        return lines(runner().run(images.rendered(), selection, policy));
    }

    private void buildAll() {
        runToSuccess();
        service.setAll(BuildState.SUCCEEDED);
        report();
        policy = PlanPolicy.DEFAULT;
    }

    private void force(String id) {
        policy = policy.forcing(ImageSelection.matching(List.of(id)));
    }

    @Test
    void should_build_an_image_after_its_base() {
        RunReport first = report();
        assertThat(lines(first)).containsExactly("a build new queued 1", "b wait base-pending - 0");
        assertThat(first.images().get(1).reason().message()).isEqualTo("never built; its base a will be built first");
        assertThat(messages().get(1)).isEqualTo("never built; its base a is being built");
        assertThat(run()).containsExactly("a wait in-progress queued 1", "b wait base-pending queued 0");
        assertThat(service.requests).hasSize(1);
        service.setAll(BuildState.SUCCEEDED);

        assertThat(run()).containsExactly("a none up-to-date succeeded 1", "b build new queued 1");
        service.setAll(BuildState.SUCCEEDED);
        assertThat(run()).containsExactly("a none up-to-date succeeded 1", "b none up-to-date succeeded 1");
    }

    @Test
    void should_count_a_build_that_several_wait_for_once() {
        report();
        RunReport report = report();

        assertThat(report.count(BuildState.QUEUED)).isEqualTo(1);
        assertThat(report.countWaitingForBase()).isEqualTo(1);
    }

    @Test
    void should_build_an_image_again_when_its_base_was() {
        buildAll();
        force("a");
        assertThat(run()).containsExactly("a build forced queued 1", "b wait base-pending succeeded 1");
        policy = PlanPolicy.DEFAULT.refusingUnchangedNames(true);
        service.setAll(BuildState.SUCCEEDED);
        pass(INTERVAL);

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a none up-to-date succeeded 1", "b build base-rebuilt queued 1");
        assertThat(report.images().get(1).reason().message()).isEqualTo("its base a was built since");
        pass(INTERVAL);
        service.setAll(BuildState.SUCCEEDED);
        assertThat(run()).containsExactly("a none up-to-date succeeded 1", "b none up-to-date succeeded 1");
    }

    @Test
    void should_build_an_image_again_when_its_base_went_back_to_an_earlier_build() {
        buildAll();
        pass(INTERVAL);
        images.set("V", "2");
        buildAll();
        buildAll();
        assertThat(run()).containsExactly("a none up-to-date succeeded 1", "b none up-to-date succeeded 1");
        pass(INTERVAL);
        images.set("V", "1");

        RunReport report = report();

        assertThat(lines(report)).containsExactly("a none up-to-date succeeded 1", "b build base-rebuilt queued 1");
        assertThat(report.images().get(1).reason().message()).isEqualTo("built upon another build of its base a");
        service.setAll(BuildState.SUCCEEDED);
        pass(INTERVAL);
        assertThat(run()).containsExactly("a none up-to-date succeeded 1", "b none up-to-date succeeded 1");
    }

    @Test
    void should_leave_an_image_alone_while_the_earlier_build_of_its_base_is_overwritten_and_not_selected() {
        images.define("a", "\"x\": \"{V}\", \"Destination\": {\"CustomImageName\": \"a\"}");
        buildAll();
        pass(INTERVAL);
        images.set("V", "2");
        buildAll();
        buildAll();
        images.set("V", "1");

        assertThat(run(ONLY_B)).containsExactly("b none up-to-date succeeded 1");
        assertThat(run()).containsExactly("a build changed queued 1", "b wait base-pending succeeded 1");
    }

    @Test
    void should_go_by_time_where_it_is_not_known_upon_which_build_an_image_was_built() {
        buildAll();
        pass(INTERVAL);
        images.set("V", "2");
        buildAll();
        buildAll();
        images.set("V", "1");
        List<Build> old = ledger.contents().builds().stream()
                .map(build -> Builds.upon(build, null))
                .toList();

        assertThat(plan(old)).containsExactly("a none up-to-date", "b none up-to-date");
        List<Build> without = old.subList(0, old.size() - 1);
        assertThat(plan(without)).containsExactly("a none up-to-date", "b none up-to-date");
        images.set("V", "2");
        assertThat(plan(without)).containsExactly("a none up-to-date", "b build base-rebuilt");
    }

    @Test
    void should_build_nothing_again_because_another_base_is_named() {
        images.define("c");
        buildAll();
        buildAll();
        upon("b", "c", "W");

        assertThat(run().get(1)).isEqualTo("b none up-to-date succeeded 1");
    }

    @Test
    void should_know_upon_which_build_an_image_was_forced_while_its_base_fails() {
        buildAll();
        policy = PlanPolicy.DEFAULT.withMaxAttempts(1);
        images.set("V", "2");
        run();
        service.setAll(BuildState.FAILED);
        force("b");
        assertThat(run()).containsExactly("a blocked attempts-spent failed 1", "b build forced queued 1");

        Build forced = lastClaim("b");
        assertThat(forced.order().base()).isEqualTo(lastSuccess("a").key());
    }

    private List<String> plan(List<Build> builds) {
        return new ImagePlanner(policy)
                .plan(images.rendered(), new LedgerContents(builds, List.of()), ImageSelection.ALL, clock.now).stream()
                        .map(image -> image.imageId() + " " + image.action().id() + " "
                                + image.reason().code().id())
                        .toList();
    }

    private Build lastClaim(String id) {
        return BuildHistory.last(new BuildHistory(ledger.contents()).of(id), build -> true)
                .orElseThrow();
    }

    @Test
    void should_name_the_variables_for_which_it_will_be_built_after_its_base() {
        buildAll();
        images.set("V", "2").set("W", "2");

        Reason reason = report().images().get(1).reason();

        assertThat(reason.message()).isEqualTo("W: 1 -> 2; its base a will be built first");
        assertThat(reason.variables()).containsExactly(new Reason.VariableChange("W", "1", "2"));
    }

    @Test
    void should_follow_a_change_up_all_stages_in_one_waiting_run() {
        upon("c", "b", "W");
        List<String> seen = new ArrayList<>();

        RunReport report = waiting(() -> service.setAll(BuildState.SUCCEEDED))
                .runToEnd(
                        images.rendered(),
                        ImageSelection.ALL,
                        policy,
                        INTERVAL,
                        progress -> seen.add(String.join(", ", lines(progress))));

        assertThat(lines(report))
                .containsExactly("a build new succeeded 1", "b build new succeeded 1", "c build new succeeded 1");
        assertThat(report.images()).extracting(PlannedImage::stage).containsExactly(0, 1, 2);
        assertThat(service.requests)
                .extracting(request -> request.imageNames().get(0))
                .containsExactly("a_1", "b_1", "c_1");
        assertThat(seen.get(0)).endsWith("b wait base-pending - 0, c wait base-pending - 0");
    }

    @Test
    void should_leave_alone_what_is_up_to_date_upon_a_base_that_fails_and_let_the_rest_wait() {
        buildAll();
        policy = PlanPolicy.DEFAULT.withMaxAttempts(1);
        images.set("V", "2");
        run();
        service.setAll(BuildState.FAILED);
        assertThat(run()).containsExactly("a blocked attempts-spent failed 1", "b none up-to-date succeeded 1");
        upon("c", "b", "W");
        images.set("W", "2");

        RunReport report = report();

        assertThat(lines(report))
                .containsExactly(
                        "a blocked attempts-spent failed 1", "b wait base-failed - 0", "c wait base-failed - 0");
        assertThat(report.images().get(1).reason().message())
                .isEqualTo("W: 1 -> 2; its base a is blocked (attempts-spent)");
        assertThat(report.images().get(2).reason().message())
                .isEqualTo("never built; its base b waits for its own base, which is blocked");
        force("b");
        assertThat(run().get(1)).isEqualTo("b build forced queued 1");
    }

    @Test
    void should_give_a_failed_image_fresh_attempts_upon_a_new_base() {
        policy = PlanPolicy.DEFAULT.withMaxAttempts(1);
        runToSuccess();
        service.setAll(BuildState.FAILED);
        assertThat(run().get(1)).isEqualTo("b blocked attempts-spent failed 1");
        pass(INTERVAL);
        force("a");
        assertThat(run()).containsExactly("a build forced queued 1", "b wait base-pending failed 1");
        service.setAll(BuildState.SUCCEEDED);
        policy = PlanPolicy.DEFAULT.withMaxAttempts(1);

        assertThat(run().get(1)).isEqualTo("b build base-rebuilt queued 1");
        service.setAll(BuildState.FAILED);
        assertThat(run().get(1)).isEqualTo("b blocked attempts-spent failed 1");
    }

    @Test
    void should_take_a_base_that_is_not_selected_as_the_ledger_has_it() {
        RunReport without = runner().run(images.rendered(), ONLY_B, policy);
        assertThat(lines(without)).containsExactly("b wait base-failed - 0");
        assertThat(without.hasFailedImages()).isTrue();
        assertThat(without.images().get(0).reason().message())
                .isEqualTo("never built; its base a was never built, and is not selected");
        run(ImageSelection.matching(List.of("a")));
        assertThat(run(ONLY_B)).containsExactly("b wait base-pending queued 0");
        service.setAll(BuildState.SUCCEEDED);
        images.set("V", "2");

        assertThat(run(ONLY_B)).containsExactly("b build new queued 1");
    }

    @Test
    void should_wait_for_a_base_that_is_not_selected() {
        run(ImageSelection.matching(List.of("a")));

        RunReport report = waiting(() -> service.setAll(BuildState.SUCCEEDED))
                .runToEnd(images.rendered(), ONLY_B, policy, INTERVAL, progress -> {});

        assertThat(lines(report)).containsExactly("b build new succeeded 1");
    }

    @Test
    void should_not_wait_for_a_base_that_is_stalled() {
        run(ImageSelection.matching(List.of("a")));
        pass(Duration.ofHours(13));
        int[] pauses = {0};

        RunReport report =
                waiting(() -> pauses[0]++).runToEnd(images.rendered(), ONLY_B, policy, INTERVAL, progress -> {});

        assertThat(lines(report)).containsExactly("b wait base-pending queued 0");
        assertThat(pauses[0]).isZero();
    }

    @Test
    void should_submit_bases_first() {
        buildAll();
        limits = RunPolicy.DEFAULT.withMaxSubmissions(1);
        images.set("W", "2").define("z");

        assertThat(run())
                .containsExactly("a none up-to-date succeeded 1", "b build changed - 0", "z build new queued 1");
    }

    /** What happens between two runs. */
    record Event(String kind, int image, String value) {}

    /** Which payload of its base was wanted when a build was claimed. */
    private final Map<BuildKey, String> basesAsWanted = new HashMap<>();

    @Property(tries = 200)
    void should_build_nothing_upon_what_is_not_there_and_leave_nothing_behind(
            @ForAll("bases") List<Integer> bases, @ForAll("events") List<Event> events) {
        CascadeTest test = new CascadeTest();
        test.policy = PlanPolicy.DEFAULT.withMaxAttempts(100);
        test.images.remove("a").remove("b");
        for (int i = 0; i < bases.size(); i++) {
            test.images.set("V" + i, "0");
            String own = "\"x\": \"{V" + i + "}\"";
            boolean based = bases.get(i) < i;
            test.images.define(
                    "i" + i, based ? own + ", \"x-imagefactory\": {\"base\": \"i" + bases.get(i) + "\"}" : own);
        }
        for (Event event : events) {
            test.happen(event, bases);
        }
        for (int i = 0; i < 2 * bases.size() + 2; i++) {
            test.service.setAll(BuildState.SUCCEEDED);
            test.pass(INTERVAL);
            test.checkedRun(bases, PlanPolicy.DEFAULT.withMaxAttempts(100));
        }

        RunReport end = test.report();

        assertThat(end.images()).allSatisfy(image -> assertThat(image.action()).isEqualTo(Action.NONE));
        for (int i = 0; i < bases.size(); i++) {
            if (bases.get(i) < i) {
                Build build = test.lastSuccess(test.wanted(i));
                Build base = test.lastSuccess(test.wanted(bases.get(i)));
                assertThat(build.order().claimedAt())
                        .isAfterOrEqualTo(base.progress().since());
                assertThat(build.order().base()).isEqualTo(base.key());
                assertThat(test.basesAsWanted.get(build.key()))
                        .isEqualTo(base.key().fingerprint());
            }
        }
    }

    private void happen(Event event, List<Integer> bases) {
        String id = "i" + event.image() % bases.size();
        pass(INTERVAL);
        switch (event.kind()) {
            case "edit" -> images.set("V" + event.image() % bases.size(), event.value());
            case "succeed" -> service.setAll(BuildState.SUCCEEDED);
            case "fail" ->
                service.jobs.values().stream()
                        .filter(job -> job.state().isPending())
                        .skip(event.image())
                        .findFirst()
                        .map(Job::trackingId)
                        .ifPresent(job -> service.set(job, BuildState.FAILED, "flaky"));
            case "force" -> checkedRun(bases, policy.forcing(ImageSelection.matching(List.of(id))));
            default -> checkedRun(bases, policy);
        }
    }

    /** A run that claims nothing while its base is being built, or before there is one. */
    private void checkedRun(List<Integer> bases, PlanPolicy used) {
        List<Build> before = ledger.contents().builds();
        Set<BuildKey> known = before.stream().map(Build::key).collect(Collectors.toSet());
        runner().run(images.rendered(), ImageSelection.ALL, used);
        List<Build> after = ledger.contents().builds();
        Map<String, List<Build>> byImage = after.stream().collect(Collectors.groupingBy(Build::imageId));
        after.stream().filter(build -> !known.contains(build.key())).forEach(build -> {
            int image = Integer.parseInt(build.imageId().substring(1));
            if (bases.get(image) < image) {
                basesAsWanted.put(build.key(), wanted(bases.get(image)).fingerprint());
                List<Build> ofBase = byImage.getOrDefault("i" + bases.get(image), List.of());
                assertThat(ofBase).noneMatch(each -> each.state().isPending());
                assertThat(ofBase).anyMatch(each -> each.state() == BuildState.SUCCEEDED);
            }
        });
    }

    private RenderedImage wanted(int image) {
        return images.rendered().images().stream()
                .filter(each -> each.id().equals("i" + image))
                .findFirst()
                .orElseThrow();
    }

    private Build lastSuccess(RenderedImage image) {
        return BuildHistory.last(
                        new BuildHistory(ledger.contents()).of(image.id()),
                        build -> build.state() == BuildState.SUCCEEDED
                                && build.key().fingerprint().equals(image.fingerprint()))
                .orElseThrow();
    }

    private Build lastSuccess(String id) {
        Optional<Build> last = new BuildHistory(ledger.contents()).lastSuccess(id);
        assertThat(last).isPresent();
        return last.get();
    }

    @Provide
    Arbitrary<List<Integer>> bases() {
        return Arbitraries.integers().between(0, 4).list().ofMinSize(2).ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<String> kinds = Arbitraries.of("run", "edit", "succeed", "fail", "force");
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 4), Arbitraries.of("0", "1", "2"))
                .as(Event::new)
                .list()
                .ofMaxSize(15);
    }
}
