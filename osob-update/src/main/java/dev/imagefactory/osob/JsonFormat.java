package dev.imagefactory.osob;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON, with comments and trailing commas. */
final class JsonFormat implements DocumentFormat {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(LeafCollector.MAX_DEPTH)
                    .build())
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    @Override
    public Parsed parse(SourceText source) {
        return new Parsed() {
            @Override
            public List<Leaf> leaves() {
                LeafCollector collector = new LeafCollector(source);
                read(source, parser -> {
                    new LeafWalk(source, parser, collector).value(null, "");
                    return null;
                });
                return collector.leaves();
            }

            @Override
            public @Nullable Object load() {
                return read(source, JsonFormat::tree);
            }
        };
    }

    @Override
    public @Nullable Object retyped(SourceText source, Scalar scalar, String token, String value) {
        ConsumerException problem = source.problem(
                scalar.start(),
                SourceText.shown(token) + " would not be read as the value " + SourceText.shown(value),
                "leave this value out, or write the file without escapes");
        try (JsonParser parser = JSON.createParser(token)) {
            JsonToken type = parser.nextToken();
            if (type == null
                    || !type.name().equals(scalar.type())
                    || !parser.getText().equals(value)) {
                throw problem;
            }
            Object typed = tree(parser);
            if (parser.nextToken() != null) {
                throw problem;
            }
            return typed;
        } catch (IOException e) {
            throw problem;
        }
    }

    /** The text's one document, whose first token is the current one; none where there is nothing. */
    private static @Nullable Object read(SourceText source, Reading reading) {
        char[] chars = source.text().toCharArray();
        if (chars.length > 0 && chars[0] == '\uFEFF') {
            chars[0] = ' ';
        }
        try (JsonParser parser = JSON.createParser(chars)) {
            if (parser.nextToken() == null) {
                return null; // an empty file
            }
            Object result = reading.from(parser);
            if (parser.nextToken() != null) {
                throw source.problem(
                        (int) parser.currentTokenLocation().getCharOffset(),
                        "a second document begins",
                        "write one document in a file");
            }
            return result;
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            throw source.problem(
                    location == null ? 0 : (int) Math.max(0, location.getCharOffset()),
                    e.getOriginalMessage().lines().findFirst().orElse("the text cannot be read"),
                    "correct the JSON at this place",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static @Nullable Object tree(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    object.put(key, tree(parser));
                }
                return object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(tree(parser));
                }
                return list;
            }
            case VALUE_NULL -> {
                return null;
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return parser.getBooleanValue();
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return parser.getDecimalValue();
            }
            default -> {
                return parser.getText();
            }
        }
    }

    private interface Reading {
        @Nullable
        Object from(JsonParser parser) throws IOException;
    }

    /** Walks through a document by its tokens. */
    private record LeafWalk(SourceText source, JsonParser parser, LeafCollector collector) {
        void value(@Nullable Level level, String key) throws IOException {
            JsonToken token = parser.currentToken();
            int start = (int) parser.currentTokenLocation().getCharOffset();
            if (token == JsonToken.START_OBJECT) {
                object(collector.enter(level, key, true, start));
            } else if (token == JsonToken.START_ARRAY) {
                Level list = collector.enter(level, key, false, start);
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    value(list, Integer.toString(i));
                }
            } else {
                collector.add(level, key, scalar(token, start));
            }
        }

        private void object(Level object) throws IOException {
            Map<String, Integer> keys = new HashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                Integer earlier = keys.put(name, start);
                if (earlier != null) {
                    throw source.problem(
                            start,
                            "the key '" + name + "' stands in line " + source.line(earlier) + " already",
                            "delete one of the two");
                }
                parser.nextToken();
                value(object, name);
            }
        }

        private Scalar scalar(JsonToken token, int start) throws IOException {
            String value = parser.getText(); // reads a text to its end
            boolean quoted = token == JsonToken.VALUE_STRING;
            int end = quoted ? (int) parser.currentLocation().getCharOffset() : start + value.length();
            return new Scalar(
                    start,
                    end,
                    source.line(start),
                    source.column(start),
                    value,
                    quoted ? Scalar.Style.QUOTED : Scalar.Style.PLAIN,
                    token.name());
        }
    }
}
