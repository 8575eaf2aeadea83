package dev.imagefactory.template;

import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of the file system that holds image definitions, and defaults of them: {@code *.json}, {@code *.yaml} and
 * {@code *.yml}.
 */
public final class DefinitionFolder {
    private DefinitionFolder() {}

    /**
     * Reads all definitions below a folder, symbolic links followed. Files and folders whose name begins with a dot are
     * passed over.
     *
     * @param folder where to look, in depth
     * @param shownAs how messages call the folder
     * @param others files below the folder that are no definitions, for instance those of the variables
     * @param problems receives what cannot be read; a folder without any definition is an error, so that a wrong path
     *     is never taken for "all images are gone"
     */
    public static List<Definition> read(Path folder, String shownAs, Collection<Path> others, Problems problems) {
        if (!Files.isDirectory(folder)) {
            problems.add(
                    ProblemCode.UNREADABLE_FILE,
                    Location.of(shownAs),
                    "",
                    "the folder of the definitions does not exist",
                    "check the path and the folder it is looked up from");
            return List.of();
        }
        Set<Path> excluded = new HashSet<>();
        others.forEach(other -> excluded.add(other.toAbsolutePath().normalize()));
        List<Definition> definitions = new ArrayList<>();
        int before = problems.errors();
        for (Path file : documentsBelow(folder, shownAs, problems)) {
            if (excluded.contains(file.toAbsolutePath().normalize())) {
                continue;
            }
            String relative = folder.relativize(file).toString().replace('\\', '/');
            String shown = shownAs.isEmpty() || shownAs.equals(".") ? relative : withSlash(shownAs) + relative;
            if (!Files.isRegularFile(file)) {
                problems.add(
                        ProblemCode.UNREADABLE_FILE,
                        Location.of(shown),
                        "",
                        "this is no file, or a link that leads to none",
                        "correct the link, or delete it");
                continue;
            }
            SourceFile.read(file, shown, problems)
                    .ifPresent(source -> definitions.add(Definition.of(relative, source)));
        }
        if (problems.errors() == before) {
            requireDefinition(definitions, shownAs, problems);
        }
        return definitions;
    }

    /**
     * Reports a folder that holds no definition, so that a wrong path is never taken for "all images are gone".
     *
     * @param read what was found below the folder, wherever that lies
     */
    public static void requireDefinition(List<Definition> read, String shownAs, Problems problems) {
        if (read.stream().allMatch(Definition::isDefaults)) {
            problems.add(
                    ProblemCode.NO_DEFINITIONS,
                    Location.of(shownAs),
                    "",
                    "the folder holds no *.json, *.yaml or *.yml",
                    "check the path of the definitions");
        }
    }

    /** Whether a file or folder of this name is passed over, with all that is below it. */
    public static boolean isHidden(String name) {
        return name.startsWith(".");
    }

    private static String withSlash(String folder) {
        return folder.endsWith("/") ? folder : folder + "/";
    }

    private static List<Path> documentsBelow(Path folder, String shownAs, Problems problems) {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> SourceFile.isDocument(file.toString()))
                    .filter(file -> !isHidden(folder.relativize(file)))
                    .filter(file -> !Files.isDirectory(file))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            problems.add(
                    ProblemCode.UNREADABLE_FILE,
                    Location.of(shownAs),
                    "",
                    "the folder cannot be listed (" + e.getMessage() + ")",
                    "check its permissions");
            return List.of();
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path name : relative) {
            if (isHidden(name.toString())) {
                return true;
            }
        }
        return false;
    }
}
