package dev.imagefactory.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lists and maps as the JSON text of one column. */
final class Columns {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Columns() {}

    static String list(List<String> values) {
        return write(values);
    }

    static List<String> list(String column) {
        return read(column, new TypeReference<List<String>>() {});
    }

    static String map(SortedMap<String, String> values) {
        return write(values);
    }

    static SortedMap<String, String> map(String column) {
        return read(column, new TypeReference<TreeMap<String, String>>() {});
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("lists and maps of texts have a JSON form", e);
        }
    }

    private static <T> T read(String column, TypeReference<T> type) {
        try {
            return JSON.readValue(column, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not what was written: " + column, e);
        }
    }
}
