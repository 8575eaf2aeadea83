package dev.imagefactory.pullrequests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.ConsumerFile;
import dev.imagefactory.osob.Proposal;
import dev.imagefactory.osob.Proposal.Review;
import dev.imagefactory.osob.ProposalResult;
import dev.imagefactory.osob.ProposalResult.State;
import dev.imagefactory.pullrequests.FakeService.Kept;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every service of pull requests, together with the branches of {@link GitConsumer}. */
abstract class PullRequestsContract {
    private static final String BRANCH = "imagefactory/osob";

    @TempDir
    Path folder;

    private BareRepository repository;
    FakeService service;

    abstract FakeService start(BareRepository consumer);

    /** The longest description. */
    abstract int limit();

    @BeforeEach
    void serve() {
        repository = BareRepository.in(folder.resolve("consumer.git"));
        repository.commit("main", "start", Map.of("a.yaml", "image: a_1\n"));
        service = start(repository);
    }

    @AfterEach
    void stop() {
        service.close();
        repository.close();
    }

    ProposalResult propose(Proposal proposal) {
        try (GitConsumer consumer = GitConsumer.at(
                        folder.resolve("consumer.git").toString())
                .pullRequests(service.client())
                .build()) {
            return consumer.propose(proposal);
        }
    }

    private static Proposal proposal(String content, String text, String... images) {
        return new Proposal(
                "osob",
                content,
                "Update of " + content,
                text,
                images.length == 0 ? List.of() : List.of(new ConsumerFile("a.yaml", "image: " + images[0] + "\n")),
                Review.NONE);
    }

    Kept only() {
        assertThat(service.pullRequests).hasSize(1);
        return service.pullRequests.get(0);
    }

    @Test
    void should_look_without_bringing_anything() {
        try (GitConsumer consumer = GitConsumer.at(
                        folder.resolve("consumer.git").toString())
                .pullRequests(service.client())
                .build()) {
            assertThat(consumer.reach()).isEqualTo("main");
        }
        assertThat(service.pullRequests).isEmpty();
    }

    @Test
    void should_open_a_pull_request_once() {
        ProposalResult first = propose(proposal("c1", "Why", "a_2"));

        assertThat(first.state()).isEqualTo(State.CREATED);
        assertThat(first.place()).startsWith(service.root()).endsWith("/1");
        assertThat(only().title).isEqualTo("Update of c1");
        assertThat(only().description).isEqualTo("Why\n\n<!-- imagefactory content: c1 -->");
        assertThat(only().target).isEqualTo("main");

        service.writes.clear();
        assertThat(propose(proposal("c1", "Why", "a_2")))
                .isEqualTo(new ProposalResult(State.UNCHANGED, first.place(), ""));
        assertThat(service.writes).isEmpty();
    }

    @Test
    void should_not_mind_other_line_ends() {
        propose(proposal("c1", "Why\nand how", "a_2"));
        only().description = only().description.replace("\n", "\r\n") + "\n";
        service.writes.clear();

        assertThat(propose(proposal("c1", "Why\nand how", "a_2")).state()).isEqualTo(State.UNCHANGED);
        assertThat(service.writes).isEmpty();
    }

    @Test
    void should_update_the_text_alone() {
        propose(proposal("c1", "Why", "a_2"));
        var head = repository.headOf(BRANCH);

        assertThat(propose(proposal("c1", "Why not", "a_2")).state()).isEqualTo(State.UPDATED);

        assertThat(only().description).startsWith("Why not\n");
        assertThat(repository.headOf(BRANCH)).isEqualTo(head);
    }

    @Test
    void should_put_a_long_text_into_one_comment() {
        String text = "| a row | of a table 😀 |\n".repeat(limit() / 20);
        propose(proposal("c1", text, "a_2"));

        assertThat(only().description)
                .hasSizeLessThanOrEqualTo(limit())
                .hasSizeGreaterThan(limit() - 200)
                .endsWith("|\n\n**The text goes on: all of it is in a comment below.**\n\n"
                        + "<!-- imagefactory content: c1 -->");
        assertThat(only().comments).hasSize(1);
        service.writes.clear();
        assertThat(propose(proposal("c1", text, "a_2")).state()).isEqualTo(State.UNCHANGED);
        assertThat(service.writes).isEmpty();

        assertThat(propose(proposal("c1", text.replaceFirst("a row", "one row"), "a_2"))
                        .state())
                .isEqualTo(State.UPDATED);
        assertThat(only().comments).hasSize(1);
        assertThat(only().comments.get(0).text).startsWith("<!-- imagefactory text -->\n\n| one row | of");
    }

