package dev.imagefactory.osob;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which version of each image is promoted, the file {@code images.json}: one JSON object, image id to the name of its
 * build, sorted, one line an image, so that a version goes back by reverting one line.
 *
 * <p>An image that has several names at a time has a list of them. Immutable.
 */
public final class ImageMapping {
    /** No image is promoted. */
    public static final ImageMapping EMPTY = new ImageMapping(Collections.emptySortedMap());

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final SortedMap<String, List<String>> names;

    private ImageMapping(SortedMap<String, List<String>> names) {
        this.names = names;
    }

    /**
     * Reads the file.
     *
     * @param shownAs what messages call it
     * @throws IllegalArgumentException where it is not what {@link #text} writes, with file, line and next step
     */
    public static ImageMapping parse(String text, String shownAs) {
        SortedMap<String, List<String>> names = new TreeMap<>();
        try (JsonParser parser = JSON.createParser(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, parser, shownAs);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String imageId = parser.currentName();
                names.put(imageId, values(parser, shownAs));
            }
            require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null, parser, shownAs);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    shownAs + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage()
                            + "; correct it, or get it back from git",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
        return new ImageMapping(names);
    }

    private static List<String> values(JsonParser parser, String shownAs) throws IOException {
        List<String> values = new ArrayList<>();
        if (parser.nextToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values.add(value(parser, shownAs));
            }
        } else {
            values.add(value(parser, shownAs));
        }
        require(!values.isEmpty(), parser, shownAs);
        return values;
    }

    private static String value(JsonParser parser, String shownAs) throws IOException {
        require(
                parser.currentToken() == JsonToken.VALUE_STRING
                        && !parser.getText().isBlank(),
                parser,
                shownAs);
        return parser.getText();
    }

    private static void require(boolean condition, JsonParser parser, String shownAs) {
        if (!condition) {
            throw new IllegalArgumentException(
                    shownAs + ":" + parser.currentTokenLocation().getLineNr()
                            + ": this is no object of image ids, each with the name of its image;"
                            + " correct it, or get it back from git");
        }
    }

    /** The images that are promoted, by id. */
    public List<String> imageIds() {
        return List.copyOf(names.keySet());
    }

    /** The promoted names of an image; empty where it is not promoted. */
    public List<String> names(String imageId) {
        return names.getOrDefault(imageId, List.of());
    }

    /** The same with other names of an image. */
    public ImageMapping with(String imageId, List<String> newNames) {
        SortedMap<String, List<String>> changed = new TreeMap<>(names);
        changed.put(imageId, List.copyOf(newNames));
        return new ImageMapping(changed);
    }

    /** The file's text. */
    public String text() {
        return names.entrySet().stream()
                .map(entry -> "  " + quoted(entry.getKey()) + ": " + value(entry))
                .collect(Collectors.joining(",\n", "{\n", names.isEmpty() ? "}\n" : "\n}\n"));
    }

    private static String value(Map.Entry<String, List<String>> entry) {
        List<String> values = entry.getValue();
        return values.size() == 1
                ? quoted(values.get(0))
                : values.stream().map(ImageMapping::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageMapping mapping && mapping.names.equals(names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
