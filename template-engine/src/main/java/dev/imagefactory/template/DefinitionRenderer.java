package dev.imagefactory.template;

import dev.imagefactory.template.ImageDocuments.Documents;
import dev.imagefactory.template.RenderedDefinition.BaseText;
import dev.imagefactory.template.RenderedDefinition.Content;
import dev.imagefactory.template.RenderedDefinition.Name;
import dev.imagefactory.template.RenderedDefinition.Place;
import dev.imagefactory.template.RenderedTexts.RenderedText;
import dev.imagefactory.template.document.CanonicalBytes;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.FlatDocument;
import dev.imagefactory.template.document.FlatDocument.TextRewriter;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Renders the definitions of one set, each by itself. Safe for concurrent use. */
final class DefinitionRenderer {
    /** Of a text without one of them nothing is to be said: no variable, no secret, no address. */
    private static final String MARKS = "{<_/";

    private final DocumentReader reader;
    private final ImageNamePointer imageNames;
    private final List<SettingsRule> rules;
    private final Lints lints;
    private final Variables variables;
    private final FolderDefaults defaults;
    private final RenderedTexts texts = new RenderedTexts();
    private final ThreadLocal<FlatDocument> flat = ThreadLocal.withInitial(() -> new FlatDocument(MARKS));

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
        return renderFlat(definition, file, source).orElseGet(() -> renderTree(definition, file, source));
    }

    private RenderedDefinition renderTree(Definition definition, SourceFile file, @Nullable ContentChecksum source) {
        Problems problems = new Problems();
        Optional<Parts> parts = read(definition, file, problems);
        if (parts.isEmpty()) {
            return new RenderedDefinition(definition, source, problems, new Problems(), null);
        }
        Work work = new Work(definition, parts.get().whole(), problems);
        JsonObject rendered = work.rendering.render(parts.get().whole().payload());
        return work.done(
                source, rendered, () -> RedactedPayload.fingerprint(rendered), documents(parts.get(), rendered));
    }

    /**
     * Renders a definition that nothing is unusual about without a tree of most of it: the artifacts, of which there
     * may be many, are only looked through for texts that need it. Empty where there is anything to be reported, or
     * something is of a kind that only {@link #renderTree} looks at.
     */
    private Optional<RenderedDefinition> renderFlat(
            Definition definition, SourceFile file, @Nullable ContentChecksum source) {
        FlatDocument document = flat.get();
        if (imageNames.mayLeadInto(Lints.ARTIFACTS) || defaults.concern(definition) || !file.readInto(document)) {
            return Optional.empty();
        }
        Problems problems = new Problems();
        Optional<SplitDocument> most =
                document.treeWithout(Lints.ARTIFACTS).map(tree -> SplitDocument.of(tree, problems));
        if (most.isEmpty()) {
            return Optional.empty();
        }
        Work work = new Work(definition, most.get(), problems);
        JsonObject rendered = work.rendering.render(most.get().payload());
        @Nullable CanonicalBytes canonical = document.canonicalWithout(ImageSettings.KEY, work);
        if (canonical == null) {
            return Optional.empty();
        }
        RenderedDefinition done = work.done(source, rendered, () -> RedactedPayload.fingerprint(canonical), null);
        boolean clean = problems.isEmpty()
                && done.lints().isEmpty()
                && work.warnings.withheld().isEmpty();
        return clean ? Optional.of(done) : Optional.empty();
    }

    /** The rendering of one definition. */
    private final class Work implements TextRewriter {
        private final Definition definition;
        private final Problems problems;
        private final SplitDocument whole;
        private final JsonObject settings;
        private final ImageSettings said;
        private final Warnings warnings;
        private final DefinitionRendering rendering;

        Work(Definition definition, SplitDocument whole, Problems problems) {
            this.definition = definition;
            this.problems = problems;
            this.whole = whole;
            this.settings = whole.settingsUpon(ruled(definition));
            this.said = readSettings(settings, problems);
            this.warnings = new Warnings(said.silenced().keySet(), problems);
            this.rendering = new DefinitionRendering(variables, texts, warnings, problems);
        }

        @Override
        public @Nullable String rewrite(String text) {
            @Nullable RenderedText known = rendering.known(text);
            if (known != null && known.isPlain()) {
                return known.text();
            }
            JsonString rendered = rendering.string(new JsonString(text, Location.NONE), JsonPointer.ROOT);
            Lints.checkTexts(rendered, JsonPointer.ROOT, warnings);
            return problems.isEmpty() && warnings.withheld().isEmpty() ? rendered.text() : null;
        }

        @Override
        public boolean keeps(String name) {
            return !VariableSyntax.mayHoldVariable(name);
        }

        /** @param first the documents as they were made; null where the texts were looked through one by one instead */
        RenderedDefinition done(
                @Nullable ContentChecksum source,
                JsonObject rendered,
                Supplier<String> fingerprint,
                @Nullable Documents first) {
            List<ImageNamePointer.Found> namesFound = imageNames.findIn(rendered);
            List<Name> names = names(definition, namesFound, problems);
            Problems found = new Problems();
            boolean isFaulty = problems.errors() > 0;
            if (!isFaulty) {
                Warnings lintWarnings = new Warnings(said.silenced().keySet(), found);
                if (first != null) {
                    Lints.checkTexts(rendered, JsonPointer.ROOT, lintWarnings);
                }
                lints.checkPlaces(definition, rendered, namesFound, lintWarnings);
                warnings.withheld().addAll(lintWarnings.withheld());
            }
            Content content = new Content(
                    Set.copyOf(rendering.variables().keySet()),
                    names,
                    said.base() == null ? baseTexts(rendered) : List.of(),
                    settings.get("base").map(JsonValue::location).orElse(null),
                    whole.settingsUpon(List.of()),
                    warnings.withheld(),
                    isFaulty ? null : image(names, fingerprint.get(), first));
            return new RenderedDefinition(definition, source, problems, found, content);
        }

        private RenderedImage image(List<Name> names, String fingerprint, @Nullable Documents first) {
            ImageDocuments documents = documents(first, definition, fingerprint);
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

    private static ImageSettings readSettings(JsonObject settings, Problems problems) {
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
