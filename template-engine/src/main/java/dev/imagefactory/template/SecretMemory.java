package dev.imagefactory.template;

import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The values of secrets that must not be seen, by which they are taken out of texts. Safe for concurrent use. */
public final class SecretMemory {
    private static final String HIDDEN = "(secret)";

    /** How often what is escaped may have been escaped again. */
    private static final int DEEPEST_ESCAPE = 4;

    private final Set<String> values = ConcurrentHashMap.newKeySet();

    /** What is looked for, by its first code point. */
    private final Map<Integer, Set<SecretWord>> words = new ConcurrentHashMap<>();

    /** Remembers a value, unless it is blank. */
    public void remember(String value) {
        if (values.contains(value)) {
            return;
        }
        for (SecretWord word : SecretWord.allOf(value)) {
            words.computeIfAbsent(word.first(), first -> ConcurrentHashMap.newKeySet())
                    .add(word);
        }
        // Only now: until then another thread must not rely on it.
        values.add(value);
    }

    /**
     * A text with {@code (secret)} for each remembered value, and for each run of values that touch or overlap.
     *
     * <p>A value is found as it is, without the white space around it, with any white space for that inside it, and
     * with any of its characters written as in JSON, in a URL or form, in XML or HTML, where such escapes may be
     * escaped again; in Base64, standard or URL-safe, alone or inside a longer text, as it is or as a text in JSON; and
     * of a value of several lines each line. Left out are lines of fewer than four characters and Base64 of which fewer
     * than four characters are certain: innocent texts are full of them.
     */
    public String hide(String text) {
        if (words.isEmpty()) {
            return text;
        }
        BitSet marked = new BitSet();
        UnescapedText reading = UnescapedText.of(text);
        mark(reading, marked);
        for (int level = 0; level < DEEPEST_ESCAPE && reading.mayHoldEscapes(); level++) {
            reading = reading.unescaped();
            mark(reading, marked);
        }
        return marked.isEmpty() ? text : withoutMarked(text, marked);
    }

    /** Marks the places of the original text. */
    private void mark(UnescapedText reading, BitSet marked) {
        String text = reading.text();
        BitSet found = new BitSet();
        for (int at = 0; at < text.length(); at++) {
            mark(text, at, text.codePointAt(at), found);
            @Nullable EscapedCharacter escaped = EscapedCharacter.at(text, at);
            if (escaped != null) {
                mark(text, at, escaped.codePoint(), found);
            }
        }
        for (int from = found.nextSetBit(0); from >= 0; ) {
            int end = found.nextClearBit(from);
            marked.set(reading.origin(from), reading.origin(end));
            from = found.nextSetBit(end);
        }
    }

    private void mark(String text, int at, int first, BitSet marked) {
        for (SecretWord word : words.getOrDefault(first, Set.of())) {
            word.mark(text, at, marked);
        }
    }

    private static String withoutMarked(String text, BitSet marked) {
        StringBuilder shown = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int secret = marked.nextSetBit(at);
            if (secret < 0) {
                return shown.append(text, at, text.length()).toString();
            }
            shown.append(text, at, secret).append(HIDDEN);
            at = marked.nextClearBit(secret);
        }
        return shown.toString();
    }
}
