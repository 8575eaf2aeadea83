package dev.imagefactory.cli;

import dev.imagefactory.planner.ImageGraph;
import dev.imagefactory.planner.ImageGraph.Edge;
import dev.imagefactory.planner.ImageGraph.EdgeKind;
import dev.imagefactory.planner.ImageGraph.Node;
import dev.imagefactory.planner.ImageGraph.NodeKind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** How a graph is written. Names are foreign text: none can break out of its label. */
enum GraphFormat {
    MERMAID,
    DOT,
    JSON;

    /** The graph as text, without a line break at the end. */
    String draw(ImageGraph graph) {
        return switch (this) {
            case MERMAID -> mermaid(graph);
            case DOT -> dot(graph);
            case JSON -> InquiryJson.graph(graph);
        };
    }

    /** The name as an option takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String mermaid(ImageGraph graph) {
        StringJoiner text = new StringJoiner("\n").add("flowchart LR");
        Map<Node, String> names = names(graph);
        names.forEach((node, name) -> text.add("  " + name + mermaidShape(node.kind(), mermaidText(node.name()))));
        for (Edge edge : graph.edges()) {
            String arrow = edge.kind() == EdgeKind.BASE_OF ? " == base ==> " : " --> ";
            text.add("  " + names.get(edge.from()) + arrow + names.get(edge.to()));
        }
        return text.toString();
    }

    private static String mermaidShape(NodeKind kind, String label) {
        return switch (kind) {
            case VARIABLE -> "([\"" + label + "\"])";
            case DEFINITION -> "[\"" + label + "\"]";
            case IMAGE -> "[[\"" + label + "\"]]";
            case DESTINATION -> "[(\"" + label + "\")]";
        };
    }

    /** Mermaid reads quotes, HTML and Markdown in labels: all but plain characters go in by their number. */
    private static String mermaidText(String text) {
        return escaped(text, c -> Character.isLetterOrDigit(c) || " ._-/".indexOf(c) >= 0, c -> "#" + c + ";");
    }

    private static String dot(ImageGraph graph) {
        StringJoiner text = new StringJoiner("\n").add("digraph imagefactory {").add("  rankdir=LR;");
        Map<Node, String> names = names(graph);
        names.forEach((node, name) -> text.add(
                "  " + name + " [label=\"" + dotText(node.name()) + "\", shape=" + dotShape(node.kind()) + "];"));
        for (Edge edge : graph.edges()) {
            String style = edge.kind() == EdgeKind.BASE_OF ? " [style=bold, label=\"base\"];" : ";";
            text.add("  " + names.get(edge.from()) + " -> " + names.get(edge.to()) + style);
        }
        return text.add("}").toString();
    }

    private static String dotShape(NodeKind kind) {
        return switch (kind) {
            case VARIABLE -> "ellipse";
            case DEFINITION -> "note";
            case IMAGE -> "box";
            case DESTINATION -> "cylinder";
        };
    }

    /** Graphviz reads backslashes and HTML entities in quoted labels. */
    private static String dotText(String text) {
        return escaped(text, c -> Character.isLetterOrDigit(c) || " ._-/{}:,()".indexOf(c) >= 0, c -> "&#" + c + ";");
    }

    /** A text in which what is not plain stands by its number, and a control character as the sign for one. */
    private static String escaped(String text, IntPredicate isPlain, IntFunction<String> escape) {
        return Console.plain(text)
                .codePoints()
                .mapToObj(c -> isPlain.test(c) ? Character.toString(c) : escape.apply(c))
                .collect(Collectors.joining());
    }

    /** Short names of the nodes, in their order. */
    private static Map<Node, String> names(ImageGraph graph) {
        Map<Node, String> names = new LinkedHashMap<>();
        graph.nodes().forEach(node -> names.put(node, "n" + names.size()));
        return names;
    }
}
