package dev.imagefactory.osob;

import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.Construct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * SnakeYAML's own loading of plain values. Tags of which it knows nothing are passed over, since an edit changes none;
 * so are those of collections, so that all of them are maps and lists.
 */
final class YamlLoader extends SafeConstructor {
    YamlLoader(LoaderOptions options) {
        super(options);
        Construct map = new ConstructYamlMap();
        Construct list = new ConstructYamlSeq();
        Construct text = new ConstructYamlStr();
        yamlConstructors.put(Tag.SET, map);
        yamlConstructors.put(Tag.OMAP, list);
        yamlConstructors.put(Tag.PAIRS, list);
        yamlConstructors.put(Tag.BINARY, text);
        yamlConstructors.put(null, new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
                return (node instanceof ScalarNode ? text : node instanceof SequenceNode ? list : map).construct(node);
            }
        });
    }

    @Nullable
    Object value(Node node) {
        return constructDocument(node);
    }

    /** A key of a loaded document in a JSON pointer. */
    static String pointerToken(@Nullable Object key) {
        return key instanceof Date date ? date.toInstant().toString() : String.valueOf(key);
    }
}
