package dev.imagefactory.authoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written so that a set of definitions becomes another one. Nothing is overwritten but the set's own
 * files, and nothing is moved or deleted before all is written.
 */
final class FileUpdate {
    /** Ends the names of files that were replaced; the engine does not read such files. */
    static final String REPLACED = ".orig";

    private final List<TextFile> written;
    private final List<TextFile> retired;
    private final boolean delete;

    private FileUpdate(List<TextFile> written, List<TextFile> retired, boolean delete) {
        this.written = written;
        this.retired = retired;
        this.delete = delete;
    }

    /**
     * The update where the files lie.
     *
     * @param delete whether files that are no more part of the set are deleted; else they get another name
     */
    static FileUpdate inPlace(DefinitionTexts before, DefinitionTexts after, List<TextFile> beside, boolean delete) {
        Map<Path, TextFile> old = new HashMap<>();
        before.files().forEach(file -> old.put(file.place(), file));
        List<TextFile> written = new ArrayList<>(beside);
        refuseTwins(after.files());
        for (TextFile file : after.files()) {
            @Nullable TextFile same = old.remove(file.place());
            if (same == null
                    || !Arrays.equals(same.source().content(), file.source().content())) {
                written.add(file);
            }
            if (same == null) {
                refuseExisting(file.place(), file.shown());
            }
        }
        beside.forEach(file -> refuseExisting(file.place(), file.shown()));
        List<TextFile> retired = before.files().stream()
                .filter(file -> old.containsKey(file.place()))
                .toList();
        if (!delete) {
            retired.forEach(file -> refuseExisting(replaced(file.place()), file.shown() + REPLACED));
        }
        return new FileUpdate(written, retired, delete);
    }

    /** A copy of the whole set in another folder. */
    static FileUpdate to(Path folder, DefinitionTexts after, List<TextFile> beside) {
        List<TextFile> written = new ArrayList<>();
        after.files().forEach(file -> written.add(file.in(folder)));
        beside.forEach(file -> written.add(file.in(folder)));
        written.forEach(file -> refuseExisting(file.place(), file.place().toString()));
        refuseTwins(written);
        return new FileUpdate(written, List.of(), false);
    }

    private static void refuseTwins(List<TextFile> files) {
        Set<Path> places = new HashSet<>();
        for (TextFile file : files) {
            if (!places.add(file.place())) {
                throw new AuthoringException(
                        "two files would become " + file.place() + "; give one of them another name");
            }
        }
    }

    private static void refuseExisting(Path file, String shown) {
        if (Files.exists(file)) {
            throw new AuthoringException(shown + " exists already and is not overwritten; move it away, or name another"
                    + " folder; nothing was written");
        }
    }

    private static Path replaced(Path file) {
        return file.resolveSibling(file.getFileName() + REPLACED);
    }

    void write() {
        for (TextFile file : written) {
            write(file.place(), file.source().content());
        }
        for (TextFile file : retired) {
            try {
                if (delete) {
                    Files.delete(file.place());
                } else {
                    Files.move(file.place(), replaced(file.place()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        file.shown() + " cannot be moved or deleted (" + e
                                + "); do it by hand, what replaces it is written",
                        e);
            }
        }
    }

    /** The file is there wholly or not at all. */
    static void write(Path place, byte[] content) {
        Path unfinished = place.resolveSibling(place.getFileName() + ".tmp");
        try {
            Files.createDirectories(
                    Objects.requireNonNull(place.toAbsolutePath().getParent()));
            Files.write(unfinished, content);
            Files.move(unfinished, place, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the file " + place + " cannot be written (" + e + "); check its folder and permissions", e);
        }
    }
}
