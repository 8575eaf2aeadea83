package dev.imagefactory.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A request to build an image, reduced to what the emulator may keep: the definition itself can hold secrets.
 *
 * @param requestId the id that makes the request repeatable, if any
 * @param bodySha256 SHA-256 of the body's bytes in lower-case hexadecimal
 */
record Submission(@Nullable UUID requestId, String bodySha256, List<String> imageNames, List<String> artifactNames) {

    /** More than any definition needs; the contract has no 413, so what is larger is refused as a bad request. */
    static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    Submission {
        imageNames = List.copyOf(imageNames);
        artifactNames = List.copyOf(artifactNames);
    }

    /**
     * Reads a definition.
     *
     * @param namedInQuery the image names that the request itself states; where there are none, the definition's
     *     destinations say
     * @throws Refusal where the body is not one JSON object of bearable size
     */
    static Submission read(@Nullable UUID requestId, List<String> namedInQuery, byte[] body) {
        if (body.length > MAX_BODY_BYTES) {
            throw Refusal.badRequest("BodyTooLarge", "The body is larger than " + MAX_BODY_BYTES + " bytes.");
        }
        JsonNode definition = parse(body);
        List<String> imageNames = namedInQuery.isEmpty()
                ? destinationNames(definition)
                : namedInQuery.stream().distinct().toList();
        return new Submission(requestId, sha256(body), imageNames, artifactNames(definition));
    }

    private static JsonNode parse(byte[] body) {
        JsonNode definition;
        try {
            definition = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // Not the parser's own message, which quotes the body.
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw Refusal.badRequest("InvalidJson", "The body is not valid JSON" + where + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!definition.isObject()) {
            throw Refusal.badRequest("InvalidDefinition", "The body is not a JSON object.");
        }
        return definition;
    }

    private static List<String> artifactNames(JsonNode definition) {
        return names(definition, "artifacts", "name").toList();
    }

    private static List<String> destinationNames(JsonNode definition) {
        return names(definition, "destination", "customImageName").distinct().toList();
    }

    /** The texts that stand under a key in the object, or in each object of the list, that stands under another. */
    private static Stream<String> names(JsonNode definition, String listKey, String nameKey) {
        return valuesOf(definition, listKey)
                .flatMap(value -> value.isArray() ? StreamSupport.stream(value.spliterator(), false) : Stream.of(value))
                .flatMap(element -> valuesOf(element, nameKey))
                .filter(name -> name.isTextual() && !name.textValue().isBlank())
                .map(JsonNode::textValue);
    }

    /** Keys are compared without regard to case, as the service does. */
    private static Stream<JsonNode> valuesOf(JsonNode object, String key) {
        return object.properties().stream()
                .filter(property -> property.getKey().equalsIgnoreCase(key))
                .map(Map.Entry::getValue);
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