    @Test
    void should_not_repeat_what_people_declined_until_it_changes() {
        propose(proposal("c1", "Why", "a_2"));
        service.end(only(), PullRequest.State.CLOSED);
        service.writes.clear();

        assertThat(propose(proposal("c1", "Why so", "a_2")).state()).isEqualTo(State.DECLINED);
        repository.delete(BRANCH);
        assertThat(propose(proposal("c1", "Why", "a_2")).place()).endsWith("/1");
        assertThat(service.writes).isEmpty();
        assertThat(repository.head(BRANCH)).isNull();

        assertThat(propose(proposal("c2", "Why", "a_3")).place()).endsWith("/2");
    }

    @Test
    void should_know_a_declined_content_by_the_commit_where_its_description_was_edited() {
        propose(proposal("c1", "Why", "a_2"));
        only().description = "No, thanks.";
        service.end(only(), PullRequest.State.CLOSED);

        assertThat(propose(proposal("c1", "Why", "a_2")).state()).isEqualTo(State.DECLINED);
        assertThat(propose(proposal("c2", "Why", "a_2")).state()).isEqualTo(State.CREATED);
    }

    @Test
    void should_withdraw_what_has_nothing_left_to_change_and_propose_it_again() {
        propose(proposal("c1", "Why", "a_2"));

        assertThat(propose(proposal("c2", "Why")).state()).isEqualTo(State.WITHDRAWN);
        assertThat(only().state).isEqualTo(PullRequest.State.CLOSED);
        assertThat(only().comments)
                .extracting(each -> each.text)
                .containsExactly("Nothing is left to change, so this is closed.");
        assertThat(repository.head(BRANCH)).isNull();
        assertThat(propose(proposal("c2", "Why")).state()).isEqualTo(State.UNCHANGED);

        assertThat(propose(proposal("c1", "Why", "a_2")).state()).isEqualTo(State.CREATED);
    }

    @Test
    void should_open_what_a_run_that_died_had_only_pushed_or_not_heard_of() {
        service.failAtNextCreation(FakeService.Fault.BEFORE);
        assertThatThrownBy(() -> propose(proposal("c1", "Why", "a_2")))
                .isInstanceOf(ConsumerException.class)
                .hasMessageContaining("cannot create a pull request for " + BRANCH + " (500")
                .hasMessageContaining("crashed before");
        service.failAtNextCreation(FakeService.Fault.AFTER);
        assertThatThrownBy(() -> propose(proposal("c1", "Why", "a_2"))).isInstanceOf(ConsumerException.class);

        assertThat(propose(proposal("c1", "Why", "a_2")).state()).isEqualTo(State.UNCHANGED);
        assertThat(only().isOpen()).isTrue();
    }

    @Test
    void should_make_a_branch_anew_that_was_squashed_with_the_commits_of_people() {
        propose(proposal("c1", "Why", "a_2"));
        repository.commit(BRANCH, "mine", Map.of("b.yaml", "b: 1"));
        repository.squash(BRANCH, "main");
        service.end(only(), PullRequest.State.MERGED);

        assertThat(propose(proposal("c2", "Why", "a_3")).place()).endsWith("/2");
        assertThat(repository.newest(BRANCH).getParents()).containsExactly(repository.newest("main"));
    }

    @Test
    void should_not_overwrite_what_a_person_adds_after_the_merge() {
        propose(proposal("c1", "Why", "a_2"));
        repository.squash(BRANCH, "main");
        service.end(only(), PullRequest.State.MERGED);
        repository.commit(BRANCH, "mine", Map.of("b.yaml", "b: 1"));

        assertThat(propose(proposal("c2", "Why", "a_3")).state()).isEqualTo(State.TAKEN_OVER);
    }

    @Test
    void should_stop_where_the_pull_request_goes_elsewhere() {
        propose(proposal("c1", "Why", "a_2"));
        repository.move("next", repository.headOf("main"));

        try (GitConsumer consumer = GitConsumer.at(
                        folder.resolve("consumer.git").toString())
                .base("next")
                .pullRequests(service.client())
                .build()) {
            assertThatThrownBy(() -> consumer.propose(proposal("c1", "Why", "a_2")))
                    .hasMessageEndingWith(
                            "/1 goes to the branch main, not to next; retarget or close it, or name the other base");
        }
    }
}
