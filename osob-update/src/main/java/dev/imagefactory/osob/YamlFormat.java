package dev.imagefactory.osob;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;
import org.yaml.snakeyaml.scanner.ScannerImpl;

/** YAML 1.1, which has merge keys, read by SnakeYAML. */
final class YamlFormat implements DocumentFormat {
    private static final Resolver RESOLVER = new Resolver();

    @Override
    public Parsed parse(SourceText source) {
        return guarded(source, () -> {
            ScalarTokens tokens = new ScalarTokens(new ScannerImpl(new StreamReader(source.text()), options()));
            List<Node> documents = documents(new Composer(new ParserImpl(tokens), RESOLVER, options()));
            return new Composed(source, tokens, documents);
        });
    }

    /** SnakeYAML's nodes of a text, as they were composed. */
    private record Composed(SourceText source, ScalarTokens tokens, List<Node> documents) implements Parsed {
        @Override
        public List<Leaf> leaves() {
            return guarded(source, () -> new YamlResolution(source, tokens).leaves(documents));
        }

        @Override
        public @Nullable Object load() {
            return guarded(source, () -> {
                YamlLoader loader = new YamlLoader(options());
                List<@Nullable Object> loaded = new ArrayList<>();
                documents.forEach(document -> loaded.add(loader.value(document)));
                return loaded.size() == 1 ? loaded.get(0) : loaded;
            });
        }
    }

    @Override
    public @Nullable Object retyped(SourceText source, Scalar scalar, String token, String value) {
        if (scalar.style() == Scalar.Style.BLOCK) {
            return value;
        }
        Tag before = tag(scalar, source.text().substring(scalar.start(), scalar.end()), scalar.value());
        Tag after = tag(scalar, token, value);
        if (after == null) {
            throw source.problem(
                    scalar.start(),
                    SourceText.shown(token) + " would not be read as the text " + SourceText.shown(value),
                    "put quotes around the value");
        }
        Tag type = new Tag(scalar.type());
        if (type.equals(before) && !type.equals(after)) {
            throw source.problem(
                    scalar.start(),
                    SourceText.shown(token) + " would be read as " + name(after) + ", and what stands there is "
                            + name(type),
                    "put quotes around the value");
        }
        return guarded(
                source,
                () -> new YamlLoader(options()).value(new ScalarNode(type, value, null, null, ScalarStyle.PLAIN)));
    }

    /** The implicit tag of a token where it stands alone; null where it is not read as this text. */
    private static @Nullable Tag tag(Scalar scalar, String token, String value) {
        boolean inFlow = scalar.style() == Scalar.Style.PLAIN_IN_FLOW;
        List<Node> documents;
        try {
            documents = documents(composer(inFlow ? "--- [" + token + "]" : "--- " + token));
        } catch (RuntimeException e) {
            return null;
        }
        Node node = documents.get(0);
        if (inFlow && node instanceof SequenceNode list && list.getValue().size() == 1) {
            node = list.getValue().get(0);
        }
        return documents.size() == 1
                        && node instanceof ScalarNode read
                        && read.getValue().equals(value)
                        && read.isPlain() == scalar.isPlain()
                ? read.getTag()
                : null;
    }

    private static String name(Tag tag) {
        return tag.getValue().replace(Tag.PREFIX, "!!");
    }

    private static Composer composer(String text) {
        return new Composer(new ParserImpl(new StreamReader(text), options()), RESOLVER, options());
    }

    private static List<Node> documents(Composer composer) {
        List<Node> documents = new ArrayList<>();
        while (composer.checkNode()) {
            documents.add(composer.getNode());
        }
        return documents;
    }

    /** SnakeYAML's limits protect those who load; here {@link LeafCollector} does, by what a document resolves to. */
    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        options.setNestingDepthLimit(LeafCollector.MAX_DEPTH + 1);
        options.setTagInspector(tag -> true); // no tag makes an object, see YamlLoader
        return options;
    }

    private static <T extends @Nullable Object> T guarded(SourceText source, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ConsumerException e) {
            throw e;
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw source.problem(
                    mark == null ? 0 : source.offset(mark.getIndex()),
                    String.valueOf(e.getProblem()),
                    "correct the YAML at this place",
                    e);
        } catch (ReaderException e) {
            throw source.problem(
                    source.offset(e.getPosition()),
                    String.format(Locale.ROOT, "the character U+%04X is not allowed in YAML", e.getCodePoint()),
                    "delete it, or write it as an escape in double quotes",
                    e);
        } catch (RuntimeException e) { // by a limit, or by a text that does not fit its tag
            throw new ConsumerException(
                    source.path() + " cannot be read: " + e.getMessage() + "; correct it, or leave it out by 'exclude'",
                    e);
        }
    }
}
