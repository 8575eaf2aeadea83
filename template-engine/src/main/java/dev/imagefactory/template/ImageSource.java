package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.MergePatch;
import org.jspecify.annotations.Nullable;

/**
 * What an image is rendered from, without variables put in and without {@value ImageSettings#KEY}.
 *
 * <p>That of an image of the engine is read again when it is asked for. All methods throw
 * {@link java.io.UncheckedIOException} where its files stayed on disk ({@link DefinitionSet#onDisk}) and have changed.
 */
public final class ImageSource {
    private final ImageDocuments documents;

    /**
     * @param definition the definition's own document
     * @param defaults what the defaults of its folders say together; null where there are none
     */
    public ImageSource(JsonObject definition, @Nullable JsonObject defaults) {
        ImageDocuments.Documents fixed = new ImageDocuments.Documents(definition, defaults, definition);
        this.documents = new ImageDocuments(null, () -> fixed);
    }

    ImageSource(ImageDocuments documents) {
        this.documents = documents;
    }

    /** The definition's own document. */
    public JsonObject definition() {
        return documents.get().definition();
    }

    /** What the defaults of its folders say together; null where there are none. */
    public @Nullable JsonObject defaults() {
        return documents.get().defaults();
    }

    /** What the definition and its defaults say together, which is what is rendered. */
    public JsonObject whole() {
        ImageDocuments.Documents both = documents.get();
        return both.defaults() == null ? both.definition() : MergePatch.apply(both.defaults(), both.definition());
    }

    /**
     * The SHA-256 over the canonical definition: it changes when the definition was edited, not when a variable was.
     */
    public String definitionFingerprint() {
        return RedactedPayload.fingerprint(definition());
    }

    /** The same over the defaults; null where there are none. */
    public @Nullable String defaultsFingerprint() {
        @Nullable JsonObject defaults = defaults();
        return defaults == null ? null : RedactedPayload.fingerprint(defaults);
    }
}
