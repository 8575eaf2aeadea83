package dev.imagefactory.template.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.template.document.FlatDocument.TextRewriter;
import java.security.MessageDigest;
import java.util.Arrays;

/** The canonical JSON of a {@link FlatDocument}, in UTF-8. */
public final class CanonicalBytes {
    /** What most definitions need. */
    private static final int FIRST_CAPACITY = 8_192;

    private byte[] out = new byte[0];
    private int length;

    /** The names of the objects that are being written, those of the innermost last. */
    private int[] names = new int[64];

    private int nameCount;

    CanonicalBytes() {}

    /** Adds all bytes to a digest. */
    public void addTo(MessageDigest digest) {
        digest.update(out, 0, length);
    }

    @Override
    public String toString() {
        return new String(out, 0, length, UTF_8);
    }

    void write(FlatDocument document, String without, TextRewriter rewriter) {
        length = 0;
        nameCount = 0;
        object(document, 0, without, rewriter);
    }

    private void value(FlatDocument document, int value, TextRewriter rewriter) {
        switch (document.kind(value)) {
            case FlatDocument.OBJECT -> object(document, value, "", rewriter);
            case FlatDocument.ARRAY -> array(document, value, rewriter);
            case FlatDocument.STRING -> text(document, value, rewriter);
            default -> append(document.textBytes(value), document.from(value), document.to(value));
        }
    }

    private void array(FlatDocument document, int array, TextRewriter rewriter) {
        append('[');
        int first = FlatDocument.first(array);
        int end = document.next(array);
        for (int element = first; element < end; element = document.next(element)) {
            if (element > first) {
                append(',');
            }
            value(document, element, rewriter);
        }
        append(']');
    }

    private void object(FlatDocument document, int object, String without, TextRewriter rewriter) {
        int from = nameCount;
        int end = document.next(object);
        for (int name = FlatDocument.first(object); name < end; name = document.next(document.next(name))) {
            if (without.isEmpty() || !document.text(name).equalsIgnoreCase(without)) {
                insert(document, name, from, rewriter);
            }
        }
        append('{');
        for (int i = from; i < nameCount; i++) {
            if (i > from) {
                append(',');
            }
            quote(document, names[i]);
            append(':');
            value(document, document.next(names[i]), rewriter);
        }
        append('}');
        nameCount = from;
    }

    /** Adds a name of an object to those before, sorted. Names are ASCII, so that bytes sort like UTF-16. */
    private void insert(FlatDocument document, int name, int from, TextRewriter rewriter) {
        if (document.is(name, FlatDocument.ESCAPED | FlatDocument.NEEDS_ESCAPE | FlatDocument.NOT_ASCII)) {
            throw new UnusualDocument();
        }
        if (document.is(name, FlatDocument.MARKED) && !rewriter.keeps(document.text(name))) {
            throw new UnusualDocument();
        }
        if (nameCount == names.length) {
            names = Arrays.copyOf(names, 2 * nameCount);
        }
        int place = nameCount++;
        byte[] bytes = document.textBytes(name);
        int begin = document.from(name);
        int end = document.to(name);
        while (place > from) {
            int before = names[place - 1];
            int order = Arrays.compare(bytes, document.from(before), document.to(before), bytes, begin, end);
            if (order == 0) {
                throw new UnusualDocument();
            } else if (order < 0) {
                break;
            }
            names[place] = before;
            place--;
        }
        names[place] = name;
    }

    private void text(FlatDocument document, int value, TextRewriter rewriter) {
        if (!document.is(value, FlatDocument.MARKED | FlatDocument.NEEDS_ESCAPE)) {
            quote(document, value);
            return;
        }
        String text = document.text(value);
        String rewritten = document.is(value, FlatDocument.MARKED) ? rewriter.rewrite(text) : text;
        if (rewritten == null) {
            throw new UnusualDocument();
        } else if (rewritten.equals(text) && !document.is(value, FlatDocument.NEEDS_ESCAPE)) {
            quote(document, value);
        } else {
            byte[] quoted = JsonText.quoted(rewritten).getBytes(UTF_8);
            append(quoted, 0, quoted.length);
        }
    }

    private void quote(FlatDocument document, int value) {
        append('"');
        append(document.textBytes(value), document.from(value), document.to(value));
        append('"');
    }

    private void append(char ascii) {
        reserve(1);
        out[length++] = (byte) ascii;
    }

    private void append(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, out, length, to - from);
        length += to - from;
    }

    private void reserve(int more) {
        if (length + more > out.length) {
            out = Arrays.copyOf(out, Math.max(FIRST_CAPACITY, 2 * (length + more)));
        }
    }
}
