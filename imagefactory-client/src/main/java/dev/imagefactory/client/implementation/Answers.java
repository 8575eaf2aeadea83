package dev.imagefactory.client.implementation;

import com.azure.core.util.CoreUtils;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.azure.json.JsonWriter;
import dev.imagefactory.client.models.ImageFactoryError;
import dev.imagefactory.client.models.ImageJob;
import dev.imagefactory.client.models.ImageJobState;
import dev.imagefactory.client.models.ServiceContract;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reader of answers. Of a job it insists on the tracking id alone, as the rest of the real service's answers is not
 * public; but what is there must have the right type.
 */
public final class Answers {

    private static final ImageJobState NO_STATE = new ImageJobState("Unknown");

    /** {@link UUID#fromString} alone would also take shortened groups. */
    private static final Pattern UUID_TEXT = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final ServiceContract contract;

    /** A reader of answers by this contract. */
    public Answers(ServiceContract contract) {
        this.contract = contract;
    }

    /**
     * One page of a list.
     *
     * @param jobs the page's jobs
     * @param nextLink the absolute URL of the next page; null on the last
     */
    public record Page(List<ImageJob> jobs, @Nullable String nextLink) {}

    /** Reads a job. */
    public ImageJob job(byte[] body) throws IOException {
        return job(json(body));
    }

    /**
     * Reads a page of jobs.
     *
     * @param follow makes an absolute URL of the link to the next page, or refuses it with an
     *     {@link IllegalArgumentException}
     */
    public Page page(byte[] body, UnaryOperator<String> follow) throws IOException {
        Map<?, ?> page = object(json(body), "The answer");
        List<ImageJob> jobs = new ArrayList<>();
        for (Object job : list(page, "value", true)) {
            jobs.add(job(job));
        }
        String nextLink = text(page, "nextLink");
        try {
            return new Page(jobs, nextLink == null || nextLink.isBlank() ? null : follow.apply(nextLink));
        } catch (IllegalArgumentException e) {
            throw new IOException("the link to the next page is refused: " + e.getMessage(), e);
        }
    }

    /** Reads the error of an answer that is not a success: JSON by the contract, or else whatever text there is. */
    @Nullable
    ImageFactoryError error(byte[] body) {
        String text = ForeignText.clean(new String(body, StandardCharsets.UTF_8));
        if (text.isEmpty()) {
            return null;
        }
        try {
            ImageFactoryError error = error(object(json(body), "The answer"));
            return error != null ? error : new ImageFactoryError("", text, null);
        } catch (IOException e) {
            return new ImageFactoryError("", text, null);
        }
    }

    private ImageJob job(@Nullable Object json) throws IOException {
        Map<?, ?> job = object(json, "A job");
        String trackingId = text(job, "trackingId");
        if (trackingId == null || trackingId.isBlank()) {
            throw new IOException("A job has no \"" + field("trackingId") + "\"");
        }
        String state = text(job, "state");
        List<String> imageNames = new ArrayList<>();
        for (Object name : list(job, "imageNames", false)) {
            if (!(name instanceof String text)) {
                throw new IOException("\"" + field("imageNames") + "\" holds something other than text");
            }
            imageNames.add(text);
        }
        return new ImageJob(
                trackingId,
                state == null || state.isBlank() ? NO_STATE : contract.state(state),
                imageNames,
                time(job, "createdTime"),
                time(job, "finishedTime"),
                error(job),
                text(job, "logUrl"),
                uuid(job, "requestId"));
    }

    /** Whatever the service says beyond the contract's fields goes into the message, as JSON: it may be the reason. */
    private @Nullable ImageFactoryError error(Map<?, ?> parent) throws IOException {
        Object json = parent.get(field("error"));
        if (json == null) {
            return null;
        }
        if (!(json instanceof Map<?, ?> error)) {
            return new ImageFactoryError("", json instanceof String message ? message : jsonText(json), null);
        }
        Map<Object, Object> rest = new LinkedHashMap<>(error);
        String code = takeText(rest, "code");
        String message = Objects.requireNonNullElse(takeText(rest, "message"), "");
        String target = takeText(rest, "target");
        rest.values().removeIf(value -> value == null || value.equals(List.of()) || value.equals(Map.of()));
        String all = rest.isEmpty() ? message : (message + " " + jsonText(rest)).strip();
        return new ImageFactoryError(Objects.requireNonNullElse(code, ""), all, target);
    }

    /** Removes a field and gives its value; leaves what is no text. */
    private @Nullable String takeText(Map<Object, Object> object, String name) {
        Object value = object.get(field(name));
        if (value == null || value instanceof Map || value instanceof List) {
            return null;
        }
        object.remove(field(name));
        return value.toString();
    }

    private static String jsonText(Object json) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = JsonProviders.createWriter(text)) {
            writer.writeUntyped(json);
        }
        return text.toString();
    }

    private String field(String name) {
        return Objects.requireNonNull(contract.fields().get(name));
    }

    private @Nullable String text(Map<?, ?> object, String name) throws IOException {
        Object value = object.get(field(name));
        if (value instanceof Map || value instanceof List) {
            throw new IOException("\"" + field(name) + "\" is no text");
        }
        return value == null ? null : value.toString();
    }

    private @Nullable Instant time(Map<?, ?> object, String name) throws IOException {
        String text = text(object, name);
        try {
            // A time without an offset is taken as UTC.
            return text == null ? null : CoreUtils.parseBestOffsetDateTime(text).toInstant();
        } catch (DateTimeException e) {
            throw new IOException("\"" + field(name) + "\" is no time: " + text, e);
        }
    }

    private @Nullable UUID uuid(Map<?, ?> object, String name) {
        return object.get(field(name)) instanceof String text
                        && UUID_TEXT.matcher(text).matches()
                ? UUID.fromString(text)
                : null;
    }

    private List<?> list(Map<?, ?> object, String name, boolean required) throws IOException {
        Object value = object.get(field(name));
        if (value == null && !required) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IOException("\"" + field(name) + "\" is no list");
    }

    private static Map<?, ?> object(@Nullable Object json, String what) throws IOException {
        if (json instanceof Map<?, ?> map) {
            return map;
        }
        throw new IOException(what + " is no JSON object");
    }

    private static @Nullable Object json(byte[] body) throws IOException {
        try (JsonReader reader = JsonProviders.createReader(body)) {
            reader.nextToken();
            Object json = reader.readUntyped();
            if (reader.nextToken() != JsonToken.END_DOCUMENT) {
                throw new IOException("something follows the JSON value");
            }
            return json;
        } catch (IOException | IllegalStateException e) {
            throw new IOException("The body is not JSON: " + shown(body), e);
        }
    }

    private static String shown(byte[] body) {
        String text = ForeignText.clean(new String(body, StandardCharsets.UTF_8));
        return text.isEmpty() ? "it is empty" : "it reads \"" + text + "\"";
    }
}
