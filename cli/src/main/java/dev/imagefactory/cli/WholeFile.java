package dev.imagefactory.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file that is there wholly or not at all: it is written beside its place, then moved there. */
final class WholeFile {
    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private WholeFile() {}

    /** Writes the text of a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(Writer out) throws IOException;
    }

    /**
     * Looks whether a file may be written: its folder exists, and no folder or ledger is in its place.
     *
     * @throws UsageException where it may not
     */
    static void check(Path target, String shown) {
        @Nullable Path folder = target.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new UsageException("the folder of " + shown + " does not exist; create it, or name another file");
        }
        if (Files.isDirectory(target)) {
            throw new UsageException(shown + " is a folder; name a file");
        }
        if (Files.isRegularFile(target) && holdsLedger(target)) {
            throw new UsageException(shown + " is a ledger, which is not written over; name another file");
        }
    }

    private static boolean holdsLedger(Path target) {
        try (InputStream content = Files.newInputStream(target)) {
            return Arrays.equals(content.readNBytes(SQLITE.length), SQLITE);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes a file in UTF-8, in place of the one that may be there.
     *
     * @param shown what messages call the file
     * @throws UsageException where {@link #check} says no
     */
    static void write(Path named, String shown, Content content) {
        check(named, shown);
        Path target = behindLink(named);
        Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
        try {
            try (Writer out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
                content.writeTo(out);
            }
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discard(unfinished, e);
            throw new UncheckedIOException(
                    "the file " + shown + " cannot be written (" + e + "); check its folder and permissions", e);
        }
    }

    /** The file that a link leads to, which stays a link. */
    private static Path behindLink(Path named) {
        try {
            return Files.isSymbolicLink(named) ? named.toRealPath() : named;
        } catch (IOException e) {
            return named;
        }
    }

    private static void discard(Path unfinished, IOException cause) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
