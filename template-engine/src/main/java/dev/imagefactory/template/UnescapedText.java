package dev.imagefactory.template;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A text whose escapes were themselves escaped, with some of these levels undone; it knows where it came from. */
final class UnescapedText {
    /** What begins an escape, and the quote and slash that JSON escapes without need for another beginning. */
    private static final String ESCAPING = "\\%&\"/";

    private final String text;

    /** Where each character stood in the original; and, last, the original's length. */
    private final int[] origins;

    private UnescapedText(String text, int[] origins) {
        this.text = text;
        this.origins = origins;
    }

    static UnescapedText of(String text) {
        return new UnescapedText(text, IntStream.rangeClosed(0, text.length()).toArray());
    }

    String text() {
        return text;
    }

    /** Where a character, or the end, stood in the original. */
    int origin(int at) {
        return origins[at];
    }

    boolean mayHoldEscapes() {
        return text.indexOf('\\') >= 0 || text.indexOf('%') >= 0 || text.indexOf('&') >= 0;
    }

    /** The text with one level less of escaped escapes; other escapes stay. */
    UnescapedText unescaped() {
        StringBuilder plain = new StringBuilder(text.length());
        int[] from = new int[origins.length];
        int at = 0;
        while (at < text.length()) {
            from[plain.length()] = origins[at];
            @Nullable EscapedCharacter escaped = EscapedCharacter.at(text, at);
            if (escaped != null && ESCAPING.indexOf(escaped.codePoint()) >= 0) {
                plain.appendCodePoint(escaped.codePoint());
                at = escaped.end();
            } else {
                plain.append(text.charAt(at++));
            }
        }
        from[plain.length()] = origins[text.length()];
        return new UnescapedText(plain.toString(), Arrays.copyOf(from, plain.length() + 1));
    }
}
