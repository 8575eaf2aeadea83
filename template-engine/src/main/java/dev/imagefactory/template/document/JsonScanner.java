package dev.imagefactory.template.document;

/** Reads JSON (RFC 8259) into a {@link FlatDocument}. */
final class JsonScanner extends ByteScanner {
    private static final int LONGEST_NUMBER = 100;

    JsonScanner(FlatDocument out, String marks) {
        super(out, marks);
    }

    @Override
    void document() {
        int start = end >= 3 && in[0] == (byte) 0xEF && in[1] == (byte) 0xBB && in[2] == (byte) 0xBF ? 3 : 0;
        out.beginLine(start);
        int at = blanks(start);
        expect(at, '{');
        if (blanks(object(at, 1)) != end) {
            throw new UnusualDocument();
        }
    }

    private void expect(int i, char wanted) {
        if (at(i) != wanted) {
            throw new UnusualDocument();
        }
    }

    /** Where white space ends. */
    private int blanks(int from) {
        int i = from;
        while (i < end) {
            byte each = in[i];
            if (each == '\n') {
                out.beginLine(i + 1);
            } else if (each != ' ' && each != '\t' && (each != '\r' || at(i + 1) != '\n')) {
                return i;
            }
            i++;
        }
        return i;
    }

    /** Each of the following reads what begins at a place, and says where it ends. */
    private int object(int from, int depth) {
        int object = out.begin(FlatDocument.OBJECT, from);
        int i = blanks(from + 1);
        if (at(i) != '}') {
            while (true) {
                expect(i, '"');
                i = blanks(inDoubleQuotes(i));
                expect(i, ':');
                i = blanks(value(blanks(i + 1), depth));
                if (at(i) != ',') {
                    break;
                }
                i = blanks(i + 1);
            }
            expect(i, '}');
        }
        out.end(object);
        return i + 1;
    }

    private int array(int from, int depth) {
        int array = out.begin(FlatDocument.ARRAY, from);
        int i = blanks(from + 1);
        if (at(i) != ']') {
            while (true) {
                i = blanks(value(i, depth));
                if (at(i) != ',') {
                    break;
                }
                i = blanks(i + 1);
            }
            expect(i, ']');
        }
        out.end(array);
        return i + 1;
    }

    private int value(int from, int depth) {
        requireDepth(depth);
        return switch (at(from)) {
            case '"' -> inDoubleQuotes(from);
            case '{' -> object(from, depth + 1);
            case '[' -> array(from, depth + 1);
            case 't' -> word("true", FlatDocument.TRUE, from);
            case 'f' -> word("false", FlatDocument.FALSE, from);
            case 'n' -> word("null", FlatDocument.NULL, from);
            default -> number(from);
        };
    }

    private int word(String word, int kind, int from) {
        for (int i = 0; i < word.length(); i++) {
            expect(from + i, word.charAt(i));
        }
        out.add(kind, from, from, from + word.length());
        return from + word.length();
    }

    private int number(int from) {
        int i = at(from) == '-' ? from + 1 : from;
        i = at(i) == '0' ? i + 1 : digits(i);
        if (at(i) == '.') {
            i = digits(i + 1);
        }
        if ((at(i) | ' ') == 'e') {
            i++;
            i = digits(at(i) == '-' || at(i) == '+' ? i + 1 : i);
        }
        if (i - from > LONGEST_NUMBER) {
            throw new UnusualDocument();
        }
        out.add(FlatDocument.NUMBER, from, from, i);
        return i;
    }

    /** One or more. */
    private int digits(int from) {
        int i = from;
        while (at(i) >= '0' && at(i) <= '9') {
            i++;
        }
        if (i == from) {
            throw new UnusualDocument();
        }
        return i;
    }
}
