package dev.imagefactory.template;

import dev.imagefactory.template.ImageDocuments.Documents;
import dev.imagefactory.template.RenderedDefinition.BaseText;
import dev.imagefactory.template.RenderedDefinition.Content;
import dev.imagefactory.template.RenderedDefinition.Name;
import dev.imagefactory.template.RenderedDefinition.Place;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Renders the definitions of one set, each by itself. Safe for concurrent use. */
final class DefinitionRenderer {
    private final DocumentReader reader;
    private final ImageNamePointer imageNames;
    private final List<SettingsRule> rules;
    private final Lints lints;
    private final Variables variables;
    private final FolderDefaults defaults;
    private final RenderedTexts texts = new RenderedTexts();

    DefinitionRenderer(
            DocumentReader reader,
            ImageNamePointer imageNames,
            List<SettingsRule> rules,
            Lints lints,
            Variables variables,
            FolderDefaults defaults) {
        this.reader = reader;
        this.imageNames = imageNames;
        this.rules = rules;
        this.lints = lints;
        this.variables = variables;
        this.defaults = defaults;
    }

    /** The documents of a definition before its variables are put in. */
    private record Parts(SplitDocument own, Optional<SplitDocument> shared, SplitDocument whole) {}

    private Optional<Parts> read(Definition definition, SourceFile file, Problems problems) {
        return reader.readObject(file, problems).map(document -> {
            SplitDocument own = SplitDocument.of(document, problems);
            Optional<SplitDocument> shared = defaults.of(definition, problems);
            SplitDocument whole = shared.map(each -> FolderDefaults.complete(each, own, problems))
                    .orElse(own);
            return new Parts(own, shared, whole);
        });
    }

    RenderedDefinition render(Definition definition) {
        return render(definition, definition.file(), null);
    }

    /**
     * Renders a definition, unless a cache knows what that gives.
     *
     * @param cache is not kept
     */
    RenderedDefinition render(Definition definition, RenderingCache.Session cache) {
        Problems problems = new Problems();
        Optional<SourceFile> read = definition.file().inMemory(problems);
        if (read.isEmpty()) {
            return new RenderedDefinition(definition, null, problems, new Problems(), null);
        }
        ContentChecksum source = defaults.source(definition, read.get());
        return cache.find(definition, source, fingerprint -> documents(null, definition, fingerprint))
                .orElseGet(() -> render(definition, read.get(), source));
    }

    private RenderedDefinition render(Definition definition, SourceFile file, @Nullable ContentChecksum source) {
        Problems problems = new Problems();
        Problems found = new Problems();
        Optional<Parts> parts = read(definition, file, problems);
        return new RenderedDefinition(
                definition,
                source,
                problems,
                found,
                parts.map(each -> content(definition, each, problems, found)).orElse(null));
    }

    private Content content(Definition definition, Parts parts, Problems problems, Problems found) {
        JsonObject settings = parts.whole().settingsUpon(ruled(definition));
        ImageSettings said = read(settings, problems);
        Set<String> silenced = said.silenced().keySet();
        Warnings warnings = new Warnings(silenced, problems);
        DefinitionRendering rendering = new DefinitionRendering(variables, texts, warnings, problems);
        JsonObject rendered = rendering.render(parts.whole().payload());
        List<ImageNamePointer.Found> namesFound = imageNames.findIn(rendered);
        List<Name> names = names(definition, namesFound, problems);
        boolean isFaulty = problems.errors() > 0;
        if (!isFaulty) {
            Warnings lintWarnings = new Warnings(silenced, found);
            lints.check(definition, rendered, namesFound, lintWarnings);
            warnings.withheld().addAll(lintWarnings.withheld());
        }
        return new Content(
                Set.copyOf(rendering.variables().keySet()),
                names,
                said.base() == null ? baseTexts(rendered) : List.of(),
                settings.get("base").map(JsonValue::location).orElse(null),
                parts.whole().settingsUpon(List.of()),
                warnings.withheld(),
                isFaulty ? null : image(definition, parts, rendered, names, rendering, said));
    }

