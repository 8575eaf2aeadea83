package dev.imagefactory.template.document;

import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.Reader;
import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Jackson's YAML parser, which also tells what it keeps to itself: the anchors of single values, the tags of keys, and
 * how a value was written.
 */
final class PlainYamlParser extends YAMLParser {
    private PlainYamlParser(IOContext context, int parserFeatures, int yamlFeatures, Reader reader) {
        super(context, parserFeatures, yamlFeatures, null, null, reader);
    }

    /** Makes the parsers. */
    static final class Factory extends YAMLFactory {
        @Serial
        private static final long serialVersionUID = 1L;

        Factory() {
            super(YAMLFactory.builder()
                    .streamReadConstraints(DocumentReader.constraints())
                    .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                    .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS));
        }

        @Override
        protected YAMLParser _createParser(Reader reader, IOContext context) {
            return new PlainYamlParser(context, _parserFeatures, _yamlParserFeatures, reader);
        }
    }

    @Nullable
    String anchor() {
        return _lastEvent instanceof NodeEvent node && !isCurrentAlias() ? node.getAnchor() : null;
    }

    /** The tag of the current key or value, as it was written. */
    @Nullable
    String tag() {
        String tag = null;
        if (_lastEvent instanceof ScalarEvent scalar) {
            tag = scalar.getTag();
        } else if (_lastEvent instanceof CollectionStartEvent collection) {
            tag = collection.getTag();
        }
        return tag == null ? null : tag.replaceFirst("^tag:yaml\\.org,2002:", "!!");
    }

    /** Whether the current value is a scalar without quotes. */
    boolean isPlainScalar() {
        return _lastEvent instanceof ScalarEvent scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }

    /** Whether the current value is a mapping in braces. */
    boolean isInBraces() {
        return _lastEvent instanceof CollectionStartEvent collection && collection.isFlow();
    }
}
