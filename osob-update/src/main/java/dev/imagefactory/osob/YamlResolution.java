package dev.imagefactory.osob;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Follows the anchors, aliases and merge keys of YAML documents down to their scalars. */
final class YamlResolution {
    private final SourceText source;
    private final ScalarTokens tokens;
    private final LeafCollector collector;
    private final YamlLoader keys = new YamlLoader(new LoaderOptions());
    private final Map<ScalarNode, Scalar> scalars = new HashMap<>();
    private final Map<MappingNode, Map<String, Node>> resolved = new HashMap<>();

    YamlResolution(SourceText source, ScalarTokens tokens) {
        this.source = source;
        this.tokens = tokens;
        this.collector = new LeafCollector(source);
    }

    List<Leaf> leaves(List<Node> documents) {
        if (documents.size() == 1) {
            follow(documents.get(0), null, "");
        } else {
            followAll(documents, new Level(null, "", false));
        }
        return collector.leaves();
    }

    private void followAll(List<Node> nodes, Level list) {
        for (int i = 0; i < nodes.size(); i++) {
            follow(nodes.get(i), list, Integer.toString(i));
        }
    }

    private void follow(Node node, @Nullable Level level, String key) {
        if (node instanceof ScalarNode scalar) {
            collector.add(level, key, scalars.computeIfAbsent(scalar, this::scalar));
        } else if (node instanceof SequenceNode list) {
            followAll(list.getValue(), collector.enter(level, key, false, begin(node)));
        } else {
            Level mapping = collector.enter(level, key, true, begin(node));
            entries((MappingNode) node, 1).forEach((name, value) -> follow(value, mapping, name));
        }
    }

    /** The values of a mapping with those that are merged in; its own win, then those of the first that has one. */
    private Map<String, Node> entries(MappingNode mapping, int depth) {
        Map<String, Node> known = resolved.get(mapping);
        if (known != null) {
            return known;
        }
        if (depth > LeafCollector.MAX_DEPTH) {
            throw problem(
                    mapping,
                    "merge keys lead through more than " + LeafCollector.MAX_DEPTH + " mappings",
                    "if an anchor merges itself, take it out");
        }
        Map<String, Node> own = new HashMap<>();
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            collector.count(begin(key));
            if (key.getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), entries, depth);
            } else {
                String name = name(key);
                Node earlier = own.put(name, key);
                if (earlier != null) {
                    throw problem(
                            key,
                            "the key '" + name + "' stands in line " + source.line(begin(earlier)) + " already",
                            "delete one of the two");
                }
                entries.put(name, tuple.getValueNode());
            }
        }
        resolved.put(mapping, entries);
        return entries;
    }

    private void merge(Node from, Map<String, Node> entries, int depth) {
        List<Node> sources = from instanceof SequenceNode list ? list.getValue() : List.of(from);
        for (Node merged : sources) {
            if (!(merged instanceof MappingNode mapping)) {
                throw problem(merged, "only mappings can be merged in", "write aliases of mappings behind <<");
            }
            entries(mapping, depth + 1).forEach((name, value) -> {
                collector.count(begin(merged));
                entries.putIfAbsent(name, value);
            });
        }
    }

    /** A key as it is in pointers; the same as of the key of the loaded document. */
    private String name(Node key) {
        if (!(key instanceof ScalarNode scalar)) {
            throw problem(key, "a list or mapping cannot be a key here", "write a text as key");
        }
        return key.getTag().equals(Tag.STR) ? scalar.getValue() : YamlLoader.pointerToken(keys.value(key));
    }

    private Scalar scalar(ScalarNode node) {
        ScalarTokens.Place place = tokens.place(node);
        int start = source.offset(place.start());
        return new Scalar(
                start,
                source.offset(node.getEndMark().getIndex()),
                source.line(start),
                source.column(start),
                node.getValue(),
                switch (node.getScalarStyle()) {
                    case LITERAL, FOLDED -> Scalar.Style.BLOCK;
                    case SINGLE_QUOTED, DOUBLE_QUOTED -> Scalar.Style.QUOTED;
                    default -> place.inFlow() ? Scalar.Style.PLAIN_IN_FLOW : Scalar.Style.PLAIN;
                },
                node.getTag().getValue());
    }

    private int begin(Node node) {
        return source.offset(node.getStartMark().getIndex());
    }

    private ConsumerException problem(Node node, String what, String nextStep) {
        return source.problem(begin(node), what, nextStep);
    }
}
