package dev.imagefactory.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The history of the git repository whose work tree holds a folder. It reads what the clone has and asks no remote.
 *
 * <p>Only what lies in the repository counts: neither the environment nor the settings of user and system are read. Not
 * safe for concurrent use.
 */
public final class GitHistory implements AutoCloseable {
    private static final String WHAT_TO_GIVE = "give a branch, a tag, a hash, or such as HEAD~1";

    private final Repository repository;
    private final Path workTree;

    private GitHistory(Repository repository, Path workTree) {
        this.repository = repository;
        this.workTree = workTree;
    }

    /**
     * Opens the repository that holds a path, which itself need not exist; a linked work tree is one too.
     *
     * @throws GitHistoryException where there is none, or it cannot be read
     */
    public static GitHistory open(Path within) {
        RepositoryOnlyReader.install();
        Path absolute = within.toAbsolutePath().normalize();
        Path workTree = workTreeOf(absolute)
                .or(() -> workTreeOf(withoutLinks(absolute)))
                .orElseThrow(() -> new GitHistoryException("no git repository holds " + absolute
                        + "; run this in a clone of the repository of the definitions"));
        try {
            FileRepositoryBuilder builder = new FileRepositoryBuilder();
            builder.setWorkTree(workTree.toFile());
            builder.setMustExist(true);
            return new GitHistory(builder.build(), workTree);
        } catch (IOException | IllegalArgumentException e) {
            throw new GitHistoryException(
                    "the git repository of " + workTree + " cannot be opened (" + e.getMessage()
                            + "); check it with git status",
                    e);
        }
    }

    private static Optional<Path> workTreeOf(Path path) {
        for (@Nullable Path folder = path; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /** The path with the links of its existing part followed. */
    private static Path withoutLinks(Path absolute) {
        @Nullable Path existing = absolute;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            return absolute;
        }
        try {
            return existing.toRealPath().resolve(existing.relativize(absolute).toString());
        } catch (IOException e) {
            return absolute;
        }
    }

    /**
     * The files as they stood at a commit.
     *
     * @param ref whatever names a commit to git: a branch, a tag, {@code HEAD~3}, a hash or the unique beginning of one
     * @throws GitHistoryException where the clone has no such commit
     */
    public GitRevision at(String ref) {
        try (RevWalk walk = new RevWalk(repository)) {
            @Nullable ObjectId id = ref.isBlank() ? null : repository.resolve(ref + "^{commit}");
            if (id == null && !repository.getRefDatabase().hasRefs()) {
                throw new GitHistoryException("the repository of " + workTree
                        + " has no commit yet, so that there is nothing to compare with; commit the definitions first");
            }
            if (id == null) {
                throw new GitHistoryException("the repository has no commit '" + ref + "'; " + howToGet(ref));
            }
            RevCommit commit = walk.parseCommit(id);
            return new GitRevision(new GitTree(repository, commit.getTree(), ref), this, ref, commit.getName());
        } catch (AmbiguousObjectException e) {
            throw new GitHistoryException("'" + ref + "' is the beginning of several hashes; give more of it", e);
        } catch (RevisionSyntaxException e) {
            throw new GitHistoryException("'" + ref + "' names no commit; " + WHAT_TO_GIVE, e);
        } catch (IncorrectObjectTypeException e) {
            throw new GitHistoryException("'" + ref + "' is no commit; " + WHAT_TO_GIVE, e);
        } catch (MissingObjectException e) {
            throw new GitHistoryException("the repository has no commit '" + ref + "'; " + howToGet(ref), e);
        } catch (IOException e) {
            throw new GitHistoryException(
                    "the repository cannot be read (" + e.getMessage() + "); check it with git fsck", e);
        }
    }

    private String howToGet(String ref) {
        try {
            if (!repository.getObjectDatabase().getShallowCommits().isEmpty()) {
                return "the clone is shallow, so it may be older than what was fetched: run git fetch --unshallow"
                        + " (Azure Pipelines: fetchDepth: 0 in the checkout step)";
            }
        } catch (IOException e) {
            return "check the repository with git fsck (" + e.getMessage() + ")";
        }
        return Repository.isValidRefName(Constants.R_HEADS + ref)
                ? "check the name, or get it: git fetch origin " + ref.replaceFirst("^origin/", "")
                : WHAT_TO_GIVE;
    }

    /**
     * A path below the work tree as git writes it; empty for the work tree itself.
     *
     * @throws GitHistoryException where it lies outside
     */
    String relative(Path path) {
        return place(path)
                .orElseThrow(() -> new GitHistoryException(path + " lies outside of the git repository " + workTree
                        + ", so that its history is not known; keep definitions and variables in one repository"));
    }

    /** The same; nothing where it lies outside. */
    Optional<String> place(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return relativeTo(workTree, absolute).or(() -> relativeTo(withoutLinks(workTree), withoutLinks(absolute)));
    }

    private static Optional<String> relativeTo(Path folder, Path path) {
        return path.startsWith(folder)
                ? Optional.of(folder.relativize(path).toString().replace(File.separatorChar, '/'))
                : Optional.empty();
    }

    @Override
    public void close() {
        repository.close();
    }
}
