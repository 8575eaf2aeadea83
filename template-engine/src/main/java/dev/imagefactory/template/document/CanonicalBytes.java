package dev.imagefactory.template.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.template.document.FlatDocument.TextRewriter;
import java.security.MessageDigest;
import java.util.Arrays;

/** The canonical JSON of a {@link FlatDocument}, in UTF-8. */
public final class CanonicalBytes {
    /** What most definitions need. */
    private static final int FIRST_CAPACITY = 8_192;

    /** More names than that are sorted by others: here each is put in its place among those before it. */
    private static final int MOST_NAMES = 1_000;

    private final FlatDocument document;
    private byte[] out = new byte[0];
    private int length;

    /** The names of the objects that are being written, those of the innermost last. */
    private int[] names = new int[64];

    private int nameCount;

    CanonicalBytes(FlatDocument document) {
        this.document = document;
    }

    /** Adds all bytes to a digest. */
    public void addTo(MessageDigest digest) {
        digest.update(out, 0, length);
    }

    @Override
    public String toString() {
        return new String(out, 0, length, UTF_8);
    }

    void write(String without, TextRewriter rewriter) {
        length = 0;
        nameCount = 0;
        object(0, without, rewriter);
    }

    private void value(int value, TextRewriter rewriter) {
        switch (document.kind(value)) {
            case FlatDocument.OBJECT -> object(value, "", rewriter);
            case FlatDocument.ARRAY -> array(value, rewriter);
            case FlatDocument.STRING -> text(value, rewriter);
            default -> append(document.textBytes(value), document.from(value), document.to(value));
        }
    }

    private void array(int array, TextRewriter rewriter) {
        append('[');
        int first = FlatDocument.first(array);
        int end = document.next(array);
        for (int element = first; element < end; element = document.next(element)) {
            if (element > first) {
                append(',');
            }
            value(element, rewriter);
        }
        append(']');
    }

    private void object(int object, String without, TextRewriter rewriter) {
        int from = nameCount;
        int end = document.next(object);
        for (int name = FlatDocument.first(object); name < end; name = document.next(document.next(name))) {
            if (!document.isCalled(name, without)) {
                insert(name, from, rewriter);
            }
        }
        append('{');
        for (int i = from; i < nameCount; i++) {
            if (i > from) {
                append(',');
            }
            quote(names[i]);
            append(':');
            value(document.next(names[i]), rewriter);
        }
        append('}');
        nameCount = from;
    }

    /** Adds a name of an object to those before, sorted. Names are ASCII, so that bytes sort like UTF-16. */
    private void insert(int name, int from, TextRewriter rewriter) {
        if (nameCount - from == MOST_NAMES
                || document.is(name, FlatDocument.ESCAPED | FlatDocument.NEEDS_ESCAPE | FlatDocument.NOT_ASCII)) {
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

    private void text(int value, TextRewriter rewriter) {
        if (!document.is(value, FlatDocument.MARKED | FlatDocument.NEEDS_ESCAPE)) {
            quote(value);
            return;
        }
        String text = document.text(value);
        String rewritten = document.is(value, FlatDocument.MARKED) ? rewriter.rewrite(text) : text;
        if (rewritten == null) {
            throw new UnusualDocument();
        } else if (rewritten.equals(text) && !document.is(value, FlatDocument.NEEDS_ESCAPE)) {
            quote(value);
        } else {
            byte[] quoted = JsonText.quoted(rewritten).getBytes(UTF_8);
            append(quoted, 0, quoted.length);
        }
    }

    private void quote(int value) {
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
