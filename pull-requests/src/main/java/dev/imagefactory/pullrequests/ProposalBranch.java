package dev.imagefactory.pullrequests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * What the branch of a proposal holds beyond the base.
 *
 * @param head where it is; zero where there is no branch
 * @param beyond its commits that are not in the base, newest first
 */
record ProposalBranch(ObjectId head, List<Commit> beyond) {
    /** Most bases have moved by fewer commits since the branch was made; a remote may be large. */
    private static final int[] DEPTHS = {2, 100, 2000, Constants.INFINITE_DEPTH};

    ProposalBranch {
        beyond = List.copyOf(beyond);
    }

    /**
     * A commit that is not in the base.
     *
     * @param person whom to ask
     * @param ours what it changes where it is ours; empty where a person made or changed it
     * @param content what it proposes, if it says so
     */
    record Commit(
            ObjectId id, PersonIdent person, String subject, Optional<List<Change>> ours, Optional<String> content) {}

    static ProposalBranch read(GitRemote remote, String branch, String base, OwnCommit own) throws IOException {
        if (remote.head(branch).equals(ObjectId.zeroId())) {
            return new ProposalBranch(ObjectId.zeroId(), List.of());
        }
        for (int depth : DEPTHS) {
            // Deepening a shallow clone may leave trees out that the other side takes for known.
            try (GitRemote fresh = remote.fresh()) {
                List<ObjectId> heads = fresh.fetch(depth, branch, base);
                @Nullable List<Commit> beyond = beyond(fresh.repository(), heads.get(0), heads.get(1), own);
                if (beyond != null) {
                    return new ProposalBranch(heads.get(0), beyond);
                }
            }
        }
        throw new IllegalStateException("all of the history of " + branch + " is known and still cut short");
    }

    /** The commits of a branch that are not in the base; null where more of the history must be known to say. */
    private static @Nullable List<Commit> beyond(Repository repository, ObjectId head, ObjectId base, OwnCommit own)
            throws IOException {
        Set<ObjectId> cut = repository.getObjectDatabase().getShallowCommits();
        try (RevWalk walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(head));
            walk.markUninteresting(walk.parseCommit(base));
            List<Commit> beyond = new ArrayList<>();
            for (RevCommit commit : walk) {
                // A parent that is cut off may lie in the base; so may this commit, in the part of it that is cut off.
                if (!cut.isEmpty() && commit.getParentCount() == 0) {
                    return null;
                }
                walk.parseBody(commit);
                beyond.add(new Commit(
                        commit.copy(),
                        own.personOf(commit),
                        commit.getShortMessage(),
                        own.changes(commit, repository),
                        OwnCommit.content(commit)));
            }
            return beyond;
        }
    }

    /** The newest commit that somebody else made, or that somebody changed. */
    Optional<Commit> foreign() {
        return beyond.stream().filter(commit -> commit.ours().isEmpty()).findFirst();
    }

    /** Whether it is the base, of whatever day, with one commit of ours that makes exactly these changes. */
    boolean holds(List<Change> changes) {
        return beyond.size() == 1 && beyond.get(0).ours().equals(Optional.of(changes));
    }

    /** The head, where there is something beyond the base. */
    @Nullable
    String unmergedHead() {
        return beyond.isEmpty() ? null : head.name();
    }
}
