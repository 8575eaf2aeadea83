package dev.imagefactory.pullrequests;

import dev.imagefactory.osob.Proposal.Review;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No service: branches are looked at, and merged or deleted, by whatever means people have. */
final class BranchesOnly implements PullRequests {
    @Override
    public Optional<PullRequest> latest(String branch, @Nullable String head) {
        return Optional.ofNullable(head)
                .map(commit -> new PullRequest("", PullRequest.State.OPEN, branch, "", "", "", commit));
    }

    @Override
    public PullRequest create(String branch, String target, PullRequestText text, Review review) {
        return new PullRequest("", PullRequest.State.OPEN, branch, target, text.title(), text.body(), "");
    }

    @Override
    public boolean update(PullRequest pullRequest, PullRequestText text, Review review) {
        return false;
    }

    @Override
    public void withdraw(PullRequest pullRequest, String reason) {}
}
