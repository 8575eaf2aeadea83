package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.MergePatch;
import org.jspecify.annotations.Nullable;

/**
 * What an image is rendered from, without variables put in and without {@value ImageSettings#KEY}.
 *
 * @param definition the definition's own document
 * @param defaults what the defaults of its folders say together; null where there are none
 */
public record ImageSource(JsonObject definition, @Nullable JsonObject defaults) {
    /** What the definition and its defaults say together, which is what is rendered. */
    public JsonObject whole() {
        return defaults == null ? definition : MergePatch.apply(defaults, definition);
    }

    /**
     * The SHA-256 over the canonical definition: it changes when the definition was edited, not when a variable was.
     */
    public String definitionFingerprint() {
        return RedactedPayload.fingerprint(definition);
    }

    /** The same over the defaults; null where there are none. */
    public @Nullable String defaultsFingerprint() {
        return defaults == null ? null : RedactedPayload.fingerprint(defaults);
    }
}
