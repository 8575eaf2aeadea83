package dev.imagefactory.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.template.ImageTarget;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lists, maps and keys as the JSON text of one column.
 *
 * <p>By the parser's tokens, not by its mapper of objects, which takes longer to load than a small ledger to read.
 */
final class Columns {
    private static final JsonFactory JSON = new JsonFactory();

    private Columns() {}

    static String targets(List<ImageTarget> targets) {
        return write(json -> {
            json.writeStartArray();
            for (ImageTarget target : targets) {
                json.writeStartObject();
                json.writeStringField("imageName", target.imageName());
                json.writeStringField("destination", target.destination());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** @param shared gives one text for all that are equal */
    static List<ImageTarget> targets(String column, UnaryOperator<String> shared) {
        return read(column, json -> {
            require(json.nextToken() == JsonToken.START_ARRAY);
            List<ImageTarget> targets = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                targets.add(target(json, shared));
            }
            return targets;
        });
    }

    private static ImageTarget target(JsonParser json, UnaryOperator<String> shared) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT);
        @Nullable String imageName = null;
        @Nullable String destination = null;
        for (@Nullable String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            switch (name) {
                case "imageName" -> imageName = text(json);
                case "destination" -> destination = text(json);
                default -> throw new NotWrittenException();
            }
        }
        return new ImageTarget(present(imageName), shared.apply(present(destination)));
    }

    static String variables(SortedMap<String, String> variables) {
        return write(json -> {
            json.writeStartObject();
            for (var variable : variables.entrySet()) {
                json.writeStringField(variable.getKey(), variable.getValue());
            }
            json.writeEndObject();
        });
    }

    /** @param shared gives one text for all that are equal */
    static SortedMap<String, String> variables(String column, UnaryOperator<String> shared) {
        return read(column, json -> {
            require(json.nextToken() == JsonToken.START_OBJECT);
            SortedMap<String, String> variables = new TreeMap<>();
            for (@Nullable String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                variables.put(name, shared.apply(text(json)));
            }
            return variables;
        });
    }

    static String texts(List<String> texts) {
        return write(json -> {
            json.writeStartArray();
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        });
    }

    static List<String> texts(String column) {
        return read(column, json -> {
            require(json.nextToken() == JsonToken.START_ARRAY);
            List<String> texts = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                require(json.currentToken() == JsonToken.VALUE_STRING);
                texts.add(json.getText());
            }
            return texts;
        });
    }

    static String key(BuildKey key) {
        return write(json -> {
            json.writeStartObject();
            json.writeStringField("imageId", key.imageId());
            json.writeStringField("fingerprint", key.fingerprint());
            json.writeNumberField("attempt", key.attempt());
            json.writeEndObject();
        });
    }

    static BuildKey key(String column) {
        return read(column, json -> {
            require(json.nextToken() == JsonToken.START_OBJECT);
            @Nullable String imageId = null;
            @Nullable String fingerprint = null;
            int attempt = 0;
            for (@Nullable String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                switch (name) {
                    case "imageId" -> imageId = text(json);
                    case "fingerprint" -> fingerprint = text(json);
                    case "attempt" -> {
                        require(json.nextToken() == JsonToken.VALUE_NUMBER_INT);
                        attempt = json.getIntValue();
                    }
                    default -> throw new NotWrittenException();
                }
            }
            return new BuildKey(present(imageId), present(fingerprint), attempt);
        });
    }

    private static String text(JsonParser json) throws IOException {
        return present(json.nextTextValue());
    }

    private static <T> T present(@Nullable T value) throws NotWrittenException {
        if (value == null) {
            throw new NotWrittenException();
        }
        return value;
    }

    private static void require(boolean condition) throws NotWrittenException {
        if (!condition) {
            throw new NotWrittenException();
        }
    }

    /** JSON, but not of the form of this column. */
    private static final class NotWrittenException extends IOException {}

    private interface Reading<T> {
        T of(JsonParser json) throws IOException;
    }

    private static <T> T read(String column, Reading<T> reading) {
        try (JsonParser json = JSON.createParser(column)) {
            T value = reading.of(json);
            require(json.nextToken() == null);
            return value;
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not what was written: " + column, e);
        }
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static String write(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            writing.to(json);
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory takes what is written", e);
        }
        return text.toString();
    }
}
