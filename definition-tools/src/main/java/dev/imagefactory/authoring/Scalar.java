package dev.imagefactory.authoring;

import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a text of a document stands in its file.
 *
 * @param start of its first character or quote
 * @param end behind its last one
 */
record Scalar(int start, int end, Style style) {
    enum Style {
        JSON,
        PLAIN,
        SINGLE_QUOTED,
        DOUBLE_QUOTED,
        BLOCK
    }

    /**
     * A change of a text.
     *
     * @param start the first character that goes
     * @param end behind the last one
     * @param replacement what comes in its place; no line end
     */
    record Edit(int start, int end, String replacement) {}

    /** A text with edits, which are in order and do not overlap. */
    static String edited(String text, List<Edit> edits) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (Edit edit : edits) {
            result.append(text, at, edit.start).append(edit.replacement);
            at = edit.end;
        }
        return result.append(text.substring(at)).toString();
    }

    /**
     * The characters to be put for those of the scalar.
     *
     * @param file the text of the file
     * @param value the text that the scalar stands for
     * @param edits of the value
     * @return empty where a block cannot be edited so
     */
    Optional<String> written(String file, String value, List<Edit> edits) {
        String raw = file.substring(start, end);
        String text = edited(value, edits);
        boolean isWhole = edits.size() == 1 && edits.get(0).start == 0 && edits.get(0).end == value.length();
        return switch (style) {
            case JSON -> Optional.of(JsonText.compact(new JsonString(text, Location.NONE)));
            case PLAIN, DOUBLE_QUOTED -> Optional.of(doubleQuoted(text));
            case SINGLE_QUOTED ->
                Optional.of(
                        text.indexOf('\n') < 0 && isPrintable(text)
                                ? "'" + text.replace("'", "''") + "'"
                                : doubleQuoted(text));
            case BLOCK -> isWhole ? Optional.of(doubleQuoted(text)) : inBlock(raw, value, edits);
        };
    }

    /** The lines of a block with the same edits: the nth occurrence of a piece in them is that of the value. */
    private static Optional<String> inBlock(String raw, String value, List<Edit> edits) {
        int body = raw.indexOf('\n') + 1;
        List<Edit> inRaw = new ArrayList<>();
        for (Edit edit : edits) {
            String piece = value.substring(edit.start, edit.end);
            List<Integer> places = occurrences(raw, piece, body);
            List<Integer> ofValue = occurrences(value, piece, 0);
            if (places.size() != ofValue.size()) {
                return Optional.empty();
            }
            int place = places.get(ofValue.indexOf(edit.start));
            inRaw.add(new Edit(place, place + piece.length(), edit.replacement));
        }
        return Optional.of(edited(raw, inRaw));
    }

    private static List<Integer> occurrences(String text, String piece, int from) {
        List<Integer> places = new ArrayList<>();
        for (int at = text.indexOf(piece, from); at >= 0; at = text.indexOf(piece, at + 1)) {
            places.add(at);
        }
        return places;
    }

    /** JSON's quotes are YAML's, but YAML takes fewer characters without an escape. */
    private static String doubleQuoted(String text) {
        StringBuilder quoted = new StringBuilder();
        JsonText.compact(new JsonString(text, Location.NONE)).chars().forEach(c -> {
            if (isPrintable(c)) {
                quoted.append((char) c);
            } else {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return quoted.toString();
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(Scalar::isPrintable);
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && (c < 0x7f || c > 0xa0) && c != 0x2028 && c != 0x2029 && c != 0xfeff && c < 0xfffe;
    }
}
