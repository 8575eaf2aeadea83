package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonValue.JsonObject;
import java.lang.ref.WeakReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one image. They are kept while somebody uses them, and made again when they are asked for later:
 * those of all images of a large set would not fit into memory, and few of them are looked at. Safe for concurrent use.
 */
final class ImageDocuments {
    private final Supplier<Documents> maker;
    private volatile @Nullable WeakReference<Documents> last;

    /**
     * @param definition the definition's own document
     * @param defaults what the defaults of its folders say together; null where there are none
     * @param rendered both together, with variables put in
     */
    record Documents(JsonObject definition, @Nullable JsonObject defaults, JsonObject rendered) {}

    /**
     * @param first as they were made at first; null where they were not yet
     * @param maker makes equal ones
     */
    ImageDocuments(@Nullable Documents first, Supplier<Documents> maker) {
        this.maker = maker;
        this.last = first == null ? null : new WeakReference<>(first);
    }

    Documents get() {
        @Nullable WeakReference<Documents> reference = last;
        @Nullable Documents known = reference == null ? null : reference.get();
        if (known == null) {
            known = maker.get();
            last = new WeakReference<>(known);
        }
        return known;
    }
}
