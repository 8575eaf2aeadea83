package dev.imagefactory.pullrequests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.ConsumerFile;
import dev.imagefactory.osob.Proposal;
import dev.imagefactory.osob.ProposalResult;
import dev.imagefactory.osob.ProposalResult.State;
import dev.imagefactory.pullrequests.BareRepository.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches, without pull requests, against git's own server. */
class GitConsumerTest {
    private static final String BRANCH = "imagefactory/osob";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-27T06:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private BareRepository repository;
    private GitServer server;

    @BeforeEach
    void serve() throws IOException {
        Files.createDirectory(folder.resolve("temporary"));
        repository = BareRepository.in(folder.resolve("consumer.git"));
        server = GitServer.of(folder);
        repository.commit("main", "start", Map.of("queues/windows.yaml", "image: a_1\n", "README.md", "read me\n"));
    }

    @AfterEach
    void stop() {
        server.close();
        repository.close();
    }

    private GitConsumer consumer() {
        return with(builder -> builder);
    }

    private GitConsumer with(Function<GitConsumerBuilder, GitConsumerBuilder> settings) {
        return settings.apply(GitConsumer.at(server.address("consumer.git"))
                        .temporary(folder.resolve("temporary"))
                        .clock(CLOCK))
                .build();
    }

    private static Proposal proposal(String content, Map<String, String> files) {
        return new Proposal(
                "osob",
                content,
                "Update " + content,
                "Text of " + content,
                files.entrySet().stream()
                        .map(file -> new ConsumerFile(file.getKey(), file.getValue()))
                        .toList(),
                Proposal.Review.NONE);
    }

    private ProposalResult propose(String content, Map<String, String> files) {
        try (GitConsumer consumer = consumer()) {
            return consumer.propose(proposal(content, files));
        }
    }

    @Test
    void should_read_documents_of_the_default_branch_only() {
        Map<String, @Nullable Entry> files = new LinkedHashMap<>();
        files.put("a.yml", Entry.utf8("\uFEFFgrüße: 1\r\n"));
        files.put("größe/b.JSON", Entry.utf8("{}"));
        files.put("link.yaml", new Entry(FileMode.SYMLINK, "a.yml"));
        files.put("module.yaml", new Entry(FileMode.GITLINK, "1".repeat(40)));
        files.put("latin.yaml", Entry.of("gr\u00fc\u00dfe"));
        repository.commitEntries("main", "more", files);
        repository.commit("other", "other", Map.of("c.yaml", "c: 1\n"));

        try (GitConsumer consumer = consumer()) {
            assertThat(consumer.files())
                    .containsExactly(
                            new ConsumerFile("a.yml", "\uFEFFgrüße: 1\r\n"),
                            new ConsumerFile("größe/b.JSON", "{}"),
                            new ConsumerFile("queues/windows.yaml", "image: a_1\n"));
            assertThat(consumer.unreadable()).containsExactly("latin.yaml is not UTF-8");
        }
        try (GitConsumer consumer = with(builder -> builder.base("other"))) {
            assertThat(consumer.files()).containsExactly(new ConsumerFile("c.yaml", "c: 1\n"));
        }
    }

    @Test
    void should_guess_the_default_branch_where_the_server_does_not_name_it() throws IOException {
        RefUpdate head = repository.git().updateRef("HEAD", true);
        head.setNewObjectId(repository.headOf("main"));
        head.forceUpdate();
        repository.move("other", repository.headOf("main"));

        try (GitConsumer consumer = consumer()) {
            assertThat(consumer.files()).hasSize(1);
        }
        repository.commit("main", "step", Map.of("x.yaml", "x: 1"));
        try (GitConsumer consumer = consumer()) {
            assertThat(consumer.files()).hasSize(1);
        }
        repository.move("another", repository.headOf("other"));
        try (GitConsumer consumer = consumer()) {
            assertThatThrownBy(consumer::files)
                    .hasMessageEndingWith(" does not say which branch is its default; name the base branch");
        }
    }

