package dev.imagefactory.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of OpenMetrics 1.0 text, as far as the program writes it: gauges, counters and histograms. It refuses
 * what the specification's grammar does not allow.
 */
final class OpenMetricsReader {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(,(?!})|(?=}))");
    private static final Map<String, List<String>> SUFFIXES = Map.of(
            "gauge", List.of(""),
            "counter", List.of("_total"),
            "histogram", List.of("_bucket", "_sum", "_count"));

    /** A sample: its name, its labels without their escapes, its value. */
    record Sample(String name, Map<String, String> labels, double value) {}

    private final List<Sample> samples = new ArrayList<>();
    private final Set<String> families = new HashSet<>();
    private final Set<String> series = new HashSet<>();
    private String family = "";
    private String type = "";
    private boolean sampled;

    static List<Sample> read(String text) {
        OpenMetricsReader reader = new OpenMetricsReader();
        require(text.endsWith("\n# EOF\n"), "the end", text);
        for (String line : text.substring(0, text.length() - "# EOF\n".length()).split("\n", -1)) {
            if (!line.isEmpty()) {
                reader.readLine(line);
            }
        }
        require(!text.contains("\n\n"), "no empty line", text);
        return reader.samples;
    }

    private void readLine(String line) {
        String[] words = line.split(" ", 4);
        if (!line.startsWith("#")) {
            readSample(line);
            return;
        }
        require(words.length == 4 && words[0].equals("#"), "a descriptor", line);
        if (words[1].equals("TYPE")) {
            require(NAME.matcher(words[2]).matches() && families.add(words[2]), "a new family", line);
            require(SUFFIXES.containsKey(words[3]), "a known type", line);
            family = words[2];
            type = words[3];
            sampled = false;
            return;
        }
        require(words[2].equals(family) && !sampled, "a descriptor of the family before its samples", line);
        switch (words[1]) {
            case "UNIT" -> require(family.endsWith("_" + words[3]), "a unit that ends the name", line);
            case "HELP" -> require(words[3].matches("(?s)([^\\\\\"]|\\\\[\\\\\"n])*"), "escapes", line);
            default -> throw new AssertionError("not a descriptor: " + line);
        }
    }

    private void readSample(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '{' && line.charAt(end) != ' ') {
            end++;
        }
        String name = line.substring(0, end);
        require(
                SUFFIXES.getOrDefault(type, List.of()).contains(name.replaceFirst(Pattern.quote(family), "")),
                "a name of " + family,
                line);
        Map<String, String> labels = new TreeMap<>();
        if (line.startsWith("{", end)) {
            Matcher label = LABEL.matcher(line).region(end + 1, line.length());
            label.useTransparentBounds(true);
            end++;
            while (!line.startsWith("}", end)) {
                require(label.find() && label.start() == end, "a label at " + end, line);
                require(labels.put(label.group(1), unescaped(label.group(2))) == null, "distinct labels", line);
                end = label.end();
            }
            end++;
        }
        require(line.startsWith(" ", end), "a blank at " + end, line);
        String value = line.substring(end + 1);
        require(NUMBER.matcher(value).matches(), "a number", line);
        require(series.add(name + labels), "a series of its own", line);
        sampled = true;
        samples.add(new Sample(name, labels, Double.parseDouble(value)));
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                c = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private static void require(boolean holds, String what, String where) {
        if (!holds) {
            throw new AssertionError("not " + what + ": " + where);
        }
    }
}
