package dev.imagefactory.template.document;

/** What the scanners that fill a {@link FlatDocument} have in common. */
abstract class ByteScanner {
    /** Half of what a document may have, see {@link DocumentReader#MAX_DEPTH}. */
    private static final int DEEPEST = DocumentReader.MAX_DEPTH / 2;

    final FlatDocument out;
    final TextBytes texts;
    byte[] in = new byte[0];
    int end;

    ByteScanner(FlatDocument out, String marks) {
        this.out = out;
        this.texts = new TextBytes(marks);
    }

    /** Reads a document; its methods throw {@link UnusualDocument} at whatever is unusual. */
    final void scan(byte[] bytes) {
        in = bytes;
        end = bytes.length;
        document();
    }

    abstract void document();

    final byte at(int i) {
        return i < end ? in[i] : 0;
    }

    static void requireDepth(int depth) {
        if (depth > DEEPEST) {
            throw new UnusualDocument();
        }
    }

    /** Reads a text in double quotes with escapes, and says where it ends. */
    final int inDoubleQuotes(int quote) {
        int i = quote + 1;
        int flags = FlatDocument.STRING;
        while (true) {
            i = texts.plain(in, i, end);
            byte each = at(i);
            if (each == '"') {
                out.add(flags, quote, quote + 1, i);
                return i + 1;
            } else if (each == '\\') {
                TextBytes.requireShortEscape(at(i + 1));
                flags |= FlatDocument.ESCAPED;
                i += 2;
            } else {
                flags |= texts.flag(each);
                i = each < 0 ? letter(i) : i + 1;
            }
        }
    }

    /** Where a character other than ASCII ends. */
    int letter(int from) {
        return TextBytes.utf8(in, from, end);
    }
}
