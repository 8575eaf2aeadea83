package dev.imagefactory.pullrequests;

import dev.imagefactory.git.JGitSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The consumer's repository, where people commit too. */
final class BareRepository implements AutoCloseable {
    private static final PersonIdent JANE =
            new PersonIdent("Jane", "jane@example.com", Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);

    private final Repository repository;

    private BareRepository(Repository repository) {
        this.repository = repository;
    }

    static BareRepository in(Path folder) {
        JGitSettings.readRepositoriesOnly();
        try {
            Repository repository = new FileRepositoryBuilder()
                    .setGitDir(folder.toFile())
                    .setBare()
                    .build();
            repository.create(true);
            repository.updateRef(Constants.HEAD).link("refs/heads/main");
            repository.getConfig().setBoolean("http", null, "receivepack", true);
            repository.getConfig().setString("protocol", null, "version", "2");
            repository.getConfig().save();
            return new BareRepository(repository);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Repository git() {
        return repository;
    }

    /** A file of a tree: its mode, and its bytes as Latin-1. */
    record Entry(FileMode mode, String text) {
        static Entry of(String text) {
            return new Entry(FileMode.REGULAR_FILE, text);
        }

        /** The same as UTF-8. */
        static Entry utf8(String text) {
            return of(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }
    }

    /** Commits files beside those that are there; null deletes one. */
    String commit(String branch, String message, Map<String, @Nullable String> files) {
        Map<String, @Nullable Entry> entries = new LinkedHashMap<>();
        files.forEach((path, text) -> entries.put(path, text == null ? null : Entry.utf8(text)));
        return commitEntries(branch, message, entries);
    }

    String commitEntries(String branch, String message, Map<String, @Nullable Entry> changes) {
        @Nullable ObjectId parent = head(branch);
        Map<String, Entry> files = new TreeMap<>(parent == null ? Map.of() : files(parent.name()));
        changes.forEach((path, entry) -> {
            if (entry == null) {
                files.remove(path);
            } else {
                files.put(path, entry);
            }
        });
        return write(branch, message, files, parent == null ? List.of() : List.of(parent), JANE, JANE);
    }

    /** Replaces the newest commit of a branch, as {@code git commit --amend} does. */
    String amend(String branch, String path, String text) {
        return amend(branch, path, text, JANE);
    }

    String amend(String branch, String path, String text, PersonIdent committer) {
        try {
            RevCommit old = repository.parseCommit(headOf(branch));
            Map<String, Entry> files = new TreeMap<>(files(old.name()));
            files.put(path, Entry.utf8(text));
            return write(
                    branch, old.getFullMessage(), files, List.of(old.getParent(0)), old.getAuthorIdent(), committer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts all of a branch onto another as one commit, as a squash merge does. */
    String squash(String branch, String onto) {
        try {
            ObjectId into = headOf(onto);
            RevCommit head = repository.parseCommit(headOf(branch));
            Map<String, Entry> files = new TreeMap<>(files(into.name()));
            RevCommit common = mergeBase(head, into);
            for (Change change :
                    Change.between(repository, repository.parseCommit(common).getTree(), head.getTree())) {
                @Nullable Entry after = files(head.name()).get(change.path());
                if (after == null) {
                    files.remove(change.path());
                } else {
                    files.put(change.path(), after);
                }
            }
            return write(onto, "squashed", files, List.of(into), JANE, JANE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RevCommit mergeBase(ObjectId one, ObjectId other) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(one));
            walk.markStart(walk.parseCommit(other));
            return walk.next();
        }
    }

    private String write(
            String branch,
            String message,
            Map<String, Entry> files,
            List<ObjectId> parents,
            PersonIdent author,
            PersonIdent committer) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            DirCache index = DirCache.newInCore();
            DirCacheBuilder builder = index.builder();
            for (Map.Entry<String, Entry> file : files.entrySet()) {
                DirCacheEntry entry = new DirCacheEntry(file.getKey());
                entry.setFileMode(file.getValue().mode());
                entry.setObjectId(
                        file.getValue().mode().equals(FileMode.GITLINK)
                                ? ObjectId.fromString(file.getValue().text())
                                : inserter.insert(
                                        Constants.OBJ_BLOB,
                                        file.getValue().text().getBytes(StandardCharsets.ISO_8859_1)));
                builder.add(entry);
            }
            builder.finish();
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(index.writeTree(inserter));
            commit.setParentIds(parents);
            commit.setAuthor(author);
            commit.setCommitter(committer);
            commit.setMessage(message);
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            move(branch, id);
            return id.name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts commits that change nothing onto a branch. */
    void age(String branch, int commits) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId head = headOf(branch);
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(repository.parseCommit(head).getTree());
            commit.setAuthor(JANE);
            commit.setCommitter(JANE);
            for (int i = 0; i < commits; i++) {
                commit.setMessage("step " + i);
                commit.setParentId(head);
                head = inserter.insert(commit);
            }
            inserter.flush();
            move(branch, head);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void move(String branch, ObjectId head) {
        try {
            RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
            update.setNewObjectId(head);
            update.forceUpdate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String branch) {
        try {
            RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
            update.setForceUpdate(true);
            update.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nullable
    ObjectId head(String branch) {
        try {
            Ref ref = repository.exactRef(Constants.R_HEADS + branch);
            return ref == null ? null : ref.getObjectId();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ObjectId headOf(String branch) {
        @Nullable ObjectId head = head(branch);
        if (head == null) {
            throw new AssertionError("no branch " + branch);
        }
        return head;
    }

    RevCommit newest(String branch) {
        try {
            return repository.parseCommit(headOf(branch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isIn(ObjectId commit, ObjectId head) {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.isMergedInto(walk.parseCommit(commit), walk.parseCommit(head));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files of a commit, by path. */
    Map<String, Entry> files(String commit) {
        Map<String, Entry> files = new TreeMap<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.setRecursive(true);
            walk.addTree(repository.parseCommit(ObjectId.fromString(commit)).getTree());
            while (walk.next()) {
                FileMode mode = walk.getFileMode();
                files.put(
                        walk.getPathString(),
                        new Entry(
                                mode,
                                mode.equals(FileMode.GITLINK)
                                        ? walk.getObjectId(0).name()
                                        : new String(
                                                repository
                                                        .open(walk.getObjectId(0))
                                                        .getBytes(),
                                                StandardCharsets.ISO_8859_1)));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Entry> filesOf(String branch) {
        return files(headOf(branch).name());
    }

    @Override
    public void close() {
        repository.close();
    }
}
