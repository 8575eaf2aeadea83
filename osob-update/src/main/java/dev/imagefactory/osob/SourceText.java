package dev.imagefactory.osob;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A text and the places in it. Lines end with LF, CR LF or CR, as in editors. */
final class SourceText {
    private static final int MAX_SHOWN = 80;

    private final String path;
    private final String text;

    /** Made when first asked for: a text that is only loaded needs none. */
    private int @Nullable [] lineStarts;

    /** For each character outside of the Basic Multilingual Plane, how many code points stand before it. */
    private int @Nullable [] surrogatePairs;

    SourceText(String path, String text) {
        this.path = path;
        this.text = text;
    }

    private int[] lineStarts() {
        if (lineStarts == null) {
            IntStream.Builder starts = IntStream.builder().add(0);
            for (int i = 0; i < text.length(); i++) {
                char end = text.charAt(i);
                if (end == '\n' || (end == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
                    starts.add(i + 1);
                }
            }
            lineStarts = starts.build().toArray();
        }
        return lineStarts;
    }

    private int[] surrogatePairs() {
        if (surrogatePairs == null) {
            IntStream.Builder pairs = IntStream.builder();
            int before = 0;
            for (int i = 0; i < text.length(); i++) {
                if (Character.isHighSurrogate(text.charAt(i))) {
                    pairs.add(i - before);
                    before++;
                }
            }
            surrogatePairs = pairs.build().toArray();
        }
        return surrogatePairs;
    }

    String path() {
        return path;
    }

    String text() {
        return text;
    }

    /** The offset, in chars, of what stands behind so many code points. */
    int offset(int codePoints) {
        int found = Arrays.binarySearch(surrogatePairs(), codePoints);
        return codePoints + (found < 0 ? -found - 1 : found);
    }

    /** The line of an offset, from 1. */
    int line(int offset) {
        int found = Arrays.binarySearch(lineStarts(), offset);
        return found < 0 ? -found - 1 : found + 1;
    }

    /** The column of an offset, in chars from 1; a byte order mark is none. */
    int column(int offset) {
        int line = line(offset);
        int mark = line == 1 && offset > 0 && text.charAt(0) == '\uFEFF' ? 1 : 0;
        return offset - lineStarts()[line - 1] + 1 - mark;
    }

    /** The beginning of a text, for messages. */
    static String shown(String text) {
        String line = text.lines().findFirst().orElse("");
        boolean whole = line.length() == text.length() && line.length() <= MAX_SHOWN;
        return whole ? line : line.substring(0, Math.min(line.length(), MAX_SHOWN)) + "...";
    }

    /** What is wrong at an offset. */
    ConsumerException problem(int offset, String what, String nextStep) {
        return problem(offset, what, nextStep, null);
    }

    ConsumerException problem(int offset, String what, String nextStep, @Nullable Throwable cause) {
        String message = path + ":" + line(offset) + ":" + column(offset) + ": " + what + "; " + nextStep;
        return cause == null ? new ConsumerException(message) : new ConsumerException(message, cause);
    }
}
