package dev.imagefactory.authoring;

import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionFolder;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A set of definitions and variables as the texts that they are. Immutable. */
public final class DefinitionTexts {
    private final Path folder;
    private final List<TextFile> files;

    DefinitionTexts(Path folder, List<TextFile> files) {
        this.folder = folder;
        this.files = List.copyOf(files);
    }

    /**
     * Reads a folder, as {@link DefinitionFolder} does.
     *
     * @param variables the files of variables, the strongest last
     * @param shownAs how messages call a file or folder
     * @throws AuthoringException where a file cannot be read
     */
    public static DefinitionTexts read(Path folder, List<Path> variables, Function<Path, String> shownAs) {
        Problems problems = new Problems();
        List<TextFile> files = new ArrayList<>();
        for (Definition definition : DefinitionFolder.read(folder, shownAs.apply(folder), variables, problems)) {
            String path = definition.file().path();
            String name = definition.id() + path.substring(path.lastIndexOf('.'));
            files.add(new TextFile(folder.resolve(name), name, false, definition.file()));
        }
        for (Path file : variables) {
            String name = file.startsWith(folder)
                    ? folder.relativize(file).toString().replace('\\', '/')
                    : file.getFileName().toString();
            SourceFile.read(file, shownAs.apply(file), problems)
                    .ifPresent(source -> files.add(new TextFile(file, name, true, source)));
        }
        if (problems.errors() > 0) {
            throw new AuthoringException(problems.sorted());
        }
        return new DefinitionTexts(folder, files);
    }

    /**
     * The files of variables of a folder about which nothing is said: {@code variables.json}, {@code .yaml} or
     * {@code .yml} in it.
     */
    public static List<Path> variablesIn(Path folder) {
        return Stream.of("variables.json", "variables.yaml", "variables.yml")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }

    Path folder() {
        return folder;
    }

    List<TextFile> files() {
        return files;
    }

    /** The definitions and defaults. */
    List<TextFile> definitions() {
        return files.stream().filter(file -> !file.isVariables()).toList();
    }

    List<TextFile> variables() {
        return files.stream().filter(TextFile::isVariables).toList();
    }

    DefinitionTexts withFiles(List<TextFile> changed) {
        return new DefinitionTexts(folder, changed);
    }

    RenderedImages render(TemplateEngine engine) {
        DefinitionSet set = new DefinitionSet(
                definitions().stream().map(TextFile::definition).toList(),
                variables().stream().map(TextFile::source).toList());
        return engine.render(set, new Problems());
    }
}
