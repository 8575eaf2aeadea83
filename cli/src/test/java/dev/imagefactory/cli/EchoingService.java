package dev.imagefactory.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A service that repeats what it was sent in every form that it can think of. */
final class EchoingService implements AutoCloseable {
    /**
     * An answer.
     *
     * @param body in which {@code ECHO} stands for all forms of what was sent last
     */
    record Answer(int status, String contentType, String body) {
        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body);
        }
    }

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

    private final HttpServer server;
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final Answer creation;
    private final Answer others;

    /**
     * @param creation the answer to a request that brings a definition
     * @param others the answer to all others
     */
    EchoingService(Answer creation, Answer others) throws IOException {
        this.creation = creation;
        this.others = others;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The definitions that it was sent. */
    List<String> bodies() {
        return bodies;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (!body.isEmpty()) {
                bodies.add(body);
            }
            Answer answer = body.isEmpty() ? others : creation;
            String sent = bodies.isEmpty() ? "" : bodies.get(bodies.size() - 1);
            byte[] bytes = answer.body()
                    .replace("ECHO", inner(TextNode.valueOf(String.join(" | ", formsOf(sent)))))
                    .getBytes(UTF_8);
            String encoded = URLEncoder.encode(sent, UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set("X-Echo", encoded);
            exchange.getResponseHeaders()
                    .set("Location", "http://127.0.0.1/" + inAscii(sent) + "/" + encoded + "?q=" + encoded);
            if (answer.status() >= 429) {
                exchange.getResponseHeaders().set("Retry-After", "86400"); // longer than anybody waits
            }
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> formsOf(String sent) {
        String inJson = inner(TextNode.valueOf(sent));
        String encoded = URLEncoder.encode(sent, UTF_8);
        return List.of(
                sent,
                inJson,
                inner(TextNode.valueOf(inJson)),
                encoded,
                ESCAPE.matcher(encoded).replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT)),
                URLEncoder.encode(encoded, UTF_8),
                sent.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;"),
                Base64.getEncoder().encodeToString(sent.getBytes(UTF_8)),
                Base64.getUrlEncoder().encodeToString((" " + sent).getBytes(UTF_8)),
                Base64.getEncoder().encodeToString(("  " + sent).getBytes(UTF_8)));
    }

    /** A text as it may stand in a header. */
    private static String inAscii(String text) {
        return text.codePoints()
                .mapToObj(Character::toString)
                .map(character -> character.codePointAt(0) < 128 ? character : URLEncoder.encode(character, UTF_8))
                .collect(Collectors.joining());
    }

    /** A text as it stands between the quotes of JSON. */
    static String inner(TextNode text) {
        String json = text.toString();
        return json.substring(1, json.length() - 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
