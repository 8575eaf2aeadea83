package dev.imagefactory.planner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * Plan equals run, over generated repositories: definitions and variables that are edited, runs of which some requests
 * fail or stay without an answer, builds that end in every way.
 */
class PlannedRunPropertyTest {
    private static final List<String> IDS = List.of("a", "b", "i/I", "d");
    private static final List<String> VARIABLES = List.of("X", "Y", "I");
    private static final List<String> ERRORS =
            List.of("Timeout: too slow", "QuotaExceeded: no cores", "Source image 'x' could not be found", "");
    private static final String SHARED_NAME = "shared";

    /** What happens between two runs, drawn from one seed. */
    record Step(long seed) {}

    /** A repository with its ledger and its service. */
    private static final class Repository extends RunnerFixture {
        private final Map<String, String> names = new HashMap<>();

        Repository() {
            images.set("X", "0").set("Y", "0").set("I", "0");
            images.remove("a").remove("b").define("keeper", "\"v\": \"{V}{X}{Y}{I}\"");
        }

        void play(Step step) {
            Random random = new Random(step.seed());
            edit(random);
            disturb(random);
            runner().run(images.rendered(), selection(random), policy(random));
            undisturb();
            pass(Duration.ofHours(random.nextInt(30)));
            letJobsGoOn(random);
        }

