package dev.imagefactory.osob;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * YAML as many hands write it: all styles of scalars, anchors, merge keys, comments, several documents. Many scalars
 * have a part of their own, {@code img17x}; comments have the same parts, and must stay.
 */
final class RandomYaml {
    private static final int MAX_DEPTH = 4;
    private static final List<String> WORDS =
            List.of("a", "Vs17.3", "é", "\uD83D\uDE00", "図", "x-y", "b/c", "~d", "it's", "C:\\e", "a\"b", "&f", "10%");

    private final Random random;
    private final String lineEnd;
    private final StringBuilder text = new StringBuilder();
    private final List<Part> parts = new ArrayList<>();
    private final List<String> scalarAnchors = new ArrayList<>();
    private final List<String> mappingAnchors = new ArrayList<>();
    private int anchors;
    private int keys;

    /** A part of a scalar of its own, and where it stands. */
    record Part(String name, int offset) {}

    RandomYaml(long seed) {
        random = new Random(seed);
        lineEnd = random.nextBoolean() ? "\n" : "\r\n";
        if (chance(20)) {
            text.append('\uFEFF');
        }
        int documents = chance(20) ? 2 : 1;
        for (int i = 0; i < documents; i++) {
            scalarAnchors.clear();
            mappingAnchors.clear();
            if (documents > 1 || chance(30)) {
                text.append(chance(30) && i == 0 ? "%YAML 1.1" + lineEnd + "---" : "---");
                end();
            }
            mapping(0, 0);
            if (chance(10) && i == documents - 1) {
                text.append("...").append(lineEnd);
            }
        }
    }

    String text() {
        return text.toString();
    }

    List<Part> parts() {
        return parts;
    }

