package dev.imagefactory.planner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A set of definitions and variables that a test changes step by step. */
final class Images {
    private final SortedMap<String, String> definitions = new TreeMap<>();
    private final SortedMap<String, String> variables = new TreeMap<>();

    /** A definition whose image is called by its id and the variable {@code V}. */
    Images define(String id) {
        return define(id, "\"Destination\": [{\"CustomImageName\": \"" + id + "_{V}\"}]");
    }

    Images define(String id, String members) {
        definitions.put(id, "{" + members + "}");
        return this;
    }

    Images remove(String id) {
        definitions.remove(id);
        return this;
    }

    Images set(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    RenderedImages rendered() {
        return rendered(files -> {});
    }

    /** @param order puts the files in the order in which a file system would list them */
    RenderedImages rendered(Consumer<List<Definition>> order) {
        List<Definition> files = new ArrayList<>();
        definitions.forEach((id, text) ->
                files.add(Definition.of(id + ".json", SourceFile.of(id + ".json", text.getBytes(UTF_8)))));
        order.accept(files);
        String values = variables.entrySet().stream().map(Images::member).collect(Collectors.joining(",", "{", "}"));
        RenderedImages images = new TemplateEngine(ImageNamePointer.DEFAULT)
                .render(
                        new DefinitionSet(files, List.of(SourceFile.of("variables.json", values.getBytes(UTF_8)))),
                        new Problems());
        assertThat(images.hasErrors()).as(images.problems().toString()).isFalse();
        return images;
    }

    private static String member(Map.Entry<String, String> variable) {
        return "\"" + variable.getKey() + "\":\"" + variable.getValue() + "\"";
    }
}