        void edit(Random random) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                String id = IDS.get(random.nextInt(IDS.size()));
                switch (random.nextInt(4)) {
                    case 0 -> images.remove(id);
                    case 1, 2 -> define(id, random);
                    default ->
                        images.set(
                                VARIABLES.get(random.nextInt(VARIABLES.size())), Integer.toString(random.nextInt(3)));
                }
            }
        }

        private void define(String id, Random random) {
            String ownName = id.replace('/', '-');
            String name = List.of(ownName, ownName + "_{X}", ownName + "-{BUILD_DATE}", SHARED_NAME)
                    .get(random.nextInt(4));
            boolean isTaken = names.entrySet().stream()
                    .anyMatch(entry ->
                            !entry.getKey().equals(id) && entry.getValue().equals(SHARED_NAME));
            if (name.equals(SHARED_NAME) && isTaken) {
                name = ownName;
            }
            names.put(id, name);
            String parameters = VARIABLES.stream()
                    .filter(variable -> random.nextBoolean())
                    .map(variable -> "\"" + variable.toLowerCase(Locale.ROOT) + "\": \"{" + variable + "}\"")
                    .collect(Collectors.joining(", ", "{", "}"));
            images.define(
                    id,
                    "\"Artifacts\": [" + parameters + "], \"Destination\": [{\"CustomImageName\": \"" + name + "\"}]");
        }

        /** Some requests fail: not started, refused, or without an answer. */
        private void disturb(Random random) {
            service.beforeStart = request -> {
                switch (random.nextInt(8)) {
                    case 0 -> throw unknown("no answer, not started");
                    case 1 -> throw notDone("no connection");
                    case 2 -> throw new BuildRejectedException(ERRORS.get(random.nextInt(ERRORS.size())));
                    default -> {}
                }
            };
            service.afterStart = request -> {
                if (random.nextInt(6) == 0) {
                    throw unknown("no answer, started");
                }
            };
        }

        private void undisturb() {
            service.beforeStart = request -> {};
            service.afterStart = request -> {};
        }

        void letJobsGoOn(Random random) {
            for (Job job : List.copyOf(service.jobs.values())) {
                if (job.state().isPending()) {
                    switch (random.nextInt(6)) {
                        case 0, 1 -> service.set(job.trackingId(), BuildState.SUCCEEDED, null);
                        case 2 ->
                            service.set(job.trackingId(), BuildState.FAILED, ERRORS.get(random.nextInt(ERRORS.size())));
                        case 3 -> service.set(job.trackingId(), BuildState.RUNNING, null);
                        case 4 -> service.set(job.trackingId(), BuildState.CANCELLED, null);
                        default -> {}
                    }
                }
            }
        }

        SavedPlan plan(ImageSelection selection, PlanPolicy chosen) {
            LedgerContents contents = ledger.contents();
            List<PlannedImage> plan = new ImagePlanner(chosen).plan(images.rendered(), contents, selection, clock.now);
            return SavedPlan.of(plan, contents, ledger.service(), selection, chosen);
        }

        Set<String> claimed() {
            return ledger.contents().builds().stream()
                    .map(build -> build.imageId() + " " + build.key().fingerprint() + " "
                            + build.key().attempt() + " "
                            + build.order().reason().id())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** The requests of builds that have no tracking id, which a run may send again. */
        Set<String> open() {
            return ledger.contents().pending().stream()
                    .filter(build -> build.progress().trackingId() == null)
                    .map(build -> build.order().requestId())
                    .collect(Collectors.toSet());
        }
    }

    private static ImageSelection selection(Random random) {
        return List.of(
                        ImageSelection.ALL,
                        ImageSelection.ALL,
                        new ImageSelection(List.of("a", "i/*"), List.of()),
                        new ImageSelection(List.of(), List.of("b")))
                .get(random.nextInt(4));
    }

    private static PlanPolicy policy(Random random) {
        List<String> forced = IDS.stream().filter(id -> random.nextInt(4) == 0).toList();
        return PlanPolicy.DEFAULT
                .withMaxAttempts(1 + random.nextInt(3))
                .refusingUnchangedNames(random.nextInt(4) == 0)
                .forcing(ImageSelection.matching(forced));
    }

    private static Set<String> submissions(SavedPlan plan) {
        return plan.decisions().stream()
                .filter(decision -> decision.action().isSubmission())
                .map(decision -> decision.imageId() + " " + decision.fingerprint() + " " + decision.attempt() + " "
                        + decision.code().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Property(tries = 400)
    void should_submit_what_the_plan_said_right_before(
            @ForAll("history") List<Step> history, @ForAll long seed, @ForAll boolean isSaved) {
        Repository repository = new Repository();
        history.forEach(repository::play);
        Random random = new Random(seed);
        repository.edit(random);
        ImageSelection selection = selection(random);
        PlanPolicy policy = policy(random);
        repository.runner().refresh(repository.images.rendered(), selection, policy);
        SavedPlan plan = repository.plan(selection, policy);
        Set<String> before = repository.claimed();
        Set<String> mayBeSent = repository.open();
        int requests = repository.service.requests.size();

        if (isSaved) {
            repository.pass(Duration.ofMinutes(random.nextInt(10)));
            repository.runner().run(repository.images.rendered(), readBack(plan), policy);
        } else {
            repository.runner().run(repository.images.rendered(), selection, policy);
        }

        if (!isSaved && !mayBeSent.isEmpty()) {
            assertOnlyWhatWasWaitedForIsAdded(repository, plan, before);
        } else {
            assertSubmitted(repository, plan, before, mayBeSent, requests);
        }
        Statistics.label("submissions")
                .collect(submissions(plan).isEmpty() ? "none" : "some")
                .coverage(coverage -> coverage.check("some").percentage(percent -> percent > 20));
    }

    @Property(tries = 400)
    void should_submit_what_a_saved_plan_says_or_nothing(
            @ForAll("history") List<Step> history, @ForAll long seed, @ForAll("movements") int movement) {
        Repository repository = new Repository();
        history.forEach(repository::play);
        Random random = new Random(seed);
        ImageSelection selection = selection(random);
        PlanPolicy policy = policy(random);
        SavedPlan plan = repository.plan(selection, policy);
        switch (movement) {
            case 0 -> repository.letJobsGoOn(random);
            case 1 -> repository.edit(random);
            case 2 -> repository.runner().run(repository.images.rendered(), selection(random), policy(random));
            default -> repository.pass(Duration.ofDays(3));
        }
        Set<String> before = repository.claimed();
        Set<String> mayBeSent = repository.open();
        int requests = repository.service.requests.size();

        boolean isDone = true;
        try {
            repository.runner().run(repository.images.rendered(), readBack(plan), policy);
        } catch (StalePlanException e) {
            isDone = false;
            assertThat(e.moved()).isNotEmpty();
        }

        if (isDone) {
            assertSubmitted(repository, plan, before, mayBeSent, requests);
        } else {
            assertThat(repository.claimed()).isEqualTo(before);
            assertThat(repository.service.requests).hasSize(requests);
        }
        Statistics.label("plan").collect(isDone ? "carried out" : "refused").coverage(coverage -> {
            coverage.check("carried out").percentage(percent -> percent > 10);
            coverage.check("refused").percentage(percent -> percent > 10);
        });
    }

    /** A run, but none of a saved plan, goes on where it finds out that the job of a lost answer has ended. */
    private static void assertOnlyWhatWasWaitedForIsAdded(Repository repository, SavedPlan plan, Set<String> before) {
        Set<String> added = repository.claimed();
        added.removeAll(before);
        assertThat(added).containsAll(submissions(plan));
        added.removeAll(submissions(plan));
        Set<String> waiting = plan.decisions().stream()
                .filter(decision -> decision.action() == Action.WAIT)
                .map(SavedPlan.Decision::imageId)
                .collect(Collectors.toSet());
        assertThat(added).allSatisfy(key -> assertThat(waiting).contains(key.replaceFirst(" .*$", "")));
    }

    private static void assertSubmitted(
            Repository repository, SavedPlan plan, Set<String> before, Set<String> mayBeSent, int requests) {
        Set<String> claimed = repository.claimed();
        claimed.removeAll(before);
        assertThat(claimed).isEqualTo(submissions(plan));
        Map<String, String> ofRequest = new HashMap<>();
        repository
                .ledger
                .contents()
                .builds()
                .forEach(build -> ofRequest.put(
                        build.order().requestId(),
                        build.imageId() + " " + build.key().fingerprint()));
        List<String> sent = repository.service.requests.subList(requests, repository.service.requests.size()).stream()
                .map(ImageBuilder.Request::requestId)
                .filter(id -> !mayBeSent.contains(id))
                .map(ofRequest::get)
                .sorted()
                .toList();
        assertThat(sent)
                .containsExactlyInAnyOrderElementsOf(claimed.stream()
                        .map(key -> key.replaceFirst(" [0-9]+ [a-z-]+$", ""))
                        .toList());
    }

    @Property(tries = 100)
    void should_write_the_same_bytes_in_every_locale_and_order_of_files(
            @ForAll("history") List<Step> history, @ForAll long seed) {
        Repository repository = new Repository();
        history.forEach(repository::play);
        Random random = new Random(seed);
        ImageSelection selection = selection(random);
        PlanPolicy policy = policy(random);
        String expected = repository.plan(selection, policy).json();
        Locale locale = Locale.getDefault();
        try {
            for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "th-TH-u-nu-thai-ca-buddhist", "de-DE")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                LedgerContents contents = repository.ledger.contents();
                List<PlannedImage> plan = new ImagePlanner(policy)
                        .plan(
                                repository.images.rendered(files -> Collections.shuffle(files, random)),
                                contents,
                                selection,
                                repository.clock.now);
                SavedPlan saved = SavedPlan.of(plan, contents, repository.ledger.service(), selection, policy);

                assertThat(saved.json()).as(tag).isEqualTo(expected);
                assertThat(readBack(saved).json()).as(tag).isEqualTo(expected);
            }
        } finally {
            Locale.setDefault(locale);
        }
        assertThat(expected).doesNotContain("\r");
    }

    private static SavedPlan readBack(SavedPlan plan) {
        Problems problems = new Problems();
        SavedPlan read = SavedPlan.read(SourceFile.of("plan.json", plan.json().getBytes(UTF_8)), problems)
                .orElseThrow(() -> new AssertionError(problems.sorted()));
        assertThat(read).isEqualTo(plan);
        return read;
    }

    @Provide
    Arbitrary<List<Step>> history() {
        return Arbitraries.longs().map(Step::new).list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<Integer> movements() {
        return Arbitraries.integers().between(0, 3);
    }
}
