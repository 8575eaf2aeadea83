package dev.imagefactory.authoring;

import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The YAML of a set of definitions as JSON: definitions, defaults and variables.
 *
 * <p>Values keep their types and spelling, keys their case and order. Anchors, aliases and merge keys are written out.
 * Comments have no place in JSON that every reader takes; they are told, and kept in files beside. Immutable.
 */
public final class JsonConversion {
    private final DefinitionTexts before;
    private final DefinitionTexts after;
    private final List<ConvertedFile> files;

    private JsonConversion(DefinitionTexts before, DefinitionTexts after, List<ConvertedFile> files) {
        this.before = before;
        this.after = after;
        this.files = List.copyOf(files);
    }

    /**
     * A file that becomes JSON.
     *
     * @param from what messages call the YAML
     * @param to what they call the JSON
     */
    public record ConvertedFile(String from, String to, List<Comment> comments) {
        public ConvertedFile {
            comments = List.copyOf(comments);
        }
    }

    /**
     * Converts in memory.
     *
     * @throws AuthoringException where a file cannot be read
     */
    public static JsonConversion of(DefinitionTexts texts, TemplateEngine engine) {
        Problems problems = new Problems();
        DocumentReader reader = new DocumentReader();
        List<TextFile> files = new ArrayList<>();
        List<ConvertedFile> converted = new ArrayList<>();
        for (TextFile file : texts.files()) {
            Optional<JsonValue> document = reader.read(file.source(), problems);
            if (document.isEmpty() || !file.isYaml()) {
                files.add(file);
                continue;
            }
            TextFile json = file.sibling(".json", JsonText.pretty(document.get()) + "\n");
            verify(document.get(), json.source(), reader);
            files.add(json);
            converted.add(new ConvertedFile(file.shown(), json.shown(), new YamlTokens(file.text()).comments()));
        }
        if (problems.errors() > 0) {
            throw new AuthoringException(problems.sorted());
        }
        DefinitionTexts after = texts.withFiles(files);
        verify(texts.render(engine), after.render(engine));
        return new JsonConversion(texts, after, converted);
    }

    private static void verify(JsonValue yaml, SourceFile json, DocumentReader reader) {
        Optional<String> read = reader.read(json, new Problems()).map(JsonText::canonical);
        if (!read.equals(Optional.of(JsonText.canonical(yaml)))) {
            throw new AuthoringException(
                    "the JSON of " + json + " would not say what the YAML says; nothing was written;"
                            + " please report this fault with the file");
        }
    }

    private static void verify(RenderedImages yaml, RenderedImages json) {
        if (!fingerprints(yaml).equals(fingerprints(json))) {
            throw new AuthoringException("the JSON would not make the images that the YAML makes: " + json.problems()
                    + "; nothing was written");
        }
    }

    /** The fingerprint of each image that has no error, by id. */
    static SortedMap<String, String> fingerprints(RenderedImages images) {
        SortedMap<String, String> fingerprints = new TreeMap<>();
        for (RenderedImage image : images.images()) {
            fingerprints.put(image.id(), image.fingerprint());
        }
        return fingerprints;
    }

    /** What is converted; empty where all is JSON already. */
    public List<ConvertedFile> files() {
        return files;
    }

    /**
     * Writes the JSON beside the YAML.
     *
     * @param delete whether the YAML is deleted; else it gets {@value FileUpdate#REPLACED} at its end
     * @param keepComments whether comments are kept in files beside
     * @throws AuthoringException where a file would be overwritten
     */
    public void writeInPlace(boolean delete, boolean keepComments) {
        FileUpdate.inPlace(before, after, beside(keepComments), delete).write();
    }

    /** Writes the whole set, what was JSON already too, into another folder. */
    public void writeTo(Path folder, boolean keepComments) {
        FileUpdate.to(folder, after, beside(keepComments)).write();
    }

    private List<TextFile> beside(boolean keepComments) {
        List<TextFile> beside = new ArrayList<>();
        for (TextFile file : before.files()) {
            for (ConvertedFile each : files) {
                if (keepComments
                        && each.from().equals(file.shown())
                        && !each.comments().isEmpty()) {
                    beside.add(file.sibling(".comments.txt", text(each)));
                }
            }
        }
        return beside;
    }

    private static String text(ConvertedFile file) {
        StringBuilder text = new StringBuilder("// Comments of " + file.from() + "\n");
        file.comments()
                .forEach(comment -> text.append(("// " + comment.line() + ": " + comment.text()).stripTrailing())
                        .append('\n'));
        return text.toString();
    }
}
