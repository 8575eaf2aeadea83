package dev.imagefactory.template;

import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonObject;
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
    private final List<SettingsRule> settings;
    private final Lints lints;
    private final DocumentReader reader = new DocumentReader();

    /**
     * @param imageNames where definitions say the names of their images; where one says none, the file's name is taken
     */
    public TemplateEngine(ImageNamePointer imageNames) {
        this(imageNames, List.of());
    }

    /** @param settings what is said about images outside of their definitions, the strongest last */
    public TemplateEngine(ImageNamePointer imageNames, List<SettingsRule> settings) {
        this(imageNames, settings, List.of());
    }

    /** @param knownRegions regions that are no mistake, beside those of Azure that the engine knows */
    public TemplateEngine(ImageNamePointer imageNames, List<SettingsRule> settings, List<String> knownRegions) {
        this.imageNames = imageNames;
        this.settings = List.copyOf(settings);
        this.lints = new Lints(AzureRegions.with(knownRegions));
    }

    /**
     * Renders all definitions. Never throws for what is wrong in the files: all problems are gathered.
     *
     * @param problems what reading the files brought; it receives the problems of rendering too
     */
    public RenderedImages render(DefinitionSet set, Problems problems) {
        boolean allRead = problems.errors() == 0;
        Variables variables = Variables.read(set.variables(), reader, problems);
        List<Definition> sorted = set.files().stream()
                .sorted(Comparator.comparing(Definition::id)
                        .thenComparing(file -> file.file().path()))
                .toList();
        FolderDefaults defaults = FolderDefaults.read(sorted, reader, problems);
        allRead &= defaults.isComplete();
        Set<String> used = new HashSet<>();
        Set<String> defined = new HashSet<>();
        Map<String, Location> bases = new HashMap<>();
        List<RenderedImage> images = new ArrayList<>();
        Map<ImageTarget, Definition> targets = new HashMap<>();
        ScalarRenderer renderer = new ScalarRenderer();
        Silences silences = new Silences();
        @Nullable Definition previous = null;
        for (Definition definition : sorted) {
            if (definition.isDefaults()) {
                continue;
            }
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
            defined.add(definition.id());
            Optional<JsonObject> document = reader.readObject(definition.file(), problems);
            if (document.isEmpty()) {
                allRead = false;
                continue;
            }
            SplitDocument own = SplitDocument.of(document.get(), problems);
            Optional<SplitDocument> shared = defaults.of(definition);
            SplitDocument whole =
                    shared.map(each -> defaults.complete(each, own)).orElse(own);
            JsonObject settingsOfImage = whole.settingsUpon(ruled(definition));
            ImageSettings said = read(settingsOfImage, problems);
            settingsOfImage.get("base").map(JsonValue::location).ifPresent(at -> bases.put(definition.id(), at));
            Warnings warnings = new Warnings(said.silenced().keySet(), problems);
            DefinitionRendering rendering = new DefinitionRendering(variables, renderer, warnings, problems);
            JsonObject rendered = rendering.render(whole.payload());
            used.addAll(rendering.variables().keySet());
            List<ImageTarget> names = targetsOf(definition, rendered, targets, problems);
            boolean hasErrors = problems.errors() > before;
            if (!hasErrors) {
                lints.check(definition, rendered, imageNames.findIn(rendered), warnings);
                images.add(new RenderedImage(
                        definition.id(),
                        definition.file().path(),
                        names,
                        new RedactedPayload(rendered),
                        RedactedPayload.fingerprint(rendered),
                        new ImageSource(
                                own.payload(),
                                shared.map(SplitDocument::payload).orElse(null)),
                        rendering.variables(),
                        rendering.secrets(),
                        said,
                        null));
            }
            silences.note(whole.settingsUpon(List.of()), warnings.withheld(), hasErrors);
        }
        if (allRead) {
            silences.reportUnneeded(problems);
            reportUnused(variables, used, problems);
            settings.forEach(rule -> rule.reportUnused(defined, problems));
        }
        List<RenderedImage> withBases = new BaseImages(ImageNamePointer.BASE, defined, bases, problems).resolve(images);
        return new RenderedImages(withBases, variables.values(), problems.sorted());
    }

    /** What the rules say about an image. */
    private List<JsonObject> ruled(Definition definition) {
        return settings.stream()
                .filter(rule -> rule.concerns(definition.id()))
                .map(SettingsRule::settings)
                .toList();
    }

    private static ImageSettings read(JsonObject settings, Problems problems) {
        return settings.members().isEmpty()
                ? ImageSettings.NONE
                : new ImageSettingsReader(problems).read(settings, JsonPointer.ROOT.child(ImageSettings.KEY));
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
            Location location = each.location();
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
