package dev.imagefactory.template;

import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The template engine: definitions and variables in, rendered images and problems out.
 *
 * <p>It touches no file, clock or network; {@link DefinitionFolder} reads folders for it. Safe for concurrent use.
 */
public final class TemplateEngine {
    private final ImageNamePointer imageNames;
    private final DocumentReader reader = new DocumentReader();

    /**
     * @param imageNames where definitions say the names of their images; where one says none, the file's name is taken
     */
    public TemplateEngine(ImageNamePointer imageNames) {
        this.imageNames = imageNames;
    }

    /**
     * Renders all definitions. Never throws for what is wrong in the files: all problems are gathered.
     *
     * @param definitions in any order
     * @param variableFiles where a name stands in more than one, the last wins
     * @param problems what reading the files brought; it receives the problems of rendering too
     */
    public RenderedImages render(List<Definition> definitions, List<SourceFile> variableFiles, Problems problems) {
        boolean allRead = problems.errors() == 0;
        Variables variables = Variables.read(variableFiles, reader, problems);
        List<Definition> sorted = definitions.stream()
                .sorted(Comparator.comparing(Definition::id)
                        .thenComparing(definition -> definition.file().path()))
                .toList();
        Set<String> used = new HashSet<>();
        List<RenderedImage> images = new ArrayList<>();
        Map<ImageTarget, Definition> targets = new HashMap<>();
        ScalarRenderer renderer = new ScalarRenderer();
        @Nullable Definition previous = null;
        for (Definition definition : sorted) {
            int before = problems.errors();
            if (previous != null && previous.id().equals(definition.id())) {
                problems.add(
                        ProblemCode.DUPLICATE_IMAGE_ID,
                        Location.of(definition.file().path()),
                        "",
                        "the image '" + definition.id() + "' is defined in "
                                + previous.file().path() + " too",
                        "delete or rename one of the files");
            }
            previous = definition;
            Optional<JsonObject> document = reader.readObject(definition.file(), problems);
            if (document.isEmpty()) {
                allRead = false;
                continue;
            }
            DefinitionRendering rendering =
                    new DefinitionRendering(definition.file().path(), variables, renderer, problems);
            JsonObject rendered = rendering.render(document.get());
            used.addAll(rendering.variables().keySet());
            List<ImageTarget> names = targetsOf(definition, rendered, targets, problems);
            if (problems.errors() == before) {
                images.add(new RenderedImage(
                        definition.id(),
                        definition.file().path(),
                        names,
                        new RedactedPayload(rendered),
                        RedactedPayload.fingerprint(rendered),
                        RedactedPayload.fingerprint(document.get()),
                        rendering.variables(),
                        rendering.secrets()));
            }
        }
        if (allRead) {
            reportUnused(variables, used, problems);
        }
        return new RenderedImages(images, problems.sorted());
    }

    private List<ImageTarget> targetsOf(
            Definition definition, JsonObject rendered, Map<ImageTarget, Definition> taken, Problems problems) {
        List<ImageNamePointer.Found> found = imageNames.findIn(rendered);
        if (found.isEmpty()) {
            ImageTarget target = new ImageTarget(definition.fileName(), "");
            claim(target, definition, Location.of(definition.file().path()), "", taken, problems);
            return List.of(target);
        }
        List<ImageTarget> targets = new ArrayList<>();
        for (ImageNamePointer.Found each : found) {
            Location location = new Location(
                    definition.file().path(),
                    each.position().line(),
                    each.position().column());
            Optional<String> name = each.text()
                    .filter(text -> !text.isBlank())
                    .filter(text -> SecretReference.nameIn(text).isEmpty());
            if (name.isEmpty()) {
                problems.add(
                        ProblemCode.INVALID_IMAGE_NAME,
                        location,
                        each.pointer().text(),
                        "the image's name is not a text, is empty, or is a secret",
                        "give the image a name");
                continue;
            }
            ImageTarget target = new ImageTarget(name.get(), each.destination());
            claim(target, definition, location, each.pointer().text(), taken, problems);
            targets.add(target);
        }
        return targets;
    }

    /** Notes who makes an image. */
    private static void claim(
            ImageTarget target,
            Definition definition,
            Location location,
            String pointer,
            Map<ImageTarget, Definition> taken,
            Problems problems) {
        @Nullable Definition other = taken.putIfAbsent(target.normalised(), definition);
        if (other != null) {
            String where = other.equals(definition)
                    ? "twice in this definition"
                    : "by " + other.file().path() + " too";
            problems.add(
                    ProblemCode.DUPLICATE_IMAGE_NAME,
                    location,
                    pointer,
                    "the image '" + target.imageName() + "' is made in the same destination " + where,
                    "give one of them another name");
        }
    }

    private static void reportUnused(Variables variables, Set<String> used, Problems problems) {
        for (Variable variable : variables.all()) {
            if (!used.contains(variable.name())) {
                problems.add(
                        ProblemCode.UNUSED_VARIABLE,
                        variable.origin(),
                        "/" + variable.name(),
                        "no definition uses the variable '" + variable.name() + "'",
                        "delete it, or look for a definition that should use it");
            }
        }
    }
}
