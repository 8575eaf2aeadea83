package dev.imagefactory.pullrequests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.ConsumerFile;
import dev.imagefactory.osob.Proposal;
import dev.imagefactory.osob.ProposalResult;
import dev.imagefactory.osob.ProposalResult.State;
import dev.imagefactory.pullrequests.BareRepository.Entry;
import dev.imagefactory.pullrequests.FakeService.Fault;
import dev.imagefactory.pullrequests.FakeService.Kept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** Runs, people and accidents in any order: what is proposed, what is left alone, and when nothing is written. */
class ProposalMachineTest {
    private static final String BRANCH = "imagefactory/osob";

    /** What happens next. */
    enum Step {
        RUN,
        RUN_AGAIN,
        WANT_NEXT,
        WANT_AS_IS,
        BASE_MOVES,
        BASE_CHANGES_THE_FILE,
        PERSON_COMMITS,
        PERSON_AMENDS,
        PERSON_DELETES_BRANCH,
        PERSON_CLOSES,
        PERSON_REOPENS,
        PERSON_SQUASHES,
        PERSON_MERGES,
        RUN_DIES_AFTER_PUSH,
        RUN_DIES_AFTER_CREATE
    }

    @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
    void should_hold_with_branches_only(@ForAll("steps") List<Step> steps) throws IOException {
        play(steps, null);
    }

    @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
    void should_hold_with_azure_devops(@ForAll("steps") List<Step> steps) throws IOException {
        play(steps, FakeAzureDevOps::new);
    }

    @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
    void should_hold_with_git_hub(@ForAll("steps") List<Step> steps) throws IOException {
        play(steps, FakeGitHub::new);
    }

