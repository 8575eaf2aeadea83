package dev.imagefactory.pullrequests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** What became of one path between two trees. */
record Change(String path, FileMode modeBefore, ObjectId before, FileMode modeAfter, ObjectId after) {
    /** What a commit changes against its only parent. */
    static List<Change> by(RevCommit commit, Repository repository) throws IOException {
        return between(repository, repository.parseCommit(commit.getParent(0)).getTree(), commit.getTree());
    }

    /** All differences, by path; two spellings of the same mode are none. */
    static List<Change> between(Repository repository, AnyObjectId before, AnyObjectId after) throws IOException {
        List<Change> changes = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            walk.addTree(before);
            walk.addTree(after);
            while (walk.next()) {
                Change change = new Change(
                        walk.getPathString(),
                        walk.getFileMode(0),
                        walk.getObjectId(0),
                        walk.getFileMode(1),
                        walk.getObjectId(1));
                if (!change.modeBefore.equals(change.modeAfter) || !change.before.equals(change.after)) {
                    changes.add(change);
                }
            }
        }
        return changes;
    }
}
