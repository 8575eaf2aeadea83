package dev.imagefactory.report;

import dev.imagefactory.osob.Reference;
import dev.imagefactory.planner.ImageGraph;
import dev.imagefactory.planner.ImageGraph.EdgeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which variable goes into which image, and which consumer's file names it: as a drawing, as far as that is readable.
 */
final class DependencyPicture {
    private static final int MOST_IMAGES = 40;
    private static final int MOST_BESIDE = 60;
    private static final int MOST_EDGES = 400;

    private static final int WIDTH = 1_080;
    private static final int BOX = 290;
    private static final int GAP = 105;
    private static final int ROW = 26;
    private static final int TOP = 30;
    private static final int LABEL = 42;

    private final Set<String> failed;
    private final NavigableSet<String> images = new TreeSet<>();

    /** By image. */
    private final Map<String, NavigableSet<String>> variables = new TreeMap<>();

    private final Map<String, NavigableSet<String>> consumers = new TreeMap<>();
    private final Map<String, String> bases = new TreeMap<>();

    DependencyPicture(ImageReport report) {
        failed = new TreeSet<>(
                report.failures().stream().map(ReportedFailure::imageId).toList());
        for (ImageGraph.Node node : report.graph().nodes()) {
            if (node.kind() == ImageGraph.NodeKind.DEFINITION) {
                images.add(node.name());
            }
        }
        for (ImageGraph.Edge edge : report.graph().edges()) {
            if (edge.kind() == EdgeKind.USED_BY) {
                variables
                        .computeIfAbsent(edge.to().name(), image -> new TreeSet<>())
                        .add(edge.from().name());
            } else if (edge.kind() == EdgeKind.BASE_OF) {
                bases.put(edge.to().name(), edge.from().name());
            }
        }
        for (ReportedImage image : report.images()) {
            if (images.contains(image.id())) {
                image.used().stream()
                        .flatMap(used -> used.references().stream())
                        .map(Reference::file)
                        .forEach(file -> consumers
                                .computeIfAbsent(image.id(), id -> new TreeSet<>())
                                .add(file));
            }
        }
    }

    boolean isEmpty() {
        return images.isEmpty();
    }

    boolean isReadable() {
        long edges = count(variables) + count(consumers) + bases.size();
        return images.size() <= MOST_IMAGES
                && distinct(variables).size() <= MOST_BESIDE
                && distinct(consumers).size() <= MOST_BESIDE
                && edges <= MOST_EDGES;
    }

    /** How much there is of each, for people. */
    String words() {
        return distinct(variables).size() + " variables, " + images.size() + " images, "
                + distinct(consumers).size() + " files of consumers";
    }

    private static long count(Map<String, NavigableSet<String>> map) {
        return map.values().stream().mapToLong(Set::size).sum();
    }

    private static NavigableSet<String> distinct(Map<String, NavigableSet<String>> map) {
        NavigableSet<String> all = new TreeSet<>();
        map.values().forEach(all::addAll);
        return all;
    }

    /** The same as rows of a table: image, variables, base, consumers. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (String image : images) {
            rows.add(List.of(
                    image,
                    String.join(", ", variables.getOrDefault(image, new TreeSet<>())),
                    bases.getOrDefault(image, ""),
                    String.join(", ", consumers.getOrDefault(image, new TreeSet<>()))));
        }
        return rows;
    }

    void draw(Markup svg) {
        int rows = Math.max(
                images.size(),
                Math.max(distinct(variables).size(), distinct(consumers).size()));
        int height = TOP + rows * ROW + 10;
        Map<String, Integer> middle = placed(new ArrayList<>(images), rows);
        Map<String, Integer> left = placed(byNeighbours(variables, middle), rows);
        Map<String, Integer> right = placed(byNeighbours(consumers, middle), rows);
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + WIDTH + " " + height,
                "width",
                String.valueOf(WIDTH),
                "height",
                String.valueOf(height),
                "role",
                "img",
                "aria-label",
                "Dependencies: " + words() + "; the table below says the same");
        int imagesAt = column(1);
        int consumersAt = column(2);
        head(svg, column(0), "Variables");
        head(svg, imagesAt, "Images");
        head(svg, consumersAt, "Consumers");
        variables.forEach((image, names) -> names.forEach(name ->
                curve(svg, column(0) + BOX, left.getOrDefault(name, 0), imagesAt, middle.getOrDefault(image, 0))));
        consumers.forEach((image, files) -> files.forEach(file ->
                curve(svg, imagesAt + BOX, middle.getOrDefault(image, 0), consumersAt, right.getOrDefault(file, 0))));
        bases.forEach((image, base) -> {
            int x = imagesAt + BOX;
            int from = middle.getOrDefault(base, 0);
            int to = middle.getOrDefault(image, 0);
            String path = "M" + x + " " + from + " C" + (x + 50) + " " + from + " " + (x + 50) + " " + to + " " + x
                    + " " + to;
            svg.empty("path", "class", "base", "d", path);
        });
        left.forEach((name, y) -> box(svg, column(0), y, SafeText.cut(name, LABEL), name, false));
        middle.forEach((name, y) -> {
            boolean bad = failed.contains(name);
            String label = (bad ? "\u2717 " : "") + SafeText.cutFront(name, LABEL - (bad ? 2 : 0));
            box(svg, imagesAt, y, label, name + (bad ? ", failed" : ""), bad);
        });
        right.forEach((name, y) -> box(svg, consumersAt, y, SafeText.cutFront(name, LABEL), name, false));
        svg.close();
    }

    private static int column(int number) {
        return number * (BOX + GAP);
    }

    /** The names, each near the middle of what it belongs to, so that few lines cross. */
    private static List<String> byNeighbours(Map<String, NavigableSet<String>> byImage, Map<String, Integer> places) {
        Map<String, List<Integer>> neighbours = new HashMap<>();
        byImage.forEach((image, names) -> names.forEach(name ->
                neighbours.computeIfAbsent(name, each -> new ArrayList<>()).add(places.getOrDefault(image, 0))));
        return neighbours.keySet().stream()
                .sorted(Comparator.<String>comparingDouble(name -> neighbours.getOrDefault(name, List.of()).stream()
                                .mapToInt(Integer::intValue)
                                .average()
                                .orElse(0))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The middle of each box, spread over the whole height. */
    private static Map<String, Integer> placed(List<String> names, int rows) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            places.put(names.get(i), TOP + (2 * i + 1) * rows * ROW / (2 * names.size()));
        }
        return places;
    }

    private static void head(Markup svg, int x, String text) {
        svg.open("g").element("text", text, "class", "head", "x", String.valueOf(x), "y", "18");
        svg.close();
    }

    private static void curve(Markup svg, int x, int y, int toX, int toY) {
        int middle = (x + toX) / 2;
        String path = "M" + x + " " + y + " C" + middle + " " + y + " " + middle + " " + toY + " " + toX + " " + toY;
        svg.empty("path", "class", "edge", "d", path);
    }

    private static void box(Markup svg, int x, int y, String label, String title, boolean bad) {
        svg.open("g").element("title", SafeText.line(title, 300));
        svg.empty(
                "rect",
                "class",
                bad ? "box-bad" : "box",
                "x",
                String.valueOf(x + 1),
                "y",
                String.valueOf(y - 11),
                "width",
                String.valueOf(BOX - 2),
                "height",
                "22",
                "rx",
                "4");
        svg.element("text", SafeText.line(label), "x", String.valueOf(x + 8), "y", String.valueOf(y + 4));
        svg.close();
    }
}
