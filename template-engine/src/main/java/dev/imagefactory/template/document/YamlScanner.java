package dev.imagefactory.template.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Set;

/**
 * Reads the plainest part of YAML into a {@link FlatDocument}: block mappings and lists, texts of one line without
 * quotes or with them, texts of several lines after a bar, comments. Everything else, and every text that YAML could
 * take for something else, is unusual.
 */
final class YamlScanner extends ByteScanner {
    private static final int LONGEST_KEY = 100;

    /** So many digits are exact in any form. */
    private static final int LONGEST_NUMBER = 15;

    /** In any case; the values that they are to one version of YAML or another. */
    private static final Set<String> WORDS =
            Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "<<", "=");

    private static final int LONGEST_WORD = 5;

    /** Where the present line begins. */
    private int line;

    YamlScanner(FlatDocument out, String marks) {
        super(out, marks);
    }

    @Override
    void document() {
        beginLine(0);
        int at = content(0);
        if (at(at) == '-' && at(at + 1) == '-' && at(at + 2) == '-' && at == line) {
            at = nextContent(at + 3);
        }
        if (column(at) != 0 || mapping(at, 1) != end) {
            throw new UnusualDocument();
        }
    }

    private int column(int at) {
        return at - line;
    }

    private void beginLine(int at) {
        line = at;
        out.beginLine(at);
    }

    /** The first character of what a line says, or of the next that says something; the end where none does. */
    private int content(int from) {
        int at = blanks(from);
        while (at < end && (at(at) == '#' || isLineEnd(at))) {
            at = blanks(afterLine(at));
        }
        return at;
    }

    private int blanks(int from) {
        int i = from;
        while (i < end && in[i] == ' ') {
            i++;
        }
        return i;
    }

    private boolean isLineEnd(int at) {
        return at(at) == '\n' || (at(at) == '\r' && at(at + 1) == '\n');
    }

    /** The beginning of the next line, where there is nothing in this one but a comment. */
    private int afterLine(int from) {
        int i = from;
        if (at(i) == '#') {
            while (i < end && in[i] != '\n') {
                byte each = in[i];
                if (each >= 0 && each < ' ' && each != '\t' && !isLineEnd(i)) {
                    throw new UnusualDocument();
                }
                i = each < 0 ? letter(i) : i + 1;
            }
        } else if (at(i) == '\r') {
            i++;
        }
        if (i < end) {
            if (in[i] != '\n') {
                throw new UnusualDocument();
            }
            i++;
            beginLine(i);
        }
        return i;
    }

    /** What comes after the end of a value: nothing more in its line, and then the next content. */
    private int nextContent(int from) {
        int at = blanks(from);
        if (at < end && !isLineEnd(at) && (at(at) != '#' || at == from)) {
            throw new UnusualDocument();
        }
        return content(at);
    }

    /** Each of the following reads what begins at a place, and says where the next content is. */
    private int mapping(int from, int depth) {
        requireDepth(depth);
        int column = column(from);
        int mapping = out.begin(FlatDocument.OBJECT, from);
        int at = from;
        while (true) {
            int colon = keyEnd(at);
            if (colon < 0) {
                throw new UnusualDocument();
            }
            out.add(FlatDocument.STRING | flagsOfKey(at, colon), at, at, colon);
            at = valueOfKey(colon + 1, column, depth);
            if (at == end || column(at) < column) {
                break;
            } else if (column(at) > column) {
                throw new UnusualDocument();
            }
        }
        out.end(mapping);
        return at;
    }

    private int valueOfKey(int afterColon, int column, int depth) {
        int at = blanks(afterColon);
        if (at < end && at(at) != '#' && !isLineEnd(at)) {
            return at(at) == '|' ? literal(at, column) : scalar(at);
        }
        at = nextContent(afterColon);
        boolean isItem = isItem(at);
        if (at == end || column(at) < column || (column(at) == column && !isItem)) {
            throw new UnusualDocument();
        }
        return isItem ? list(at, depth + 1) : mapping(at, depth + 1);
    }

    private int list(int from, int depth) {
        requireDepth(depth);
        int column = column(from);
        int list = out.begin(FlatDocument.ARRAY, from);
        int at = from;
        do {
            int item = blanks(at + 1);
            at = at(item) == '|' ? literal(item, column) : keyEnd(item) < 0 ? scalar(item) : mapping(item, depth + 1);
            if (at < end && column(at) > column) {
                throw new UnusualDocument();
            }
        } while (at < end && column(at) == column && isItem(at));
        out.end(list);
        return at;
    }

    private boolean isItem(int at) {
        return at(at) == '-' && at(at + 1) == ' ';
    }

    /** Where the colon behind a key is; negative where there is no key, or a strange one. */
    private int keyEnd(int from) {
        int i = from;
        while (isKeyCharacter(at(i))) {
            i++;
        }
        boolean isKey = i > from
                && i - from <= LONGEST_KEY
                && at(from) != '-'
                && at(from) != '.'
                && at(i) == ':'
                && (at(i + 1) == ' ' || i + 1 == end || isLineEnd(i + 1));
        return isKey ? i : -1;
    }

    private static boolean isKeyCharacter(byte each) {
        return isLetter(each)
                || (each >= '0' && each <= '9')
                || each == '_'
                || each == '-'
                || each == '.'
                || each == '$';
    }

    private static boolean isLetter(byte each) {
        return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
    }

    private int flagsOfKey(int from, int to) {
        return texts.plain(in, from, to) < to ? FlatDocument.MARKED : 0;
    }

    private int scalar(int from) {
        return switch (at(from)) {
            case '"' -> nextContent(inDoubleQuotes(from));
            case '\'' -> nextContent(inSingleQuotes(from));
            case '[' -> nextContent(empty(FlatDocument.ARRAY, from, ']'));
            case '{' -> nextContent(empty(FlatDocument.OBJECT, from, '}'));
            case '-' -> nextContent(isLetter(at(from + 1)) || at(from + 1) == '-' ? plain(from) : negative(from));
            case '~', '.' -> nextContent(plain(requirePath(from)));
            case '?', ':', ',', ']', '}', '#', '&', '*', '!', '|', '>', '%', '@', '`', '+' ->
                throw new UnusualDocument();
            default -> nextContent(plain(from));
        };
    }

    /** Makes sure that what begins with a dot or tilde is {@code ./x} or {@code ~/x}, and no number or null. */
    private int requirePath(int from) {
        if (at(from + 1) != '/') {
            throw new UnusualDocument();
        }
        return from;
    }

    private int empty(int kind, int from, char close) {
        if (at(from + 1) != close) {
            throw new UnusualDocument();
        }
        out.end(out.begin(kind, from));
        return from + 2;
    }

    private int inSingleQuotes(int quote) {
        int i = quote + 1;
        int flags = FlatDocument.STRING;
        while (at(i) != '\'') {
            byte each = at(i);
            flags |= texts.flag(each);
            i = each < 0 ? letter(i) : i + 1;
        }
        if (at(i + 1) == '\'') {
            throw new UnusualDocument();
        }
        out.add(flags, quote, quote + 1, i);
        return i + 1;
    }

    /** A text without quotes, or a number or boolean. */
    private int plain(int from) {
        int i = from;
        int flags = FlatDocument.STRING;
        int last = from;
        while (i < end && !isLineEnd(i)) {
            byte each = in[i];
            if (each == '#' && in[i - 1] == ' ') {
                break;
            } else if (each == ':' && (at(i + 1) == ' ' || i + 1 == end || isLineEnd(i + 1))) {
                throw new UnusualDocument();
            }
            flags |= texts.flag(each);
            i = each < 0 ? letter(i) : i + 1;
            last = each == ' ' ? last : i;
        }
        byte first = at(from);
        if (last == from) {
            throw new UnusualDocument();
        } else if (first >= '0' && first <= '9') {
            if (isNumber(from, last)) {
                out.add(FlatDocument.NUMBER, from, from, last);
                return last;
            }
            requireText(from, last);
        } else if (last - from <= LONGEST_WORD) {
            String word = new String(in, from, last - from, ISO_8859_1);
            if (word.equals("true") || word.equals("false")) {
                out.add(word.equals("true") ? FlatDocument.TRUE : FlatDocument.FALSE, from, from, last);
                return last;
            } else if (WORDS.contains(word.toLowerCase(Locale.ROOT))) {
                throw new UnusualDocument();
            }
        }
        out.add(flags, from, from, last);
        return last;
    }

    /**
     * A text of several lines after a bar: those that are indented more than what it belongs to, without the blanks
     * that the first one begins with.
     */
    private int literal(int bar, int outer) {
        boolean strips = at(bar + 1) == '-';
        int header = blanks(strips ? bar + 2 : bar + 1);
        int at = afterLine(header);
        int indent = column(blanks(at));
        if (at(header) == '#' || indent <= outer || isLineEnd(blanks(at))) {
            throw new UnusualDocument();
        }
        int flags = FlatDocument.STRING | FlatDocument.MADE | FlatDocument.NEEDS_ESCAPE;
        int from = out.make(at, at);
        int afterText = from;
        while (at < end && (column(blanks(at)) >= indent || isLineEnd(blanks(at)))) {
            int first = Math.min(at + indent, blanks(at));
            int i = first;
            while (!isLineEnd(i)) {
                byte each = at(i);
                flags |= each == '\t' ? 0 : texts.flag(each);
                i = each < 0 ? letter(i) : i + 1;
            }
            int to = out.make(first, i);
            boolean isBlank = i == first;
            at = afterLine(i);
            int withBreak = out.make(at - 1, at);
            afterText = isBlank ? afterText : strips ? to : withBreak;
        }
        out.add(flags, bar, from, afterText);
        return content(at);
    }

    /** A number with a minus before it. */
    private int negative(int from) {
        int i = from + 1;
        while (i < end && !isLineEnd(i) && in[i] != ' ') {
            i++;
        }
        if (!isNumber(from + 1, i)) {
            throw new UnusualDocument();
        }
        out.add(FlatDocument.NUMBER, from, from, i);
        return i;
    }

    /** A number that every reader writes back: no zero before or after it but the only digit. */
    private boolean isNumber(int from, int to) {
        int i = from;
        while (i < to && in[i] >= '0' && in[i] <= '9') {
            i++;
        }
        boolean whole = i > from && (in[from] != '0' || i == from + 1) && to - from <= LONGEST_NUMBER;
        if (i < to && in[i] == '.') {
            i++;
            while (i < to && in[i] >= '0' && in[i] <= '9') {
                i++;
            }
            whole &= in[i - 1] >= '1' && in[i - 1] <= '9';
        }
        return whole && i == to;
    }

    /** Makes sure that what begins with a digit is a text to every version of YAML: no number, time or octal. */
    private void requireText(int from, int to) {
        byte second = at(from + 1);
        boolean otherBase = in[from] == '0' && (second == 'x' || second == 'X' || second == 'o' || second == 'b');
        int dots = 0;
        for (int i = from; i < to && !otherBase; i++) {
            byte each = in[i];
            dots += each == '.' ? 1 : 0;
            if (dots > 1
                    || each == '/'
                    || (isLetter(each) && each != 'e' && each != 'E' && each != 'T' && each != 't' && each != 'Z')) {
                return;
            }
        }
        throw new UnusualDocument();
    }

    /** Where a letter other than ASCII ends; the characters that are special to YAML or to Unicode are unusual. */
    @Override
    int letter(int from) {
        int lead = in[from] & 0xFF;
        if (lead < 0xC3 || (lead > 0xDF && lead < 0xE3) || lead > 0xED) {
            throw new UnusualDocument();
        }
        return super.letter(from);
    }
}
