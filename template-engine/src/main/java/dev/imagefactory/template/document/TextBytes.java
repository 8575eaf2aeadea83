package dev.imagefactory.template.document;

/** What the bytes of a text are. */
final class TextBytes {
    private static final byte PLAIN = 0;
    private static final byte MARK = 1;
    private static final byte OTHER = 2;

    private final byte[] kinds = new byte[256];

    /** @param marks ASCII characters that somebody looks for */
    TextBytes(String marks) {
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = i < ' ' || i == '"' || i == '\\' || i >= 0x7F ? OTHER : PLAIN;
        }
        marks.chars().forEach(mark -> kinds[mark] = MARK);
    }

    /** Where the next byte is that is no printable ASCII, a quote, a backslash, or a mark. */
    int plain(byte[] in, int from, int end) {
        byte[] kindOf = kinds;
        int i = from;
        while (i < end && kindOf[in[i] & 0xFF] == PLAIN) {
            i++;
        }
        return i;
    }

    /** What a character of a text means for it. */
    int flag(byte each) {
        if (each < 0) {
            return FlatDocument.NOT_ASCII;
        } else if (each == '"' || each == '\\') {
            return FlatDocument.NEEDS_ESCAPE;
        } else if (kinds[each] == MARK) {
            return FlatDocument.MARKED;
        } else if (each < ' ' || each == 0x7F) {
            throw new UnusualDocument();
        }
        return 0;
    }

    /** Makes sure that the character after a backslash is one that canonical JSON writes so, too. */
    static void requireShortEscape(byte escape) {
        switch (escape) {
            case '"', '\\', 'b', 't', 'n', 'f', 'r' -> {}
            default -> throw new UnusualDocument();
        }
    }

    /** Where a character of more than one byte ends; only what is well-formed by table 3-7 of Unicode has an end. */
    static int utf8(byte[] in, int from, int end) {
        int lead = in[from] & 0xFF;
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || from + length > end) {
            throw new UnusualDocument();
        }
        int second = in[from + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            throw new UnusualDocument();
        }
        for (int i = 2; i < length; i++) {
            if ((in[from + i] & 0xC0) != 0x80) {
                throw new UnusualDocument();
            }
        }
        return from + length;
    }
}