    /** The text with each part replaced where it is a value; made without any parser. */
    String textWith(List<String> names, String replacement) {
        StringBuilder result = new StringBuilder(text);
        for (int i = parts.size() - 1; i >= 0; i--) {
            Part part = parts.get(i);
            if (names.contains(part.name())) {
                result.replace(part.offset(), part.offset() + part.name().length(), replacement);
            }
        }
        return result.toString();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Ends a line, perhaps with blanks and a comment, and perhaps more lines that say nothing. */
    private void end() {
        if (chance(25)) {
            text.append(" # " + comment());
        } else if (chance(20)) {
            text.append("  ");
        }
        text.append(lineEnd);
        while (chance(15)) {
            text.append(chance(50) ? "" : " ".repeat(random.nextInt(8)) + "# " + comment())
                    .append(lineEnd);
        }
    }

    private String comment() {
        return chance(50) && !parts.isEmpty() ? "image: " + any(parts).name() + " \uD83D\uDE00" : "TODO: [x, 'y";
    }

    private void indent(int indent) {
        text.append(" ".repeat(indent));
    }

    private String key() {
        keys++;
        String key = any(List.of("Image", "Queue", "é", "\uD83D\uDE00", "a b")) + keys;
        return chance(20) ? "'" + key + "'" : chance(20) ? "\"" + key + "\"" : key;
    }

    private void mapping(int indent, int depth) {
        if (!mappingAnchors.isEmpty() && chance(30)) {
            indent(indent);
            text.append("<<: ").append(chance(70) ? "*" + any(mappingAnchors) : mergeList());
            end();
        }
        int entries = 1 + random.nextInt(5);
        for (int i = 0; i < entries; i++) {
            indent(indent);
            if (chance(10)) {
                text.append("? ").append(key());
                end();
                indent(indent);
                text.append(':');
            } else {
                // now and then a key that is merged in as well
                text.append(i == 0 && chance(40) ? "Shared" : key()).append(chance(10) ? "  :" : ":");
            }
            value(indent, depth);
        }
    }

    private String mergeList() {
        return java.util.stream.Stream.generate(() -> "*" + any(mappingAnchors))
                .limit(1 + random.nextInt(3))
                .collect(Collectors.joining(chance(50) ? ", " : " ,", "[", "]"));
    }

    private void list(int indent, int depth) {
        int entries = 1 + random.nextInt(4);
        for (int i = 0; i < entries; i++) {
            indent(indent);
            text.append('-');
            value(indent, depth);
        }
    }

    /** What stands behind a colon or dash. */
    private void value(int indent, int depth) {
        text.append(" ".repeat(1 + (chance(20) ? random.nextInt(3) : 0)));
        int kind = depth >= MAX_DEPTH ? 50 + random.nextInt(50) : random.nextInt(100);
        if (kind < 30) {
            String anchor = anchor();
            end();
            mapping(indent + 1 + random.nextInt(3), depth + 1);
            know(mappingAnchors, anchor);
        } else if (kind < 42) {
            end();
            list(indent + 1 + random.nextInt(3), depth + 1);
        } else if (kind < 52) {
            flow(depth);
            end();
        } else if (kind < 60 && !scalarAnchors.isEmpty()) {
            text.append('*').append(any(scalarAnchors));
            end();
        } else if (kind < 65 && !mappingAnchors.isEmpty()) {
            text.append('*').append(any(mappingAnchors));
            end();
        } else if (kind < 70) {
            text.append(any(List.of("", "~", "17", "0x1F", "2024-05-17", "yes", "1.50", "!!str 5", "''")));
            end();
        } else {
            String anchor = anchor();
            text.append(chance(10) ? "!!str " : "");
            scalar(indent);
            know(scalarAnchors, anchor);
        }
    }

    private String anchor() {
        if (!chance(35)) {
            return "";
        }
        anchors++;
        text.append("&n" + anchors + " ");
        return "n" + anchors;
    }

    private static void know(List<String> known, String anchor) {
        if (!anchor.isEmpty()) {
            known.add(anchor);
        }
    }

    private void scalar(int indent) {
        String inner = " ".repeat(indent + 1 + random.nextInt(3));
        switch (random.nextInt(8)) {
            case 0 -> {
                text.append(any(List.of("|", ">", "|-", ">+", "|+")))
                        .append(chance(20) ? " # block" : "")
                        .append(lineEnd);
                int lines = 1 + random.nextInt(3);
                for (int i = 0; i < lines; i++) {
                    text.append(inner);
                    words("", " ");
                    text.append(i > 0 && chance(20) ? "  " : "").append(lineEnd);
                    text.append(i + 1 < lines && chance(20) ? lineEnd : "");
                }
            }
            case 1 -> {
                words("", " ");
                text.append(lineEnd).append(inner);
                words("", " ");
                end();
            }
            case 2 -> {
                text.append('"');
                words("\"", chance(50) ? lineEnd + inner : " \\u0041\u2028" + inner);
                text.append('"');
                end();
            }
            case 3 -> {
                text.append('\'');
                words("'", lineEnd + lineEnd + inner);
                text.append('\'');
                end();
            }
            default -> {
                flowScalar();
                end();
            }
        }
    }

    private void flow(int depth) {
        boolean braces = random.nextBoolean();
        text.append(braces ? '{' : '[');
        int entries = random.nextInt(4);
        for (int i = 0; i < entries; i++) {
            if (braces) {
                text.append(key()).append(chance(80) ? ": " : " : ");
            }
            if (depth < MAX_DEPTH && chance(20)) {
                flow(depth + 1);
            } else {
                flowScalar();
            }
            text.append(i + 1 < entries ? any(List.of(",", ", ", " , ")) : "");
        }
        text.append(braces ? '}' : ']');
    }

    /** A scalar in one line. */
    private void flowScalar() {
        String quote = any(List.of("", "'", "\""));
        text.append(quote);
        words(quote, " ");
        text.append(quote);
    }

    /** Some words, the first of which is a letter; often one is a part. */
    private void words(String quote, String between) {
        text.append(any(List.of("w", "Win", "é")));
        int count = random.nextInt(4);
        int part = chance(60) ? random.nextInt(count + 1) : -1;
        for (int i = 0; i <= count; i++) {
            text.append(chance(70) ? " " : between);
            if (i == part) {
                String name = "img" + parts.size() + "x";
                parts.add(new Part(name, text.length()));
                text.append(name);
            } else {
                text.append(
                        switch (quote) {
                            case "'" -> any(WORDS).replace("'", "''");
                            case "\"" -> any(WORDS).replace("\\", "\\\\").replace("\"", "\\\"");
                            default -> any(WORDS);
                        });
            }
        }
    }
}
