package dev.imagefactory.pullrequests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.ConsumerFile;
import dev.imagefactory.osob.Proposal;
import dev.imagefactory.osob.Proposal.Review;
import dev.imagefactory.osob.ProposalResult.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class GitHubContractTest extends PullRequestsContract {
    @Override
    FakeService start(BareRepository consumer) {
        return new FakeGitHub(consumer);
    }

    @Override
    int limit() {
        return 65_536;
    }

    @Test
    void should_set_the_labels_and_reviewers_that_an_earlier_run_could_not() {
        Proposal proposal = new Proposal(
                "osob",
                "c1",
                "Update",
                "Why",
                List.of(new ConsumerFile("a.yaml", "image: a_2\n")),
                new Review(List.of("images"), List.of("hubot"), List.of(), false));
        FakeGitHub github = (FakeGitHub) service;
        github.refusing = true;
        for (int run = 0; run < 2; run++) {
            assertThatThrownBy(() -> propose(proposal))
                    .isInstanceOf(ConsumerException.class)
                    .hasMessageContaining("(422: Reviews may only be requested from collaborators)");
        }
        github.refusing = false;

        assertThat(propose(proposal).state()).isEqualTo(State.UPDATED);

        assertThat(only().created.path("labels")).hasToString("[\"images\"]");
        assertThat(only().created.path("reviewers")).hasToString("[\"hubot\"]");
        assertThat(only().description).isEqualTo("Why\n\n<!-- imagefactory content: c1 -->");
        service.writes.clear();
        assertThat(propose(proposal).state()).isEqualTo(State.UNCHANGED);
        assertThat(service.writes).isEmpty();
    }
}
