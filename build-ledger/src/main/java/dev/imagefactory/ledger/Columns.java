package dev.imagefactory.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.template.ImageTarget;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists, maps and keys as the JSON text of one column. */
final class Columns {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();
    private static final TypeReference<List<ImageTarget>> TARGETS = new TypeReference<>() {};
    private static final TypeReference<TreeMap<String, String>> VARIABLES = new TypeReference<>() {};

    private static final TypeReference<BuildKey> KEY = new TypeReference<>() {};
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private Columns() {}

    static String targets(List<ImageTarget> targets) {
        return write(targets);
    }

    static List<ImageTarget> targets(String column) {
        List<ImageTarget> targets = read(column, TARGETS);
        return withoutNull(targets, targets, column);
    }

    static String variables(SortedMap<String, String> variables) {
        return write(variables);
    }

    static SortedMap<String, String> variables(String column) {
        SortedMap<String, String> variables = read(column, VARIABLES);
        return withoutNull(variables, variables.values(), column);
    }

    static String texts(List<String> texts) {
        return write(texts);
    }

    static List<String> texts(String column) {
        List<String> texts = read(column, TEXTS);
        return withoutNull(texts, texts, column);
    }

    static String key(BuildKey key) {
        return write(key);
    }

    static BuildKey key(String column) {
        return read(column, KEY);
    }

    private static <T> T withoutNull(T whole, Collection<?> values, String column) {
        if (values.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("not what was written: " + column);
        }
        return whole;
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records and maps of texts have a JSON form", e);
        }
    }

    private static <T> T read(String column, TypeReference<T> type) {
        try {
            @Nullable T value = JSON.readValue(column, type);
            if (value == null) {
                throw new IllegalArgumentException("not what was written: " + column);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not what was written: " + column, e);
        }
    }
}
