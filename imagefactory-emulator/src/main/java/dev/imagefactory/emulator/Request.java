package dev.imagefactory.emulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request as the routes see it, with the readings of its parts that the contract needs. */
final class Request {

    /** {@link UUID#fromString} alone would also take shortened groups. */
    private static final Pattern UUID_TEXT = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final String method;
    private final String path;
    private final String query;
    private final Function<String, @Nullable String> headers;
    private final byte[] body;

    /**
     * Holds the parts of a request.
     *
     * @param query the raw query without its question mark; empty where there is none
     * @param headers finds the first value of a header by its name; null where it is absent
     * @param body the body, of which no more was read than is needed to see that it is too large
     */
    Request(String method, String path, String query, Function<String, @Nullable String> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    byte[] body() {
        return body;
    }

    @Nullable
    String header(String name) {
        return headers.apply(name);
    }

    /** The values of a query parameter in their order. */
    List<String> parameters(String name) {
        List<String> values = Arrays.stream(query.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> decoded(pair[0]).equals(name))
                .map(pair -> pair.length == 1 ? "" : decoded(pair[1]))
                .toList();
        if (values.contains("")) {
            throw Refusal.badRequest("InvalidParameter", "The query parameter " + name + " has no value.");
        }
        return values;
    }

    /** The value of a query parameter that may stand once; null where it is absent. */
    @Nullable
    String parameter(String name) {
        List<String> values = parameters(name);
        if (values.size() > 1) {
            throw Refusal.badRequest("InvalidParameter", "The query parameter " + name + " stands more than once.");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    static @Nullable UUID uuid(String text) {
        return UUID_TEXT.matcher(text).matches() ? UUID.fromString(text) : null;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("InvalidParameter", "The query is not percent-encoded: " + e.getMessage());
        }
    }
}
