package dev.imagefactory.template.document;

import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The bytes of an input file with the path that people know it by.
 *
 * <p>Not tied to the file system: the bytes may as well come from a git object.
 */
public final class SourceFile {
    private final String path;
    private final boolean yaml;
    private final Content content;

    /** Where the bytes are. */
    private interface Content {
        /** Bytes that nobody changes. */
        byte[] read() throws IOException;
    }

    private SourceFile(String path, Content content) {
        this.path = path.replace('\\', '/');
        this.yaml = isYaml(path);
        this.content = content;
    }

    /**
     * A file whose content is at hand.
     *
     * @param path what messages call the file; its ending decides between JSON and YAML
     * @param content must not change afterwards
     */
    public static SourceFile of(String path, byte[] content) {
        return new SourceFile(path, () -> content);
    }

    /**
     * A file of the file system whose content stays there: it is read whenever it is asked for.
     *
     * @param path what messages call the file; its ending decides between JSON and YAML
     */
    public static SourceFile onDisk(Path file, String path) {
        return onDisk(() -> file, path);
    }

    /**
     * The same where the path is better made than kept.
     *
     * @param file makes the path
     * @param path what messages call the file
     */
    public static SourceFile onDisk(Supplier<Path> file, String path) {
        return new SourceFile(path, () -> {
            // Not Files.readAllBytes, which takes a third longer for a small file.
            try (FileInputStream in = new FileInputStream(file.get().toFile())) {
                return in.readAllBytes();
            }
        });
    }

    /** Reads a file of the file system; empty, with a problem, where that fails. */
    public static Optional<SourceFile> read(Path file, String path, Problems problems) {
        return onDisk(file, path).inMemory(problems);
    }

    /** The same file with its content in memory; empty, with a problem, where it cannot be read. */
    public Optional<SourceFile> inMemory(Problems problems) {
        return bytes(problems).map(bytes -> of(path, bytes));
    }

    /** The bytes, which must not be changed; empty, with a problem, where they cannot be read. */
    Optional<byte[]> bytes(Problems problems) {
        try {
            return Optional.of(content.read());
        } catch (FileNotFoundException e) {
            problems.add(
                    ProblemCode.UNREADABLE_FILE,
                    Location.of(path),
                    "",
                    "the file does not exist",
                    "check the path and the folder it is looked up from");
        } catch (IOException e) {
            problems.add(
                    ProblemCode.UNREADABLE_FILE,
                    Location.of(path),
                    "",
                    "the file cannot be read (" + e + ")",
                    "check its permissions");
        }
        return Optional.empty();
    }

    public String path() {
        return path;
    }

    /** A path without {@code .json}, {@code .yaml} or {@code .yml} at its end. */
    public static String withoutExtension(String path) {
        return isDocument(path) ? path.substring(0, path.lastIndexOf('.')) : path;
    }

    /** Whether a path ends like a document that can be read: JSON or YAML. */
    public static boolean isDocument(String path) {
        return endsWith(path, ".json") || isYaml(path);
    }

    /** Whether the file is read as YAML, and not as JSON. */
    public boolean isYaml() {
        return yaml;
    }

    /**
     * A copy of the bytes.
     *
     * @throws UncheckedIOException where the file stayed on disk, and cannot be read
     */
    public byte[] content() {
        ByteBuffer view = view();
        byte[] copy = new byte[view.remaining()];
        view.get(copy);
        return copy;
    }

    /**
     * The bytes, not to be written.
     *
     * @throws UncheckedIOException where the file stayed on disk, and cannot be read
     */
    public ByteBuffer view() {
        try {
            return ByteBuffer.wrap(content.read()).asReadOnlyBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    private static boolean isYaml(String path) {
        return endsWith(path, ".yaml") || endsWith(path, ".yml");
    }

    private static boolean endsWith(String path, String ending) {
        return path.regionMatches(true, path.length() - ending.length(), ending, 0, ending.length());
    }

    @Override
    public String toString() {
        return path;
    }
}
