package dev.imagefactory.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** A real git repository that a test commits to. */
final class TestRepository implements AutoCloseable {
    private final Path folder;
    private final Git git;

    private TestRepository(Path folder, Git git) {
        this.folder = folder;
        this.git = git;
    }

    static TestRepository in(Path folder) {
        RepositoryOnlyReader.install();
        try {
            return new TestRepository(
                    folder,
                    Git.init()
                            .setDirectory(folder.toFile())
                            .setInitialBranch("main")
                            .call());
        } catch (GitAPIException e) {
            throw new AssertionError(e);
        }
    }

    Git git() {
        return git;
    }

    TestRepository write(String path, String text) {
        Path file = folder.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestRepository link(String path, String target) {
        Path file = folder.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Files.createSymbolicLink(file, Path.of(target));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestRepository delete(String... paths) {
        try {
            for (String path : paths) {
                Files.delete(folder.resolve(path));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Commits all that is in the work tree, and gives the hash. */
    String commit() {
        PersonIdent somebody = new PersonIdent("somebody", "somebody@example.com", Instant.EPOCH, ZoneOffset.UTC);
        try {
            git.add().addFilepattern(".").call();
            for (String gone : List.copyOf(git.status().call().getMissing())) {
                git.rm().addFilepattern(gone).call();
            }
            return git.commit()
                    .setMessage("a step")
                    .setAuthor(somebody)
                    .setCommitter(somebody)
                    .setSign(false)
                    .call()
                    .getName();
        } catch (GitAPIException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        git.close();
    }
}