    private RenderedImage image(
            Definition definition,
            Parts parts,
            JsonObject rendered,
            List<Name> names,
            DefinitionRendering rendering,
            ImageSettings said) {
        String fingerprint = RedactedPayload.fingerprint(rendered);
        ImageDocuments documents = documents(documents(parts, rendered), definition, fingerprint);
        return new RenderedImage(
                definition.id(),
                definition.file().path(),
                names.stream().map(Name::target).toList(),
                new RedactedPayload(documents, fingerprint),
                fingerprint,
                new ImageSource(documents),
                texts.shared(rendering.variables()),
                rendering.secrets(),
                said,
                null);
    }

    /** @param first as they were made; null where they were not yet */
    private ImageDocuments documents(@Nullable Documents first, Definition definition, String fingerprint) {
        return new ImageDocuments(first, () -> documents(definition, fingerprint));
    }

    private static Documents documents(Parts parts, JsonObject rendered) {
        return new Documents(
                parts.own().payload(),
                parts.shared().map(SplitDocument::payload).orElse(null),
                rendered);
    }

    /** The documents of a definition that was rendered before, rendered again. */
    private Documents documents(Definition definition, String fingerprint) {
        Problems problems = new Problems();
        Optional<Documents> documents = read(definition, definition.file(), problems)
                .map(parts -> {
                    Warnings unheard = new Warnings(Set.of(), new Problems());
                    DefinitionRendering rendering = new DefinitionRendering(variables, texts, unheard, problems);
                    return documents(parts, rendering.render(parts.whole().payload()));
                });
        return documents
                .filter(each -> problems.errors() == 0
                        && RedactedPayload.fingerprint(each.rendered()).equals(fingerprint))
                .orElseThrow(() -> new UncheckedIOException(new IOException(
                        definition.file().path() + " has changed while the program ran; run it again")));
    }

    /** What the rules say about an image. */
    private List<JsonObject> ruled(Definition definition) {
        return rules.isEmpty()
                ? List.of()
                : rules.stream()
                        .filter(rule -> rule.concerns(definition.id()))
                        .map(SettingsRule::settings)
                        .toList();
    }

    private static ImageSettings read(JsonObject settings, Problems problems) {
        return settings.members().isEmpty()
                ? ImageSettings.NONE
                : new ImageSettingsReader(problems).read(settings, JsonPointer.ROOT.child(ImageSettings.KEY));
    }

    private static List<Name> names(Definition definition, List<ImageNamePointer.Found> found, Problems problems) {
        if (found.isEmpty()) {
            Place file = new Place(Location.of(definition.file().path()), JsonPointer.ROOT);
            return List.of(new Name(new ImageTarget(definition.fileName(), ""), file));
        }
        List<Name> names = new ArrayList<>();
        for (ImageNamePointer.Found each : found) {
            Optional<String> name = each.text()
                    .filter(text -> !text.isBlank())
                    .filter(text -> SecretReference.nameIn(text).isEmpty());
            if (name.isEmpty()) {
                problems.add(
                        ProblemCode.INVALID_IMAGE_NAME,
                        each.location(),
                        each.pointer().text(),
                        "the image's name is not a text, is empty, or is a secret",
                        "give the image a name");
            } else {
                names.add(new Name(
                        new ImageTarget(name.get(), each.destination()), new Place(each.location(), each.pointer())));
            }
        }
        return names;
    }

    private static List<BaseText> baseTexts(JsonObject rendered) {
        List<BaseText> texts = new ArrayList<>();
        for (ImageNamePointer.Found each : ImageNamePointer.BASE.findIn(rendered)) {
            each.text().ifPresent(text -> texts.add(new BaseText(text, new Place(each.location(), each.pointer()))));
        }
        return texts;
    }
}