    @Test
    void should_push_one_commit_on_the_base_that_says_what_it_is() {
        ProposalResult result = propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));

        assertThat(result).isEqualTo(new ProposalResult(State.CREATED, BRANCH, ""));
        RevCommit commit = repository.newest(BRANCH);
        assertThat(commit.getParents()).containsExactly(repository.newest("main"));
        assertThat(commit.getFullMessage()).matches("""
                        Update c1

                        Text of c1

                        Imagefactory-Key: osob
                        Imagefactory-Content: c1
                        Imagefactory-Changes: [0-9a-f]{64}
                        """);
        assertThat(commit.getAuthorIdent().getName()).isEqualTo("imagefactory");
        assertThat(commit.getCommitTime()).isEqualTo((int) CLOCK.instant().getEpochSecond());
        assertThat(repository.filesOf(BRANCH))
                .isEqualTo(Map.of("queues/windows.yaml", Entry.of("image: a_2\n"), "README.md", Entry.of("read me\n")));
    }

    @Test
    void should_keep_every_byte_and_mode() {
        Map<String, @Nullable Entry> files = new LinkedHashMap<>();
        files.put("crlf.yaml", Entry.of("a: 1\r\nb: 2\r\n"));
        files.put("run.yaml", new Entry(FileMode.EXECUTABLE_FILE, "x: 1"));
        files.put("link.yaml", new Entry(FileMode.SYMLINK, "crlf.yaml"));
        files.put("module", new Entry(FileMode.GITLINK, "1".repeat(40)));
        files.put("größe/ü.yaml", Entry.utf8("ü: 1"));
        files.put("binary", Entry.of("\u0000\u00ff\r\n"));
        files.put(".gitattributes", Entry.of("* text=auto eol=lf\n"));
        repository.commitEntries("main", "more", files);
        Map<String, Entry> expected = repository.filesOf("main");

        propose(
                "c1",
                Map.of(
                        "crlf.yaml",
                        "a: 3\r\nb: 2\r\n",
                        "run.yaml",
                        "x: 2",
                        "größe/ü.yaml",
                        "ü: 2",
                        "neu/x.json",
                        "{}"));

        expected.put("crlf.yaml", Entry.of("a: 3\r\nb: 2\r\n"));
        expected.put("run.yaml", new Entry(FileMode.EXECUTABLE_FILE, "x: 2"));
        expected.put("größe/ü.yaml", Entry.utf8("ü: 2"));
        expected.put("neu/x.json", Entry.of("{}"));
        assertThat(repository.filesOf(BRANCH)).isEqualTo(expected);
    }

    @Test
    void should_write_nothing_where_the_branch_has_the_changes_already() {
        propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));
        RevCommit before = repository.newest(BRANCH);
        repository.commit("main", "step", Map.of("README.md", "read more\n"));
        server.requests().clear();

        ProposalResult result = propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));

        assertThat(result).isEqualTo(new ProposalResult(State.UNCHANGED, BRANCH, ""));
        assertThat(repository.newest(BRANCH)).isEqualTo(before);
        assertThat(server.requests()).noneMatch(request -> request.contains("git-receive-pack"));
    }

    @Test
    void should_know_its_branch_however_far_the_base_has_moved() {
        propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));
        for (int commits : List.of(1, 110, 2_000)) {
            repository.age("main", commits);

            assertThat(propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"))
                            .state())
                    .isEqualTo(State.UNCHANGED);
        }
        repository.move("main", repository.headOf(BRANCH));
        repository.age("main", 150);

        assertThat(propose("c1", Map.of()).state()).isEqualTo(State.UNCHANGED);
        assertThat(propose("c2", Map.of("queues/windows.yaml", "image: a_3\n")).state())
                .isEqualTo(State.CREATED);
    }

    @Test
    void should_leave_alone_a_branch_that_has_nothing_to_do_with_the_base() {
        repository.age("main", 200);
        String theirs = repository.commit(BRANCH, "other", Map.of("x.yaml", "x: 1"));

        assertThat(propose("c1", Map.of("queues/windows.yaml", "image: a_2\n")).state())
                .isEqualTo(State.TAKEN_OVER);
        assertThat(repository.headOf(BRANCH).name()).isEqualTo(theirs);
    }

    @Test
    void should_replace_its_own_commit_by_one_on_the_present_base() {
        propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));
        repository.commit("main", "step", Map.of("README.md", "read more\n"));

        ProposalResult result = propose("c2", Map.of("queues/windows.yaml", "image: a_3\n"));

        assertThat(result.state()).isEqualTo(State.UPDATED);
        assertThat(repository.newest(BRANCH).getParents()).containsExactly(repository.newest("main"));
        assertThat(repository.filesOf(BRANCH))
                .isEqualTo(
                        Map.of("queues/windows.yaml", Entry.of("image: a_3\n"), "README.md", Entry.of("read more\n")));
    }

    @Test
    void should_move_along_where_the_base_changed_the_same_file() {
        propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));
        repository.commit("main", "step", Map.of("queues/windows.yaml", "image: a_1 # why\n"));

        propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));

        assertThat(repository.newest(BRANCH).getParents()).containsExactly(repository.newest("main"));
    }

    @Test
    void should_stand_on_the_base_that_was_read() {
        String read = repository.headOf("main").name();
        try (GitConsumer consumer = consumer()) {
            consumer.files();
            repository.commit("main", "meanwhile", Map.of("queues/windows.yaml", "image: a_1 # meanwhile\n"));

            consumer.propose(proposal("c1", Map.of("queues/windows.yaml", "image: a_2\n")));
        }

        assertThat(repository.newest(BRANCH).getParent(0).name()).isEqualTo(read);
    }

    @Test
    void should_leave_alone_what_a_person_committed() {
        propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));
        String theirs = repository.commit(BRANCH, "mine\n\nreally", Map.of("README.md", "mine"));

        ProposalResult result = propose("c2", Map.of("queues/windows.yaml", "image: a_3\n"));

        assertThat(result)
                .isEqualTo(new ProposalResult(
                        State.TAKEN_OVER,
                        BRANCH,
                        "Jane <jane@example.com> has committed " + theirs.substring(0, 10) + " (mine) to " + BRANCH
                                + "; merge it, or delete the branch to have it made anew"));
        assertThat(repository.headOf(BRANCH).name()).isEqualTo(theirs);
    }

    @Test
    void should_notice_an_amendment_under_our_name() {
        propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));
        repository.amend(BRANCH, "README.md", "more", repository.newest(BRANCH).getCommitterIdent());

        assertThat(propose("c2", Map.of("queues/windows.yaml", "image: a_3\n")).state())
                .isEqualTo(State.TAKEN_OVER);
    }

    @Test
    void should_leave_alone_what_a_person_amended() {
        propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));
        String amended = repository.amend(BRANCH, "queues/windows.yaml", "image: a_2 # mine\n");

        ProposalResult result = propose("c2", Map.of("queues/windows.yaml", "image: a_3\n"));

        assertThat(result.state()).isEqualTo(State.TAKEN_OVER);
        assertThat(result.detail()).startsWith("Jane <jane@example.com> has committed ");
        assertThat(propose("c2", Map.of()).state()).isEqualTo(State.TAKEN_OVER);
        assertThat(repository.headOf(BRANCH).name()).isEqualTo(amended);
    }

    @Test
    void should_take_a_branch_whose_commits_are_all_merged_for_absent() {
        propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));
        repository.commit(BRANCH, "mine", Map.of("README.md", "mine"));
        repository.move("main", repository.headOf(BRANCH));

        assertThat(propose("c1", Map.of()).state()).isEqualTo(State.UNCHANGED);
        assertThat(propose("c2", Map.of("queues/windows.yaml", "image: a_3\n")).state())
                .isEqualTo(State.CREATED);
        assertThat(repository.newest(BRANCH).getParents()).containsExactly(repository.newest("main"));
    }

    @Test
    void should_delete_its_own_branch_when_nothing_is_left_to_change() {
        propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));

        assertThat(propose("c2", Map.of("queues/windows.yaml", "image: a_1\n")).state())
                .isEqualTo(State.WITHDRAWN);
        assertThat(repository.head(BRANCH)).isNull();
        assertThat(propose("c2", Map.of()).state()).isEqualTo(State.UNCHANGED);
    }

    @Test
    void should_never_overwrite_who_was_faster() {
        propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));
        PullRequests slow = new Interrupted(() -> repository.commit(BRANCH, "mine", Map.of("README.md", "mine")));

        try (GitConsumer consumer = with(builder -> builder.pullRequests(slow))) {
            assertThat(consumer.propose(proposal("c2", Map.of("queues/windows.yaml", "image: a_3\n")))
                            .state())
                    .isEqualTo(State.TAKEN_OVER);
        }
        assertThat(repository.newest(BRANCH).getShortMessage()).isEqualTo("mine");
    }

    /** Somebody else acts between our look at the branch and our push. */
    private static final class Interrupted implements PullRequests {
        private final PullRequests branches = PullRequests.none();
        private final Runnable meanwhile;
        private boolean done;

        Interrupted(Runnable meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        public Optional<PullRequest> latest(String branch, @Nullable String head) {
            if (!done) {
                done = true;
                meanwhile.run();
            }
            return branches.latest(branch, head);
        }

        @Override
        public PullRequest create(String branch, String target, PullRequestText text, Proposal.Review review) {
            return branches.create(branch, target, text, review);
        }

        @Override
        public boolean update(PullRequest pullRequest, PullRequestText text, Proposal.Review review) {
            return branches.update(pullRequest, text, review);
        }

        @Override
        public void withdraw(PullRequest pullRequest, String reason) {
            branches.withdraw(pullRequest, reason);
        }
    }

    @Test
    void should_refuse_to_write_through_links_and_folders() {
        repository.commitEntries("main", "more", Map.of("link.yaml", new Entry(FileMode.SYMLINK, "README.md")));

        for (String path : List.of("link.yaml", "queues", "README.md/x.yaml", "link.yaml/x")) {
            assertThatThrownBy(() -> propose("c1", Map.of(path, "x")))
                    .isInstanceOf(ConsumerException.class)
                    .hasMessageStartingWith(path + " cannot be written: there is a folder, a link or a submodule");
        }
        assertThatThrownBy(() -> propose("c1", Map.of("../x.yaml", "x"))).isInstanceOf(ConsumerException.class);
    }

    @Test
    void should_show_credentials_in_the_header_and_say_when_they_are_wrong() {
        server.require("Basic OnMzY3JldA==");

        try (GitConsumer consumer = with(builder -> builder.credentials(GitCredentials.basic("", () -> "s3cret")))) {
            assertThat(consumer.propose(proposal("c1", Map.of("queues/windows.yaml", "image: a_2\n")))
                            .state())
                    .isEqualTo(State.CREATED);
        }
        for (GitCredentials wrong : List.of(GitCredentials.NONE, GitCredentials.bearer(() -> "s3cret"))) {
            try (GitConsumer consumer = with(builder -> builder.credentials(wrong))) {
                assertThatThrownBy(consumer::reach).isInstanceOf(ConsumerException.class);
                assertThatThrownBy(consumer::files)
                        .isInstanceOf(ConsumerException.class)
                        .hasMessageContaining("; the credentials are missing, wrong or out of date")
                        .satisfies(e -> assertThat(traceOf(e)).doesNotContain("s3cret"));
            }
        }
    }

    private static String traceOf(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    @Test
    void should_say_what_is_missing() {
        try (GitConsumer consumer = with(builder -> builder.base("gone"))) {
            assertThatThrownBy(consumer::reach).hasMessageEndingWith(" has no branch 'gone'; name the base branch");
            assertThatThrownBy(consumer::files)
                    .hasMessage(server.address("consumer.git") + " has no branch 'gone'; name the base branch");
        }
        try (GitConsumer consumer =
                GitConsumer.at(server.address("nothing.git")).build()) {
            assertThatThrownBy(consumer::files)
                    .isInstanceOf(ConsumerException.class)
                    .hasMessageEndingWith("; check the address, and that the credentials may read it");
        }
    }

    @Test
    void should_read_and_push_by_path() {
        for (String address : List.of(
                folder.resolve("consumer.git").toString(),
                folder.resolve("consumer.git").toUri().toString())) {
            try (GitConsumer consumer = GitConsumer.at(address).build()) {
                assertThat(consumer.propose(proposal("c1", Map.of("queues/windows.yaml", "image: " + address)))
                                .state())
                        .isIn(State.CREATED, State.UPDATED);
            }
        }
        assertThat(repository.newest(BRANCH).getParents()).containsExactly(repository.newest("main"));
    }

    @Test
    void should_leave_no_clone_behind() throws IOException {
        propose("c1", Map.of("queues/windows.yaml", "image: a_2\n"));

        try (Stream<Path> left = Files.list(folder.resolve("temporary"))) {
            assertThat(left).isEmpty();
        }
    }
}
