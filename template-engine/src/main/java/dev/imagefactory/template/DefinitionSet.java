package dev.imagefactory.template;

import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The files that a set of images is rendered from.
 *
 * @param files the definitions, and the {@code _defaults} of their folders, in any order
 * @param variables where a name stands in more than one, the last wins
 */
public record DefinitionSet(List<Definition> files, List<SourceFile> variables) {
    public DefinitionSet {
        files = List.copyOf(files);
        variables = List.copyOf(variables);
    }

    /**
     * Reads a folder of definitions, as {@link DefinitionFolder#read} does, and files of variables.
     *
     * @param shownAs how messages call a file or folder
     * @param problems receives what cannot be read
     */
    public static DefinitionSet read(
            Path folder, List<Path> variables, Function<Path, String> shownAs, Problems problems) {
        List<Definition> files = DefinitionFolder.read(folder, shownAs.apply(folder), variables, problems);
        return with(files, variables, shownAs, problems);
    }

    /**
     * The same, but the definitions stay on disk: each is read when it is rendered, and again when the documents of its
     * image are asked for. So a set may be larger than the memory, and nobody may change its files meanwhile.
     */
    public static DefinitionSet onDisk(
            Path folder, List<Path> variables, Function<Path, String> shownAs, Problems problems) {
        List<Definition> files = DefinitionFolder.onDisk(folder, shownAs.apply(folder), variables, problems);
        return with(files, variables, shownAs, problems);
    }

    private static DefinitionSet with(
            List<Definition> files, List<Path> variables, Function<Path, String> shownAs, Problems problems) {
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : variables) {
            SourceFile.read(file, shownAs.apply(file), problems).ifPresent(sources::add);
        }
        return new DefinitionSet(files, sources);
    }

    /** The same files with a further file of variables, which wins over the others. */
    public DefinitionSet withVariables(SourceFile last) {
        List<SourceFile> all = new ArrayList<>(variables);
        all.add(last);
        return new DefinitionSet(files, all);
    }
}
