package dev.imagefactory.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue;

/** A value in the form that the schema validator reads. */
final class JacksonTree {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JacksonTree() {}

    static JsonNode of(JsonValue value) {
        try {
            return MAPPER.readTree(JsonText.compact(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value that was read is no JSON any more", e);
        }
    }
}
