package dev.imagefactory.planner.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is wanted: images whose variables somebody edits, and whose secret somebody rotates. */
final class Workload {
    /** Stands in each value of the secret. */
    static final String SECRET = "s3cr3t-";

    private static final Map<List<Object>, RenderedImages> RENDERED = new ConcurrentHashMap<>();
    private static final int HIGHEST_VALUE = 3;

    private final Shape shape;
    private final int[] values = {1, 1};

    Workload(Shape shape) {
        this.shape = shape;
    }

    void edit(Dice dice) {
        values[dice.between(0, values.length - 1)] = dice.between(1, HIGHEST_VALUE);
    }

    List<String> imageIds() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < shape.images(); i++) {
            ids.add(Character.toString('a' + i));
        }
        return ids;
    }

    /** The images as they are wanted now. */
    RenderedImages images() {
        return RENDERED.computeIfAbsent(
                List.of(shape.images(), shape.fixedNames(), values[0], values[1]), key -> render());
    }

    private RenderedImages render() {
        List<Definition> definitions = new ArrayList<>();
        for (String id : imageIds()) {
            String text = definition(id);
            definitions.add(Definition.of(id + ".json", SourceFile.of(id + ".json", text.getBytes(UTF_8))));
        }
        String variables = "{\"V0\": \"" + values[0] + "\", \"V1\": \"" + values[1] + "\"}";
        RenderedImages images = new TemplateEngine(ImageNamePointer.DEFAULT)
                .render(
                        new DefinitionSet(
                                definitions, List.of(SourceFile.of("variables.json", variables.getBytes(UTF_8)))),
                        new Problems());
        if (images.hasErrors()) {
            throw new IllegalStateException(images.problems().toString());
        }
        return images;
    }

    private String definition(String id) {
        int index = id.charAt(0) - 'a';
        String version = "{V" + index % 2 + "}";
        String name = id + (shape.fixedNames() ? "" : "_" + version) + (index % 3 == 1 ? "-{BUILD_DATE}" : "");
        return "{\"version\": \"" + version + "\", \"day\": \"{BUILD_TIME}\", "
                + (index % 2 == 0 ? "\"pat\": \"kv_pat\", " : "")
                + "\"Destination\": [{\"CustomImageName\": \"" + name + "\"}]}";
    }
}
