package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.List;

/** The inputs of a rendering, put together by a test. */
final class Rendering {
    private final List<Definition> definitions = new ArrayList<>();
    private final List<SourceFile> variables = new ArrayList<>();
    private List<SettingsRule> rules = List.of();

    static Rendering of(String path, String text) {
        return new Rendering().and(path, text);
    }

    Rendering and(String path, String text) {
        definitions.add(Definition.of(path, SourceFile.of(path, text.getBytes(UTF_8))));
        return this;
    }

    Rendering with(String variableFile) {
        String path = variables.isEmpty() ? "variables.json" : "variables" + (variables.size() + 1) + ".json";
        variables.add(SourceFile.of(path, variableFile.getBytes(UTF_8)));
        return this;
    }

    /** Rules of a configuration, as YAML. */
    Rendering ruled(String yaml) {
        Problems problems = new Problems();
        rules = new DocumentReader()
                .read(SourceFile.of("rules.yaml", yaml.getBytes(UTF_8)), problems)
                .map(list -> SettingsRule.read(list, JsonPointer.ROOT.child("imageSettings"), problems))
                .orElse(List.of());
        assertThat(problems.sorted()).isEmpty();
        return this;
    }

    RenderedImages images() {
        return images(ImageNamePointer.DEFAULT);
    }

    RenderedImages images(ImageNamePointer imageNames) {
        return new TemplateEngine(imageNames, rules).render(new DefinitionSet(definitions, variables), new Problems());
    }

    RenderedImage image() {
        RenderedImages images = images();
        assertThat(images.hasErrors()).as(images.problems().toString()).isFalse();
        assertThat(images.images()).hasSize(1);
        return images.images().get(0);
    }

    /** The image with an id, of a set without an error. */
    RenderedImage image(String id) {
        RenderedImages images = images();
        assertThat(images.hasErrors()).as(images.problems().toString()).isFalse();
        return images.images().stream()
                .filter(image -> image.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    List<String> problems() {
        return images().problems().stream().map(Problem::toString).toList();
    }

    List<String> codes() {
        return images().problems().stream().map(problem -> problem.code().id()).toList();
    }

    /** What a text becomes in a definition. */
    static String ofText(String template, String variables) {
        String json = JsonText.compact(new JsonString(template, Location.NONE));
        RenderedImage image =
                of("x.json", "{\"Text\": " + json + "}").with(variables).image();
        return ((JsonString) image.payload().document().get("Text").orElseThrow()).text();
    }
}
