package dev.imagefactory.authoring;

import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.TemplateEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of definitions, and what the tools make of it. */
record Folder(Path path) {
    static final TemplateEngine ENGINE = new TemplateEngine(ImageNamePointer.DEFAULT);

    Folder with(String name, String text) {
        try {
            Path file = path.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files by their path below the folder. */
    SortedMap<String, String> files() {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(path.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    DefinitionTexts texts() {
        return DefinitionTexts.read(
                path,
                DefinitionTexts.variablesIn(path),
                file -> path.relativize(file).toString().replace('\\', '/'));
    }

    JsonConversion conversion() {
        return JsonConversion.of(texts(), ENGINE);
    }

    VariableExtraction extraction() {
        return extraction(2, false);
    }

    VariableExtraction extraction(int minUses, boolean buildDates) {
        return VariableExtraction.of(texts(), ENGINE, ImageNamePointer.DEFAULT, minUses, buildDates);
    }

    Map<String, String> fingerprints() {
        return JsonConversion.fingerprints(texts().render(ENGINE));
    }
}
