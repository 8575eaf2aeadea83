package dev.imagefactory.template.document;

import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The bytes of an input file with the path that people know it by.
 *
 * <p>Not tied to the file system: the bytes may as well come from a git object.
 */
public final class SourceFile {
    private final String path;
    private final byte[] content;

    private SourceFile(String path, byte[] content) {
        this.path = path;
        this.content = content;
    }

    /**
     * A file whose content is at hand.
     *
     * @param path what messages call the file; its ending decides between JSON and YAML
     * @param content must not change afterwards
     */
    public static SourceFile of(String path, byte[] content) {
        return new SourceFile(path.replace('\\', '/'), content);
    }

    /** Reads a file of the file system; empty, with a problem, where that fails. */
    public static Optional<SourceFile> read(Path file, String path, Problems problems) {
        try {
            return Optional.of(of(path, Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
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
        return isYaml(path) || path.toLowerCase(Locale.ROOT).endsWith(".json");
    }

    /** Whether the file is read as YAML, and not as JSON. */
    public boolean isYaml() {
        return isYaml(path);
    }

    /** A copy of the bytes. */
    public byte[] content() {
        return content.clone();
    }

    private static boolean isYaml(String path) {
        String lowerCase = path.toLowerCase(Locale.ROOT);
        return lowerCase.endsWith(".yaml") || lowerCase.endsWith(".yml");
    }

    @Override
    public String toString() {
        return path;
    }
}