    /** Mostly runs, each with about one thing before it. */
    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.frequencyOf(
                        Tuple.of(10, Arbitraries.of(Step.RUN)),
                        Tuple.of(4, Arbitraries.of(Step.WANT_NEXT, Step.WANT_AS_IS)),
                        Tuple.of(12, Arbitraries.of(Step.values())))
                .list()
                .ofMaxSize(25);
    }

    private static void play(List<Step> steps, @Nullable Function<BareRepository, FakeService> start)
            throws IOException {
        Path folder = Files.createTempDirectory("machine-");
        try (BareRepository repository = BareRepository.in(folder.resolve("consumer.git"))) {
            @Nullable FakeService service = start == null ? null : start.apply(repository);
            try {
                Machine machine = new Machine(folder, repository, service);
                steps.forEach(machine::take);
                machine.take(Step.RUN_AGAIN);
            } finally {
                if (service != null) {
                    service.close();
                }
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The world, and what must be true in it. */
    private static final class Machine {
        private final Path folder;
        private final BareRepository repository;
        private final @Nullable FakeService service;
        private final Set<ObjectId> ours = new HashSet<>();
        private final Set<Kept> withdrawn = new HashSet<>();
        private int wanted = 2;
        private int moves;

        Machine(Path folder, BareRepository repository, @Nullable FakeService service) {
            this.folder = folder;
            this.repository = repository;
            this.service = service;
            Map<String, @Nullable Entry> files = new LinkedHashMap<>();
            files.put("a.yaml", new Entry(FileMode.EXECUTABLE_FILE, "image: a_1\r\nrest: 0"));
            files.put("link.yaml", new Entry(FileMode.SYMLINK, "a.yaml"));
            files.put("b/b.json", Entry.utf8("{\"ü\": 1}"));
            repository.commitEntries("main", "start", files);
        }

        void take(Step step) {
            switch (step) {
                case RUN -> run();
                case RUN_AGAIN -> runAgain();
                case WANT_NEXT -> wanted++;
                case WANT_AS_IS -> wanted = Integer.parseInt(text("main").replaceAll("(?s)image: a_(\\d+).*", "$1"));
                case BASE_MOVES -> repository.commit("main", "move", Map.of("README.md", "move " + ++moves));
                case BASE_CHANGES_THE_FILE -> write("main", text("main").replaceFirst("rest: .*", "rest: " + ++moves));
                case PERSON_COMMITS -> onBranch(() -> repository.commit(BRANCH, "mine", Map.of("mine", "" + ++moves)));
                case PERSON_AMENDS -> onBranch(() -> repository.amend(BRANCH, "mine", "" + ++moves));
                case PERSON_DELETES_BRANCH -> onBranch(() -> repository.delete(BRANCH));
                case PERSON_CLOSES -> open().ifPresent(open -> end(open, PullRequest.State.CLOSED));
                case PERSON_REOPENS -> reopen();
                case PERSON_SQUASHES -> merge(() -> repository.squash(BRANCH, "main"));
                case PERSON_MERGES -> {
                    if (repository.head(BRANCH) != null
                            && repository.isIn(repository.headOf("main"), repository.headOf(BRANCH))) {
                        merge(() -> repository.move("main", repository.headOf(BRANCH)));
                    }
                }
                case RUN_DIES_AFTER_PUSH -> runAndDie(Fault.BEFORE);
                case RUN_DIES_AFTER_CREATE -> runAndDie(Fault.AFTER);
            }
        }

        private String text(String branch) {
            return entry(branch).text();
        }

        private Entry entry(String branch) {
            return Optional.ofNullable(repository.filesOf(branch).get("a.yaml")).orElseThrow();
        }

        private void write(String branch, String text) {
            repository.commitEntries(
                    branch, "change", Map.of("a.yaml", new Entry(entry(branch).mode(), text)));
        }

        private void onBranch(Runnable action) {
            if (repository.head(BRANCH) != null) {
                action.run();
            }
        }

        private void merge(Runnable action) {
            if (service == null) {
                onBranch(action);
            } else {
                open().filter(open -> repository.head(BRANCH) != null).ifPresent(open -> {
                    action.run();
                    end(open, PullRequest.State.MERGED);
                });
            }
        }

        private void reopen() {
            last().filter(last -> last.state == PullRequest.State.CLOSED && repository.head(BRANCH) != null)
                    .ifPresent(last -> last.state = PullRequest.State.OPEN);
        }

        private void end(Kept pullRequest, PullRequest.State state) {
            if (service != null) {
                service.end(pullRequest, state);
            }
        }

        private Optional<Kept> open() {
            return last().filter(Kept::isOpen);
        }

        /** The open one, else the one that ended last. */
        private Optional<Kept> last() {
            if (service == null) {
                return Optional.empty();
            }
            service.settle();
            assertThat(service.pullRequests.stream().filter(Kept::isOpen).count())
                    .isLessThanOrEqualTo(1);
            return service.pullRequests.stream()
                    .max(Comparator.comparing(Kept::isOpen).thenComparing(each -> String.valueOf(each.closed)));
        }

        private boolean hasForeignCommit() {
            return beyond().stream().anyMatch(commit -> !ours.contains(commit));
        }

        private List<ObjectId> beyond() {
            @Nullable ObjectId head = repository.head(BRANCH);
            if (head == null) {
                return List.of();
            }
            try (RevWalk walk = new RevWalk(repository.git())) {
                walk.markStart(walk.parseCommit(head));
                walk.markUninteresting(walk.parseCommit(repository.headOf("main")));
                List<ObjectId> commits = new ArrayList<>();
                for (RevCommit commit : walk) {
                    commits.add(commit.copy());
                }
                return commits;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What the rules of the documentation say, by what the test knows of the world. */
        private Set<State> expected() {
            Optional<Kept> last = last();
            boolean merged = last.filter(each -> each.state == PullRequest.State.MERGED)
                    .filter(each -> repository.head(BRANCH) != null
                            && each.commit.equals(repository.headOf(BRANCH).name()))
                    .isPresent();
            if (hasForeignCommit() && !merged) {
                return Set.of(State.TAKEN_OVER);
            }
            boolean open = service == null ? !beyond().isEmpty() : open().isPresent();
            if (wantedText().equals(text("main"))) {
                return Set.of(open ? State.WITHDRAWN : State.UNCHANGED);
            }
            if (open) {
                return Set.of(State.UPDATED, State.UNCHANGED);
            }
            boolean declined = last.filter(each -> each.state == PullRequest.State.CLOSED && !withdrawn.contains(each))
                    .filter(each -> each.description.contains(" content: c" + wanted + " "))
                    .isPresent();
            return Set.of(declined ? State.DECLINED : State.CREATED);
        }

        private String wantedText() {
            return text("main").replaceFirst("image: a_\\d+", "image: a_" + wanted);
        }

        private ProposalResult propose() {
            @Nullable ObjectId before = repository.head(BRANCH);
            try (GitConsumer consumer = GitConsumer.at(
                            folder.resolve("consumer.git").toString())
                    .temporary(folder)
                    .pullRequests(service == null ? PullRequests.none() : service.client())
                    .build()) {
                List<ConsumerFile> changed = consumer.files().stream()
                        .map(file -> new ConsumerFile(
                                file.path(), file.text().replaceFirst("image: a_\\d+", "image: a_" + wanted)))
                        .filter(file -> !consumer.files().contains(file))
                        .toList();
                return consumer.propose(new Proposal(
                        "osob", "c" + wanted, "Update " + wanted, "Text " + wanted, changed, Proposal.Review.NONE));
            } finally {
                @Nullable ObjectId head = repository.head(BRANCH);
                if (head != null && !head.equals(before)) {
                    ours.add(head);
                }
            }
        }

        private ProposalResult run() {
            Set<State> expected = expected();
            @Nullable ObjectId head = repository.head(BRANCH);
            int written = written();
            Optional<Kept> open = open();

            ProposalResult result = propose();

            assertThat(result.state()).isIn(expected);
            if (Set.of(State.TAKEN_OVER, State.DECLINED, State.UNCHANGED).contains(result.state())) {
                assertThat(repository.head(BRANCH)).isEqualTo(head);
                assertThat(written()).isEqualTo(written);
            }
            if (result.state() == State.WITHDRAWN) {
                open.ifPresent(withdrawn::add);
                assertThat(open()).isEmpty();
            }
            if (Set.of(State.CREATED, State.UPDATED).contains(result.state()) || expected.contains(State.UPDATED)) {
                requireProposed();
            }
            return result;
        }

        /** The branch is a commit of the base with what is wanted, and the pull request says so. */
        private void requireProposed() {
            RevCommit commit = repository.newest(BRANCH);
            ObjectId parent = commit.getParent(0);
            assertThat(repository.isIn(parent, repository.headOf("main"))).isTrue();
            Map<String, Entry> files = new TreeMap<>(repository.files(parent.name()));
            assertThat(files.get("a.yaml")).isEqualTo(entry("main"));
            files.put("a.yaml", new Entry(entry("main").mode(), wantedText()));
            assertThat(repository.filesOf(BRANCH)).isEqualTo(files);
            if (service != null) {
                Kept open = open().orElseThrow();
                assertThat(open.title).isEqualTo("Update " + wanted);
                assertThat(open.description)
                        .isEqualTo("Text " + wanted + "\n\n<!-- imagefactory content: c" + wanted + " -->");
            }
        }

        private int written() {
            return service == null ? 0 : service.writes.size();
        }

        private void runAgain() {
            run();
            assertThat(run().state()).isIn(State.UNCHANGED, State.DECLINED, State.TAKEN_OVER);
        }

        private void runAndDie(Fault fault) {
            if (service == null || !expected().equals(Set.of(State.CREATED))) {
                return;
            }
            service.failAtNextCreation(fault);
            assertThatThrownBy(this::propose).isInstanceOf(ConsumerException.class);
        }
    }
}
