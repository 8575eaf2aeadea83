package dev.imagefactory.template.document;

import org.jspecify.annotations.Nullable;

/**
 * A JSON pointer (RFC 6901) to a value of a document. Immutable; its text is made when it is first asked for, which for
 * most places that are passed through is never.
 */
public final class JsonPointer {
    /** The document as a whole. */
    public static final JsonPointer ROOT = new JsonPointer("");

    private final @Nullable JsonPointer parent;
    private final String name;
    private final int index;
    private @Nullable String text;

    private JsonPointer(@Nullable JsonPointer parent, String name, int index, @Nullable String text) {
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.text = text;
    }

    /** @param text empty, or each step after a {@code /}, with {@code ~0} for a tilde and {@code ~1} for a slash */
    public JsonPointer(String text) {
        this(null, "", -1, text);
    }

    public JsonPointer child(String member) {
        return new JsonPointer(this, member, -1, null);
    }

    public JsonPointer child(int element) {
        return new JsonPointer(this, "", element, null);
    }

    /** As RFC 6901 writes it. */
    public String text() {
        String known = text;
        if (known == null) {
            String step = index >= 0
                    ? Integer.toString(index)
                    : name.replace("~", "~0").replace("/", "~1");
            known = (parent == null ? "" : parent.text()) + "/" + step;
            text = known;
        }
        return known;
    }

    /** Whether this is the document as a whole. */
    public boolean isRoot() {
        return parent == null && text().isEmpty();
    }

    /** Whether one of two places is the other, or lies within it. */
    public boolean overlaps(JsonPointer other) {
        String own = text() + "/";
        String others = other.text() + "/";
        return own.startsWith(others) || others.startsWith(own);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonPointer pointer && pointer.text().equals(text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
