package dev.imagefactory.pullrequests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
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
record ProposalBranch(ObjectId head, List<RevCommit> beyond) {
    /** Most bases have moved by fewer commits since the branch was made; a remote may be large. */
    private static final int[] DEPTHS = {2, 100, 2000, Constants.INFINITE_DEPTH};

    ProposalBranch {
        beyond = List.copyOf(beyond);
    }

    static ProposalBranch read(GitRemote remote, String branch, String base) throws IOException {
        if (remote.head(branch).equals(ObjectId.zeroId())) {
            return new ProposalBranch(ObjectId.zeroId(), List.of());
        }
        for (int depth : DEPTHS) {
            List<ObjectId> heads = remote.fetch(depth, branch, base);
            @Nullable List<RevCommit> beyond = beyond(remote.repository(), heads.get(0), heads.get(1));
            if (beyond != null) {
                return new ProposalBranch(heads.get(0), beyond);
            }
        }
        throw new IllegalStateException("all of the history of " + branch + " is known and still cut short");
    }

    /** The commits of a branch that are not in the base; null where more of the history must be known to say. */
    private static @Nullable List<RevCommit> beyond(Repository repository, ObjectId head, ObjectId base)
            throws IOException {
        Set<ObjectId> cut = repository.getObjectDatabase().getShallowCommits();
        try (RevWalk walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(head));
            walk.markUninteresting(walk.parseCommit(base));
            List<RevCommit> beyond = new ArrayList<>();
            for (RevCommit commit : walk) {
                // A parent that is cut off may lie in the base; so may this commit, in the part of it that is cut off.
                if (!cut.isEmpty() && commit.getParentCount() == 0) {
                    return null;
                }
                walk.parseBody(commit);
                beyond.add(commit);
            }
            return beyond;
        }
    }

    /** The newest commit that somebody else made, or that somebody changed. */
    @Nullable
    RevCommit foreign(Repository repository, OwnCommit own) throws IOException {
        for (RevCommit commit : beyond) {
            if (!own.wrote(commit, repository)) {
                return commit;
            }
        }
        return null;
    }

    /** Whether it is the base, of whatever day, with one commit of exactly these changes. */
    boolean holds(List<Change> changes, Repository repository) throws IOException {
        return beyond.size() == 1 && Change.by(beyond.get(0), repository).equals(changes);
    }

    /** The head, where there is something beyond the base. */
    @Nullable
    String unmergedHead() {
        return beyond.isEmpty() ? null : head.name();
    }
}
