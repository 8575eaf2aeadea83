package dev.imagefactory.osob;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A notation of documents. Its methods throw {@link ConsumerException}. */
interface DocumentFormat {
    /** The notation of a file, by its name. */
    static DocumentFormat of(String path) {
        return path.toLowerCase(Locale.ROOT).endsWith(".json") ? new JsonFormat() : new YamlFormat();
    }

    /** Reads a text. */
    Parsed parse(SourceText source);

    /** A text that was read once, and can be looked at in two ways that share no code. */
    interface Parsed {
        /** The values with their places in the text, anchors, aliases and merge keys followed. */
        List<Leaf> leaves();

        /**
         * The document as a program would load it: maps, lists and typed values. Several documents are a list. What
         * tells of an edit whether it was right. To be called once, after {@link #leaves}.
         */
        @Nullable
        Object load();
    }

    /**
     * The value of a scalar, typed as by {@link Parsed#load}, when another token stands in its place.
     *
     * @param value what the token is to say
     * @throws ConsumerException where it would say something else or be read as another type
     */
    @Nullable
    Object retyped(SourceText source, Scalar scalar, String token, String value);
}
