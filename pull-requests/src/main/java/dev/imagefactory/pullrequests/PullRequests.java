package dev.imagefactory.pullrequests;

import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.Proposal.Review;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where people review branches of one repository.
 *
 * <p>All methods throw {@link ConsumerException} where the service does not do as asked.
 */
public interface PullRequests {
    /**
     * The open pull request from a branch, whatever it goes to; where there is none, the one that ended last.
     *
     * @param branch of this very repository, not of a fork
     * @param head of the branch; null where there is no branch, or all of it is merged
     */
    Optional<PullRequest> latest(String branch, @Nullable String head);

    /** Opens a pull request from a branch that has none open. */
    PullRequest create(String branch, String target, PullRequestText text, Review review);

    /**
     * Makes an open pull request say this.
     *
     * @param review what a pull request has from its creation on; set where the run that created it could not
     * @return whether it said anything else, or lacked something; where not, nothing is written
     */
    boolean update(PullRequest pullRequest, PullRequestText text, Review review);

    /**
     * Closes an open pull request that has no more to say, so that it does not count as declined by people.
     *
     * @param reason a sentence for those who look at it
     */
    void withdraw(PullRequest pullRequest, String reason);

    /** No service: a branch is all there is, and one that exists counts as open. */
    static PullRequests none() {
        return new BranchesOnly();
    }
}
