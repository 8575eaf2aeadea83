package dev.imagefactory.template;

import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
     * @return sorted by path
     */
    public static List<Definition> read(Path folder, String shownAs, Collection<Path> others, Problems problems) {
        return definitions(
                folder,
                shownAs,
                others,
                problems,
                (relative, shown) -> SourceFile.read(folder.resolve(relative), shown, problems));
    }

    /** The same definitions, but their content stays on disk, see {@link SourceFile#onDisk}. */
    static List<Definition> onDisk(Path folder, String shownAs, Collection<Path> others, Problems problems) {
        int prefix = prefix(shownAs).length();
        return definitions(
                folder,
                shownAs,
                others,
                problems,
                // The name is kept once, for there may be many.
                (relative, shown) ->
                        Optional.of(SourceFile.onDisk(() -> folder.resolve(shown.substring(prefix)), shown)));
    }

    /** How a file is opened. */
    private interface Opening {
        Optional<SourceFile> open(String relative, String shown);
    }

    private static List<Definition> definitions(
            Path folder, String shownAs, Collection<Path> others, Problems problems, Opening opening) {
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
        try {
            Files.walkFileTree(
                    folder,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new Visitor(folder, shownAs, excluded, definitions, problems, opening));
        } catch (IOException e) {
            problems.add(
                    ProblemCode.UNREADABLE_FILE,
                    Location.of(shownAs),
                    "",
                    "the folder cannot be listed (" + e.getMessage() + ")",
                    "check its permissions");
            return List.of();
        }
        if (problems.errors() == before) {
            requireDefinition(definitions, shownAs, problems);
        }
        definitions.sort(Comparator.comparing(definition -> definition.file().path()));
        return definitions;
    }

    /** Gathers the definitions of a folder and of those below. */
    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final int folderLength;
        private final String shownAs;
        private final Set<Path> excluded;
        private final Set<Path> excludedNames = new HashSet<>();
        private final List<Definition> definitions;
        private final Problems problems;
        private final Opening opening;

        private Visitor(
                Path folder,
                String shownAs,
                Set<Path> excluded,
                List<Definition> definitions,
                Problems problems,
                Opening opening) {
            this.folder = folder;
            String start = folder.toString();
            this.folderLength = start.isEmpty() || start.endsWith(File.separator) ? start.length() : start.length() + 1;
            this.shownAs = prefix(shownAs);
            this.excluded = excluded;
            this.definitions = definitions;
            this.problems = problems;
            this.opening = opening;
            excluded.forEach(path -> excludedNames.add(path.getFileName()));
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean hidden = !directory.equals(folder)
                    && isHidden(directory.getFileName().toString());
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path fileName = file.getFileName();
            String name = fileName.toString();
            if (isHidden(name) || !SourceFile.isDocument(name) || isExcluded(file, fileName)) {
                return FileVisitResult.CONTINUE;
            }
            String relative = file.toString().substring(folderLength).replace(File.separatorChar, '/');
            String shown = shownAs + relative;
            if (attributes.isRegularFile()) {
                opening.open(relative, shown).ifPresent(source -> definitions.add(Definition.of(relative, source)));
            } else {
                problems.add(
                        ProblemCode.UNREADABLE_FILE,
                        Location.of(shown),
                        "",
                        "this is no file, or a link that leads to none",
                        "correct the link, or delete it");
            }
            return FileVisitResult.CONTINUE;
        }

        private boolean isExcluded(Path file, Path name) {
            return excludedNames.contains(name)
                    && excluded.contains(file.toAbsolutePath().normalize());
        }
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

    /** What stands before the path below the folder. */
    private static String prefix(String shownAs) {
        return shownAs.isEmpty() || shownAs.equals(".") ? "" : shownAs.endsWith("/") ? shownAs : shownAs + "/";
    }
}
