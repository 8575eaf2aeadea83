package dev.imagefactory.planner;

import dev.imagefactory.template.ImageTarget;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What depends on what in a set of images: variable, definition, image, destination.
 *
 * @param nodes sorted by kind and name
 * @param edges sorted likewise, by where they come from first
 */
public record ImageGraph(List<Node> nodes, List<Edge> edges) {
    public ImageGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /** The kinds of nodes. */
    public enum NodeKind {
        /** By its name. */
        VARIABLE,
        /** By its id, which is the id of the image that the planner knows. */
        DEFINITION,
        /** By the name that it gets, built-in variables as {@code {NAME}}. */
        IMAGE,
        /** By what {@link ImageTarget} calls the place. */
        DESTINATION;

        /** The name in JSON. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Something that depends on something, or that something depends on.
     *
     * @param place of an image, its destination, since images of one name in two places are two; else empty
     */
    public record Node(NodeKind kind, String name, String place) {
        static final Comparator<Node> ORDER =
                Comparator.comparing(Node::kind).thenComparing(Node::name).thenComparing(Node::place);

        static Node of(NodeKind kind, String name) {
            return new Node(kind, name, "");
        }
    }

    /** The kinds of edges. */
    public enum EdgeKind {
        /** From a variable to a definition that uses it. */
        USED_BY,
        /** From a definition to the definition of an image that is built upon the first one's. */
        BASE_OF,
        /** From a definition to an image that it makes. */
        MAKES,
        /** From an image to the place where it gets its name. */
        STORED_IN;

        /** The name in JSON, for instance {@code used-by}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** That one node depends on another: a change of {@code from} may be one of {@code to}. */
    public record Edge(Node from, Node to, EdgeKind kind) {
        static final Comparator<Edge> ORDER = Comparator.comparing(Edge::from, Node.ORDER)
                .thenComparing(Edge::to, Node.ORDER)
                .thenComparing(Edge::kind);
    }

    /** The graph of images, of those without an error where there are others. A variable that is not used is a node. */
    public static ImageGraph of(RenderedImages images) {
        SortedSet<Node> nodes = new TreeSet<>(Node.ORDER);
        SortedSet<Edge> edges = new TreeSet<>(Edge.ORDER);
        images.variables().keySet().forEach(name -> nodes.add(Node.of(NodeKind.VARIABLE, name)));
        for (RenderedImage image : images.images()) {
            Node definition = Node.of(NodeKind.DEFINITION, image.id());
            nodes.add(definition);
            image.variables()
                    .keySet()
                    .forEach(name ->
                            edges.add(new Edge(Node.of(NodeKind.VARIABLE, name), definition, EdgeKind.USED_BY)));
            if (image.base() != null) {
                edges.add(new Edge(Node.of(NodeKind.DEFINITION, image.base()), definition, EdgeKind.BASE_OF));
            }
            for (ImageTarget target : image.targets()) {
                Node made = new Node(NodeKind.IMAGE, target.imageName(), target.destination());
                edges.add(new Edge(definition, made, EdgeKind.MAKES));
                if (!target.destination().isEmpty()) {
                    edges.add(new Edge(made, Node.of(NodeKind.DESTINATION, target.destination()), EdgeKind.STORED_IN));
                }
            }
        }
        for (Edge edge : edges) {
            nodes.add(edge.from());
            nodes.add(edge.to());
        }
        return new ImageGraph(new ArrayList<>(nodes), new ArrayList<>(edges));
    }
}
