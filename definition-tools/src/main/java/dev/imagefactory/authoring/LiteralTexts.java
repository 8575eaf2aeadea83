package dev.imagefactory.authoring;

import dev.imagefactory.authoring.EditableDocument.Text;
import dev.imagefactory.authoring.Scalar.Edit;
import dev.imagefactory.template.BuiltIn;
import dev.imagefactory.template.RedactedPayload;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.VariableText;
import dev.imagefactory.template.VariableText.Part;
import dev.imagefactory.template.problem.Location;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The texts of definitions without variables that the engine would take for variables, or for a mistaken one: they mean
 * themselves, and need an escape.
 *
 * <p>Built-in variables stay what they are.
 */
final class LiteralTexts {
    /** A private character around a number, for a text that is to come through rendering as it is. */
    private static final String MARK = "\uE0F5";

    private final List<EditableDocument> documents;
    private final Map<EditableDocument, Map<Text, List<Edit>>> edits = new LinkedHashMap<>();

    LiteralTexts(List<EditableDocument> documents) {
        this.documents = documents;
        for (EditableDocument document : documents) {
            Map<Text, List<Edit>> ofDocument = new LinkedHashMap<>();
            for (Text text : document.texts()) {
                List<Edit> escapes = escapes(text.value());
                if (!escapes.isEmpty()) {
                    ofDocument.put(text, escapes);
                }
            }
            if (!ofDocument.isEmpty()) {
                edits.put(document, ofDocument);
            }
        }
    }

    /** The edits that escape the texts, for each document that has such. */
    Map<EditableDocument, Map<Text, List<Edit>>> edits() {
        return edits;
    }

    int count() {
        return edits.values().stream().mapToInt(Map::size).sum();
    }

    private static List<Edit> escapes(String text) {
        List<Edit> escapes = new ArrayList<>();
        int at = 0;
        for (Part part : VariableText.parts(text)) {
            boolean needed = switch (part.kind()) {
                case VARIABLE -> !isBuiltIn(part.name());
                case LOOK_ALIKE -> isBuiltIn(part.name());
                case LITERAL, ESCAPE -> false;
            };
            if (needed) {
                String source = part.source();
                escapes.add(new Edit(at, at + source.length(), source.charAt(0) + "~" + source.substring(1)));
            }
            at += part.source().length();
        }
        return escapes;
    }

    private static boolean isBuiltIn(String name) {
        return Arrays.stream(BuiltIn.values())
                .anyMatch(builtIn -> builtIn.name().equalsIgnoreCase(name));
    }

    /**
     * The fingerprints of the images when all these texts mean themselves: found without an escape, by rendering with
     * marks in their places and putting them back.
     */
    SortedMap<String, String> fingerprints(DefinitionTexts texts, TemplateEngine engine) {
        Map<String, String> marked = new HashMap<>();
        List<TextFile> files = new ArrayList<>(texts.variables());
        for (EditableDocument document : documents) {
            Map<Location, String> marks = new HashMap<>();
            edits.getOrDefault(document, Map.of()).keySet().forEach(text -> {
                String mark = MARK + marked.size() + MARK;
                marked.put(mark, text.value());
                marks.put(text.location(), mark);
            });
            files.add(marks.isEmpty() ? document.file() : document.withTexts(marks));
        }
        SortedMap<String, String> fingerprints = new TreeMap<>();
        for (RenderedImage image : texts.withFiles(files).render(engine).images()) {
            fingerprints.put(
                    image.id(),
                    RedactedPayload.fingerprint(EditableDocument.withTexts(
                            image.payload().document(), (location, text) -> marked.getOrDefault(text, text))));
        }
        return fingerprints;
    }
}
