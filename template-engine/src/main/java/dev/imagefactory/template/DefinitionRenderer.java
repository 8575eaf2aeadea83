package dev.imagefactory.template;

import dev.imagefactory.template.ImageDocuments.Documents;
import dev.imagefactory.template.document.CanonicalBytes;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.FlatDocument;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Renders the definitions of one set, each by itself. Safe for concurrent use. */
final class DefinitionRenderer {
    /** Of a text without one of them nothing is to be said: no variable, no secret, no address. */
    private static final String MARKS = "{<_/";

    private final DocumentReader reader;
    private final RenderingRules rules;
    private final FolderDefaults defaults;
    private final ThreadLocal<FlatDocument> flat = ThreadLocal.withInitial(() -> new FlatDocument(MARKS));

    DefinitionRenderer(DocumentReader reader, RenderingRules rules, FolderDefaults defaults) {
        this.reader = reader;
        this.rules = rules;
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

    /**
     * Renders a definition, unless a cache knows what that gives.
     *
     * @param cache null for none; is not changed
     */
    RenderedDefinition render(Definition definition, RenderingCache.@Nullable Session cache) {
        Problems problems = new Problems();
        Optional<SourceFile> read = definition.file().inMemory(problems);
        if (read.isEmpty()) {
            return new RenderedDefinition(definition, null, problems, new Problems(), null);
        }
        SourceFile file = read.get();
        if (cache == null) {
            return render(definition, file, null);
        }
        ContentChecksum source = defaults.source(definition, file);
        return cache.find(definition, source, fingerprint -> documents(null, definition, fingerprint))
                .orElseGet(() -> render(definition, file, source));
    }

    private RenderedDefinition render(Definition definition, SourceFile file, @Nullable ContentChecksum source) {
        return renderFlat(definition, file, source).orElseGet(() -> renderTree(definition, file, source));
    }

    /** Renders a definition of whatever kind, and says all that is wrong with it. */
    RenderedDefinition renderTree(Definition definition, SourceFile file, @Nullable ContentChecksum source) {
        Problems problems = new Problems();
        Optional<Parts> parts = read(definition, file, problems);
        if (parts.isEmpty()) {
            return new RenderedDefinition(definition, source, problems, new Problems(), null);
        }
        ImageRendering rendering =
                new ImageRendering(rules, definition, parts.get().whole(), problems);
        rendering.checkTexts();
        JsonObject payload = rendering.payload();
        return rendering.done(
                source,
                () -> RedactedPayload.fingerprint(payload),
                fingerprint -> documents(documents(parts.get(), payload), definition, fingerprint));
    }

    /**
     * Renders a definition that nothing is unusual about without a tree of most of it: the artifacts, of which there
     * may be many, are only looked through for texts that need it. Empty where there is anything to be reported, or
     * something is of a kind that only {@link #renderTree} looks at.
     */
    Optional<RenderedDefinition> renderFlat(Definition definition, SourceFile file, @Nullable ContentChecksum source) {
        FlatDocument document = flat.get();
        if (rules.imageNames().mayLeadInto(Lints.ARTIFACTS) || defaults.concern(definition) || !document.read(file)) {
            return Optional.empty();
        }
        Problems problems = new Problems();
        Optional<SplitDocument> most =
                document.treeWithout(Lints.ARTIFACTS).map(tree -> SplitDocument.of(tree, problems));
        if (most.isEmpty()) {
            return Optional.empty();
        }
        ImageRendering rendering = new ImageRendering(rules, definition, most.get(), problems);
        @Nullable CanonicalBytes canonical = document.canonicalWithout(ImageSettings.KEY, rendering);
        if (canonical == null) {
            return Optional.empty();
        }
        RenderedDefinition done = rendering.done(
                source,
                () -> RedactedPayload.fingerprint(canonical),
                fingerprint -> documents(null, definition, fingerprint));
        return rendering.isClean() ? Optional.of(done) : Optional.empty();
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
                    PayloadRendering rendering = new PayloadRendering(rules, unheard, problems);
                    return documents(parts, rendering.render(parts.whole().payload()));
                });
        return documents
                .filter(each -> problems.errors() == 0
                        && RedactedPayload.fingerprint(each.rendered()).equals(fingerprint))
                .orElseThrow(() -> new UncheckedIOException(new IOException(
                        definition.file().path() + " has changed while the program ran; run it again")));
    }
}
