package dev.imagefactory.osob;

import dev.imagefactory.template.document.SourceFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A consumer in a folder, whose files are changed in place. Links are not followed. Not safe for concurrent use. */
public final class FolderConsumer implements Consumer {
    private final Path root;
    private final Map<String, String> asRead = new HashMap<>();
    private final List<String> unreadable = new ArrayList<>();

    public FolderConsumer(Path root) {
        this.root = withoutLink(root);
    }

    /** The folder that a link leads to; below it, links are not followed. */
    private static Path withoutLink(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            return root;
        }
    }

    @Override
    public List<ConsumerFile> files() {
        if (!Files.isDirectory(root)) {
            throw new ConsumerException("the consumer's folder " + root + " does not exist; check the path");
        }
        if (Files.isDirectory(root.resolve("objects")) && Files.isRegularFile(root.resolve("HEAD"))) {
            throw new ConsumerException(root + " is a git repository without files; write it as " + root.toUri());
        }
        List<ConsumerFile> files = new ArrayList<>();
        unreadable.clear();
        try {
            for (Path path : documents()) {
                String relative = root.relativize(path).toString().replace(File.separatorChar, '/');
                try {
                    files.add(ConsumerFile.of(relative, Files.readAllBytes(path)));
                } catch (ConsumerException e) {
                    unreadable.add(String.valueOf(e.getMessage()));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ConsumerException("the consumer's files cannot be read (" + e + "); check the permissions", e);
        }
        files.sort(Comparator.comparing(ConsumerFile::path));
        files.forEach(file -> asRead.put(file.path(), file.text()));
        return files;
    }

    @Override
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    private List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean git = folder.endsWith(".git");
                return git ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && SourceFile.isDocument(file.toString())) {
                    documents.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return documents;
    }

    /** Writes the files; each as a whole, or not at all. */
    @Override
    public ProposalResult propose(Proposal proposal) {
        if (proposal.files().isEmpty()) {
            return new ProposalResult(ProposalResult.State.UNCHANGED, null, "");
        }
        try {
            for (ConsumerFile file : proposal.files()) {
                refuseIfChanged(file.path());
            }
            for (ConsumerFile file : proposal.files()) {
                replace(root.resolve(file.path()), file.content());
            }
        } catch (IOException e) {
            throw new ConsumerException("the consumer's files cannot be written (" + e + "); check the permissions", e);
        }
        return new ProposalResult(ProposalResult.State.CREATED, root.toString(), "");
    }

    private void refuseIfChanged(String path) throws IOException {
        ConsumerFile now = ConsumerFile.of(path, Files.readAllBytes(root.resolve(path)));
        if (!now.text().equals(asRead.get(path))) {
            throw new ConsumerException(path + " was changed meanwhile; run this again");
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path copy = Files.createTempFile(file.resolveSibling(""), ".imagefactory", ".tmp");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.write(copy, content);
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
