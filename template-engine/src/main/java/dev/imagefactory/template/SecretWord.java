package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.problem.Location;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text that gives a secret away, however its characters are escaped.
 *
 * @param text with one blank for each run of white space
 * @param mixedBefore whether the character before it holds bits of the secret too
 * @param mixedAfter whether the character after it does
 */
record SecretWord(String text, boolean mixedBefore, boolean mixedAfter) {
    /** Shorter parts of a secret are found in innocent texts. */
    private static final int SHORTEST_PART = 4;

    /** Everything that gives a value away; nothing where it is blank. */
    static Set<SecretWord> allOf(String value) {
        Set<SecretWord> words = new HashSet<>();
        if (!value.isBlank()) {
            String trimmed = value.strip();
            words.add(plain(trimmed));
            trimmed.lines()
                    .map(String::strip)
                    .filter(line -> line.codePointCount(0, line.length()) >= SHORTEST_PART)
                    .forEach(line -> words.add(plain(line)));
            addBase64(trimmed.getBytes(UTF_8), words);
            addBase64(inJson(trimmed).getBytes(UTF_8), words);
        }
        return words;
    }

    /** The value as it stands in a payload. */
    private static String inJson(String value) {
        String quoted = JsonText.compact(new JsonString(value, Location.NONE));
        return quoted.substring(1, quoted.length() - 1);
    }

    private static SecretWord plain(String text) {
        return new SecretWord(text.replaceAll("\\s+", " "), false, false);
    }

    /**
     * Base64 writes three bytes in four characters, so the same bytes look different after 0, 1 or 2 others. A
     * character with bits of a neighbour is not certain; those in between are looked for.
     */
    private static void addBase64(byte[] value, Set<SecretWord> words) {
        for (int before = 0; before < 3; before++) {
            byte[] bytes = new byte[before + value.length];
            System.arraycopy(value, 0, bytes, before, value.length);
            int from = (8 * before + 5) / 6;
            int to = 8 * bytes.length / 6;
            if (to - from >= SHORTEST_PART) {
                String certain = Base64.getEncoder().encodeToString(bytes).substring(from, to);
                boolean mixedAfter = 6 * to < 8 * bytes.length;
                words.add(new SecretWord(certain, before > 0, mixedAfter));
                words.add(new SecretWord(certain.replace('+', '-').replace('/', '_'), before > 0, mixedAfter));
            }
        }
    }

    int first() {
        return text.codePointAt(0);
    }

    /** Marks the characters of a text that spell this word from a place on; none where they do not. */
    void mark(String spelled, int start, BitSet marked) {
        BitSet reached = new BitSet();
        reached.set(0);
        for (int i = 0; i < text.length() && !reached.isEmpty(); i += Character.charCount(text.codePointAt(i))) {
            BitSet next = new BitSet();
            int wanted = text.codePointAt(i);
            step(spelled, start, reached, wanted, next);
            if (wanted == ' ') {
                step(spelled, start, next, wanted, next); // finds its own results too: a run of any length
            }
            reached = next;
        }
        if (reached.isEmpty()) {
            return;
        }
        int from = start;
        int end = start + reached.length() - 1;
        if (mixedBefore && start > 0 && isBase64(spelled.charAt(start - 1))) {
            from--;
        }
        if (mixedAfter && end < spelled.length() && isBase64(spelled.charAt(end))) {
            end++;
        }
        while (mixedAfter && end < spelled.length() && spelled.charAt(end) == '=') {
            end++;
        }
        marked.set(from, end);
    }

    /**
     * Reads one character at each place that was reached; there may be several, as {@code %41} is also a plain text.
     */
    private static void step(String spelled, int start, BitSet reached, int wanted, BitSet next) {
        for (int offset = reached.nextSetBit(0); offset >= 0; offset = reached.nextSetBit(offset + 1)) {
            int at = start + offset;
            if (at == spelled.length()) {
                return;
            }
            int plain = spelled.codePointAt(at);
            if (isSame(plain, wanted)) {
                next.set(offset + Character.charCount(plain));
            }
            @Nullable EscapedCharacter escaped = EscapedCharacter.at(spelled, at);
            if (escaped != null && isSame(escaped.codePoint(), wanted)) {
                next.set(escaped.end() - start);
            }
        }
    }

    private static boolean isSame(int found, int wanted) {
        return found == wanted || (wanted == ' ' && Character.isWhitespace(found));
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/'
                || c == '-'
                || c == '_';
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SecretWord[" + text.length() + " characters]";
    }
}
