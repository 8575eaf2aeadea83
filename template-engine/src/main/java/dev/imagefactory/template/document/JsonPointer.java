package dev.imagefactory.template.document;

/** A JSON pointer (RFC 6901) to a value of a document. */
public record JsonPointer(String text) {
    /** The document as a whole. */
    public static final JsonPointer ROOT = new JsonPointer("");

    public JsonPointer child(String name) {
        return new JsonPointer(text + "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    public JsonPointer child(int index) {
        return new JsonPointer(text + "/" + index);
    }

    /** Whether one of two places is the other, or lies within it. */
    public boolean overlaps(JsonPointer other) {
        return (text + "/").startsWith(other.text + "/") || (other.text + "/").startsWith(text + "/");
    }

    @Override
    public String toString() {
        return text;
    }
}
