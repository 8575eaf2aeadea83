package dev.imagefactory.template.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonBoolean;
import dev.imagefactory.template.document.JsonValue.JsonNull;
import dev.imagefactory.template.document.JsonValue.JsonNumber;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of a document as numbers in one array, where a {@link JsonValue} is an object for each: several times as
 * fast to read, and to make canonical JSON of.
 *
 * <p>Only what nothing is unusual about is read so: an object in UTF-8 without comments, {@code \}{@code u}, duplicate
 * keys or any mistake; of YAML, the part that {@link YamlScanner} takes. {@link #read} says whether a file is of that
 * kind, and {@link DocumentReader} reads all others, to the same values where both can. Used for one document after the
 * other, by one thread.
 */
public final class FlatDocument {
    static final int OBJECT = 0;
    static final int ARRAY = 1;
    static final int STRING = 2;
    static final int NUMBER = 3;
    static final int TRUE = 4;
    static final int FALSE = 5;
    static final int NULL = 6;
    private static final int KIND = 0xF;

    /** A text that holds one of the characters that its reader looks for. */
    static final int MARKED = 0x10;

    /** A text as it stands between the quotes of JSON, with a backslash in it. */
    static final int ESCAPED = 0x20;

    /** A text without escapes that JSON must escape. */
    static final int NEEDS_ESCAPE = 0x40;

    static final int NOT_ASCII = 0x80;

    /** A text that does not stand in the file as it is, see {@link #make}. */
    static final int MADE = 0x100;

    /**
     * A value takes so many numbers: its kind and flags, its place, the first byte of its text and the one behind it,
     * the next value.
     */
    private static final int WIDTH = 5;

    /** Nothing that people write is longer. */
    private static final int LONGEST = 1 << 20;

    private final ByteScanner json;
    private final ByteScanner yaml;
    private final CanonicalBytes canonical = new CanonicalBytes(this);

    private String path = "";
    private byte[] bytes = new byte[0];
    private byte[] made = new byte[256];
    private int madeLength;
    private int[] values = new int[1024];
    private int size;
    private int[] lines = new int[256];
    private int lineCount;
    private boolean ascii;

    /** @param marks ASCII characters that the texts shown to a {@link TextRewriter} hold at least one of */
    public FlatDocument(String marks) {
        this.json = new JsonScanner(this, marks);
        this.yaml = new YamlScanner(this, marks);
    }

    /**
     * Reads a document in place of the one before; false where it cannot be read, or is unusual in some way, and then
     * there is none.
     */
    public boolean read(SourceFile file) {
        Optional<byte[]> content = file.bytes(new Problems());
        if (content.isEmpty() || content.get().length > LONGEST) {
            return false;
        }
        path = file.path();
        bytes = content.get();
        size = 0;
        lineCount = 0;
        madeLength = 0;
        ascii = true;
        try {
            (file.isYaml() ? yaml : json).scan(bytes);
            return true;
        } catch (UnusualDocument e) {
            return false;
        }
    }

    /** Begins a list or object; see {@link #end}. */
    int begin(int kind, int place) {
        if (size + WIDTH > values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        int value = size;
        values[value] = kind;
        values[value + 1] = place;
        size += WIDTH;
        return value;
    }

    /** Ends it after the values in it. */
    void end(int value) {
        values[value + 4] = size;
    }

    /**
     * Adds a scalar.
     *
     * @param place where it begins, with its quote
     * @param from where its text begins, in the file or among what was made
     */
    void add(int kindAndFlags, int place, int from, int to) {
        int value = begin(kindAndFlags, place);
        values[value + 2] = from;
        values[value + 3] = to;
        end(value);
        ascii &= (kindAndFlags & NOT_ASCII) == 0;
    }

    /** Adds bytes of the file to the text that is being made; says how long all that was made is now. */
    int make(int from, int to) {
        int length = to - from;
        if (madeLength + length > made.length) {
            made = Arrays.copyOf(made, Math.max(2 * made.length, madeLength + length));
        }
        System.arraycopy(bytes, from, made, madeLength, length);
        madeLength += length;
        return madeLength;
    }

    void beginLine(int at) {
        if (lineCount == lines.length) {
            lines = Arrays.copyOf(lines, 2 * lines.length);
        }
        lines[lineCount++] = at;
    }

    int kind(int value) {
        return values[value] & KIND;
    }

    boolean is(int value, int flag) {
        return (values[value] & flag) != 0;
    }

    int from(int value) {
        return values[value + 2];
    }

    int to(int value) {
        return values[value + 3];
    }

    /** The bytes that hold the text of a scalar. */
    byte[] textBytes(int value) {
        return is(value, MADE) ? made : bytes;
    }

    /** The value behind this one and all that are in it. Names are values, too, before their own. */
    int next(int value) {
        return values[value + 4];
    }

    static int first(int value) {
        return value + WIDTH;
    }

    String text(int value) {
        int from = from(value);
        int length = to(value) - from;
        if (is(value, ESCAPED)) {
            return unescaped(from, to(value));
        }
        return new String(textBytes(value), from, length, is(value, NOT_ASCII) ? UTF_8 : ISO_8859_1);
    }

    /** Whether a name is another one, in whatever case; none is empty. */
    boolean isCalled(int name, String other) {
        return !other.isEmpty() && text(name).equalsIgnoreCase(other);
    }

    private String unescaped(int from, int to) {
        byte[] text = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte each = bytes[i];
            if (each == '\\') {
                i++;
                each = switch (bytes[i]) {
                    case 'b' -> '\b';
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'f' -> '\f';
                    case 'r' -> '\r';
                    default -> bytes[i];
                };
            }
            text[length++] = each;
        }
        return new String(text, 0, length, UTF_8);
    }

    /** The document as a tree; empty where a key stands twice. */
    public Optional<JsonObject> tree() {
        return treeWithout("");
    }

    /**
     * The document as a tree, without one of its members; empty where a key stands twice.
     *
     * @param name that of the member, in any case
     */
    public Optional<JsonObject> treeWithout(String name) {
        try {
            return Optional.of(object(0, name));
        } catch (UnusualDocument e) {
            return Optional.empty();
        }
    }

    private JsonValue value(int value) {
        return switch (kind(value)) {
            case OBJECT -> object(value, "");
            case ARRAY -> array(value);
            case STRING -> new JsonString(text(value), location(value));
            case NUMBER -> new JsonNumber(text(value), location(value));
            case TRUE -> new JsonBoolean(true, location(value));
            case FALSE -> new JsonBoolean(false, location(value));
            default -> new JsonNull(location(value));
        };
    }

    private JsonObject object(int object, String without) {
        MemberList members = new MemberList();
        int end = next(object);
        for (int name = first(object); name < end; ) {
            int value = next(name);
            if (!isCalled(name, without) && members.add(new Member(text(name), value(value), location(name))) != null) {
                throw new UnusualDocument();
            }
            name = next(value);
        }
        return new JsonObject(members.all(), location(object));
    }

    private JsonArray array(int array) {
        List<JsonValue> elements = new ArrayList<>();
        int end = next(array);
        for (int element = first(array); element < end; element = next(element)) {
            elements.add(value(element));
        }
        return new JsonArray(elements, location(array));
    }

    private Location location(int value) {
        int at = values[value + 1];
        int line = Arrays.binarySearch(lines, 0, lineCount, at);
        if (line < 0) {
            line = -line - 2;
        }
        int start = lines[line];
        int column = ascii ? at - start : new String(bytes, start, at - start, UTF_8).length();
        return new Location(path, line + 1, column + 1);
    }

    /** Puts other texts in the place of some. */
    public interface TextRewriter {
        /** The text to be written for one that holds a mark; null where the document cannot be written in this way. */
        @Nullable
        String rewrite(String text);

        /** Whether a name that holds a mark is written as it is; else the document is not written in this way. */
        boolean keeps(String name);
    }

    /**
     * Writes the document as canonical JSON, see {@link JsonText#canonical}, without one of its members.
     *
     * @param without the name of that member, in any case
     * @return null where a key stands twice or has characters other than ASCII, or the rewriter says so; good until the
     *     next call
     */
    public @Nullable CanonicalBytes canonicalWithout(String without, TextRewriter rewriter) {
        try {
            canonical.write(without, rewriter);
            return canonical;
        } catch (UnusualDocument e) {
            return null;
        }
    }
}
