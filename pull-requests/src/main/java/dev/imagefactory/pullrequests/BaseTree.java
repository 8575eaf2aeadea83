package dev.imagefactory.pullrequests;

import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.ConsumerFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.InvalidPathException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The files of the base branch as they are committed: no filter, no other line ends, nothing is checked out. */
final class BaseTree {
    private static final Pattern NAMED = Pattern.compile(".*\\.(ya?ml|json)", Pattern.CASE_INSENSITIVE);
    /** Far more than a person would edit. */
    private static final long LONGEST = 10_000_000;

    private final Repository repository;
    private final RevCommit commit;
    private final List<ConsumerFile> files = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    private BaseTree(Repository repository, RevCommit commit) {
        this.repository = repository;
        this.commit = commit;
    }

    static BaseTree of(Repository repository, ObjectId head) throws IOException {
        BaseTree tree = new BaseTree(repository, repository.parseCommit(head));
        tree.read();
        return tree;
    }

    RevCommit commit() {
        return commit;
    }

    List<ConsumerFile> files() {
        return List.copyOf(files);
    }

    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    private void read() throws IOException {
        try (TreeWalk walk = new TreeWalk(repository);
                ObjectReader reader = repository.newObjectReader()) {
            walk.setRecursive(true);
            walk.addTree(commit.getTree());
            while (walk.next()) {
                String path = walk.getPathString();
                if (!isFile(walk.getFileMode()) || !NAMED.matcher(path).matches()) {
                    continue;
                }
                ObjectLoader blob = reader.open(walk.getObjectId(0), Constants.OBJ_BLOB);
                try {
                    if (blob.getSize() > LONGEST) {
                        unreadable.add(path + " has more than " + LONGEST + " bytes");
                    } else {
                        files.add(ConsumerFile.of(path, blob.getBytes()));
                    }
                } catch (ConsumerException e) {
                    unreadable.add(path + " is not UTF-8");
                }
            }
        }
    }

    private static boolean isFile(FileMode mode) {
        return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
    }

    /** A tree that is written, and how it differs from the base. */
    record Edit(ObjectId tree, List<Change> changes) {}

    /**
     * Writes the base's tree with some files replaced, which keep their modes, or added.
     *
     * @throws ConsumerException where a path is no file of the base, or cannot become one
     */
    Edit with(List<ConsumerFile> replacements) throws IOException {
        Map<String, byte[]> left = new TreeMap<>();
        replacements.forEach(file -> left.put(file.path(), file.content()));
        DirCache index = DirCache.newInCore();
        try (ObjectReader reader = repository.newObjectReader();
                ObjectInserter inserter = repository.newObjectInserter()) {
            DirCacheBuilder builder = index.builder();
            builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, commit.getTree());
            builder.finish();
            DirCacheEditor editor = index.editor();
            for (Map.Entry<String, byte[]> file : left.entrySet()) {
                requireRoom(index, file.getKey());
                ObjectId blob = inserter.insert(Constants.OBJ_BLOB, file.getValue());
                editor.add(new DirCacheEditor.PathEdit(file.getKey()) {
                    @Override
                    public void apply(DirCacheEntry entry) {
                        if (entry.getRawMode() == 0) {
                            entry.setFileMode(FileMode.REGULAR_FILE);
                        }
                        entry.setObjectId(blob);
                    }
                });
            }
            editor.finish();
            ObjectId tree = index.writeTree(inserter);
            inserter.flush();
            return new Edit(tree, Change.between(repository, commit.getTree(), tree));
        } catch (InvalidPathException e) {
            throw new ConsumerException("a file cannot be written: " + e.getMessage(), e);
        }
    }

    private void requireRoom(DirCache index, String path) {
        DirCacheEntry there = index.getEntry(path);
        boolean free = there == null ? index.getEntriesWithin(path).length == 0 : isFile(there.getFileMode());
        for (int slash = path.indexOf('/'); free && slash > 0; slash = path.indexOf('/', slash + 1)) {
            free = index.getEntry(path.substring(0, slash)) == null;
        }
        if (!free) {
            throw new ConsumerException(
                    path + " cannot be written: there is a folder, a link or a submodule in commit " + commit.name());
        }
    }
}
