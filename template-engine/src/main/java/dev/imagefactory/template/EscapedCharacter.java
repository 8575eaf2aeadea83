package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A character that a text may hold in escaped form.
 *
 * @param codePoint the character
 * @param end where the text goes on after it
 */
record EscapedCharacter(int codePoint, int end) {
    private static final int LONGEST_ENTITY = 10;

    /** The character escaped at a place: as in JSON, in a URL or form, in XML or HTML; null where there is none. */
    static @Nullable EscapedCharacter at(String text, int at) {
        return switch (text.charAt(at)) {
            case '\\' -> inJson(text, at);
            case '%' -> inUrl(text, at);
            case '+' -> new EscapedCharacter(' ', at + 1);
            case '&' -> inXml(text, at);
            default -> null;
        };
    }

    private static @Nullable EscapedCharacter inJson(String text, int at) {
        if (at + 1 == text.length()) {
            return null;
        }
        char escape = text.charAt(at + 1);
        return switch (escape) {
            case '"', '\\', '/' -> new EscapedCharacter(escape, at + 2);
            case 'b' -> new EscapedCharacter('\b', at + 2);
            case 'f' -> new EscapedCharacter('\f', at + 2);
            case 'n' -> new EscapedCharacter('\n', at + 2);
            case 'r' -> new EscapedCharacter('\r', at + 2);
            case 't' -> new EscapedCharacter('\t', at + 2);
            case 'u' -> unicode(text, at);
            default -> null;
        };
    }

    /** One or, for a surrogate pair, two UTF-16 units. */
    private static @Nullable EscapedCharacter unicode(String text, int at) {
        int unit = number(text, at + 2, at + 6, 16);
        if (unit < 0) {
            return null;
        }
        if (Character.isHighSurrogate((char) unit) && text.startsWith("\\u", at + 6)) {
            int low = number(text, at + 8, at + 12, 16);
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                return new EscapedCharacter(Character.toCodePoint((char) unit, (char) low), at + 12);
            }
        }
        return new EscapedCharacter(unit, at + 6);
    }

    /** One UTF-8 byte after the other. */
    private static @Nullable EscapedCharacter inUrl(String text, int at) {
        int lead = number(text, at + 1, at + 3, 16);
        int length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < length; i++) {
            int octet = number(text, at + 3 * i + 1, at + 3 * i + 3, 16);
            if (octet < 0 || text.charAt(at + 3 * i) != '%') {
                return null;
            }
            bytes.write(octet);
        }
        return new EscapedCharacter(bytes.toString(UTF_8).codePointAt(0), at + 3 * length);
    }

    private static @Nullable EscapedCharacter inXml(String text, int at) {
        String entity = text.substring(at, Math.min(at + LONGEST_ENTITY, text.length()));
        int semicolon = entity.indexOf(';');
        if (semicolon < 0) {
            return null;
        }
        String name = entity.substring(1, semicolon).toLowerCase(Locale.ROOT);
        int codePoint = switch (name) {
            case "amp" -> '&';
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            case "apos" -> '\'';
            default ->
                name.startsWith("#x")
                        ? number(name, 2, name.length(), 16)
                        : name.startsWith("#") ? number(name, 1, name.length(), 10) : -1;
        };
        return codePoint < 0 ? null : new EscapedCharacter(codePoint, at + semicolon + 1);
    }

    /** The number that a part of a text says in digits; -1 where it says none. */
    private static int number(String text, int from, int to, int radix) {
        if (from >= to || to > text.length()) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
