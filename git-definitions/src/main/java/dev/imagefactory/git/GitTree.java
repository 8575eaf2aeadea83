package dev.imagefactory.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** The files of a commit, symbolic links followed as far as they stay within it. Submodules are not there. */
final class GitTree {
    /** As many links in a row as Linux follows. */
    private static final int MOST_LINKS = 40;

    private static final Entry NOTHING = new Entry(FileMode.MISSING, ObjectId.zeroId());

    private final Repository repository;
    private final ObjectId root;
    private final String ref;
    private final Map<ObjectId, Map<String, Entry>> folders = new HashMap<>();

    GitTree(Repository repository, ObjectId root, String ref) {
        this.repository = repository;
        this.root = root;
        this.ref = ref;
    }

    /** What a path leads to. */
    enum Kind {
        FILE,
        FOLDER,
        NOTHING,
        /** A link leads out of the repository. */
        OUTSIDE,
        /** Links lead to one another. */
        CIRCLE
    }

    /**
     * Where a path leads.
     *
     * @param path of the file or folder itself, links followed; the path that was asked for where there is neither
     * @param id of the file or folder; the zero id where there is neither
     */
    record Target(Kind kind, String path, ObjectId id) {}

    /** An entry of a folder. */
    private record Entry(FileMode mode, ObjectId id) {}

    /**
     * @param path from the root of the repository, with {@code /} between folders; {@code .} and {@code ..} may occur
     */
    Target find(String path) {
        Deque<String> rest = new ArrayDeque<>(segments(path));
        Deque<Target> above = new ArrayDeque<>();
        Target at = new Target(Kind.FOLDER, "", root);
        int links = 0;
        while (!rest.isEmpty()) {
            String name = rest.pop();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                if (above.isEmpty()) {
                    return new Target(Kind.OUTSIDE, path, ObjectId.zeroId());
                }
                at = above.pop();
                continue;
            }
            if (at.kind() != Kind.FOLDER) {
                return new Target(Kind.NOTHING, path, ObjectId.zeroId());
            }
            Entry entry = entries(at.id()).getOrDefault(name, NOTHING);
            String own = at.path().isEmpty() ? name : at.path() + "/" + name;
            if (FileMode.SYMLINK.equals(entry.mode())) {
                String target = new String(content(entry.id()), StandardCharsets.UTF_8);
                if (target.startsWith("/")) {
                    return new Target(Kind.OUTSIDE, path, ObjectId.zeroId());
                }
                if (++links > MOST_LINKS) {
                    return new Target(Kind.CIRCLE, path, ObjectId.zeroId());
                }
                List<String> followed = new ArrayList<>(segments(target));
                Collections.reverse(followed);
                followed.forEach(rest::push);
                continue;
            }
            above.push(at);
            if (FileMode.TREE.equals(entry.mode())) {
                at = new Target(Kind.FOLDER, own, entry.id());
            } else if (isFile(entry.mode())) {
                at = new Target(Kind.FILE, own, entry.id());
            } else {
                return new Target(Kind.NOTHING, path, ObjectId.zeroId());
            }
        }
        return at;
    }

    /** The names in a folder, submodules left out, in git's order. */
    List<String> names(Target folder) {
        List<String> names = new ArrayList<>();
        entries(folder.id()).forEach((name, entry) -> {
            if (!FileMode.GITLINK.equals(entry.mode())) {
                names.add(name);
            }
        });
        return names;
    }

    private static boolean isFile(FileMode mode) {
        return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.split("/", -1));
    }

    private Map<String, Entry> entries(ObjectId folder) {
        return folders.computeIfAbsent(folder, this::read);
    }

    private Map<String, Entry> read(ObjectId folder) {
        try (ObjectReader reader = repository.newObjectReader()) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, folder);
                    !parser.eof();
                    parser = parser.next()) {
                entries.put(
                        parser.getEntryPathString(), new Entry(parser.getEntryFileMode(), parser.getEntryObjectId()));
            }
            return entries;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The bytes of a file as they were committed: no filter, no other line ends. */
    byte[] content(ObjectId file) {
        try (ObjectReader reader = repository.newObjectReader()) {
            return reader.open(file, Constants.OBJ_BLOB).getBytes();
        } catch (IOException | LargeObjectException e) {
            throw unreadable(e);
        }
    }

    private GitHistoryException unreadable(Exception e) {
        if (e instanceof MissingObjectException) {
            return new GitHistoryException(
                    "the repository lacks a file or folder of '" + ref + "' (" + e.getMessage()
                            + "); the clone is partial or damaged: clone without --filter, or run git fetch --refetch",
                    e);
        }
        return new GitHistoryException(
                "the files of '" + ref + "' cannot be read (" + e.getMessage()
                        + "); check the repository with git fsck",
                e);
    }
}
