package dev.imagefactory.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What a call of the program gave: its exit status and what it printed. */
record Outcome(int status, String out, String err) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Standard output, which must be one JSON document and nothing else. */
    JsonNode json() {
        try {
            JsonNode document = JSON.readTree(out);
            if (document.isMissingNode()) {
                throw new AssertionError("standard output is empty; standard error: " + err);
            }
            return document;
        } catch (JsonProcessingException e) {
            throw new AssertionError("standard output is not JSON alone: " + out, e);
        }
    }

    /** What the JSON says of one image. */
    JsonNode image(String id) {
        for (JsonNode image : json().get("images")) {
            if (image.get("id").textValue().equals(id)) {
                return image;
            }
        }
        throw new AssertionError("no image " + id + " in " + out);
    }

    /** All that was printed. */
    String everything() {
        return out + err;
    }
}
