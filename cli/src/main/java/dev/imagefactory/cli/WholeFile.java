package dev.imagefactory.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** A file that is there wholly or not at all: it is written beside its place, then moved there. */
final class WholeFile {
    private WholeFile() {}

    /** Writes the text of a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(Writer out) throws IOException;
    }

    /**
     * Writes a file in UTF-8, in place of the one that may be there.
     *
     * @param shown what messages call the file
     * @throws UsageException where its folder does not exist
     */
    static void write(Path target, String shown, Content content) {
        @Nullable Path folder = target.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new UsageException("the folder of " + shown + " does not exist; create it, or name another file");
        }
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

    private static void discard(Path unfinished, IOException cause) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
