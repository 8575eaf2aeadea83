package dev.imagefactory.pullrequests;

import java.util.Optional;

/**
 * A pull request as a service has it.
 *
 * @param id as the service numbers it
 * @param state whether it is open, and if not, how it ended
 * @param place where people see it: its address, or the branch
 * @param target the branch that it goes to
 * @param title one line
 * @param description all of it
 * @param commit the head of the branch when the service last looked; empty where it does not say
 */
public record PullRequest(
        String id, State state, String place, String target, String title, String description, String commit) {
    /** Whether a pull request is open, and if not, how it ended. */
    public enum State {
        OPEN,
        MERGED,
        /** Abandoned, or closed without a merge. */
        CLOSED
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether people merged this very commit. */
    boolean hasMerged(String head) {
        return state == State.MERGED && commit.equals(head);
    }

    /**
     * Whether people turned down a content.
     *
     * @param onBranch what the commit says that the branch is at; counts where the description was edited so that it
     *     says nothing, and the pull request was at that commit
     */
    boolean declines(String content, Optional<String> onBranch) {
        return state == State.CLOSED
                && PullRequestText.contentOf(description)
                        .or(() -> PullRequestText.isWithdrawn(description) ? Optional.empty() : onBranch)
                        .filter(content::equals)
                        .isPresent();
    }
}
