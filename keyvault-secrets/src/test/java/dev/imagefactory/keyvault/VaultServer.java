package dev.imagefactory.keyvault;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A key vault on this machine, over TLS. It speaks what is documented of Key Vault's REST API for reading secrets: the
 * challenge (401), the secret's current version, and error bodies.
 */
public final class VaultServer implements AutoCloseable {
    private final LocalTls.Server server;
    private final String tenant;
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Queue<Answer> scripted = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private volatile Runnable beforeAnswer = () -> {};

    private record Answer(int status, String body) {}

    /** @param tenant the tenant that the vault belongs to, which its challenge names */
    public VaultServer(LocalTls tls, String tenant) throws IOException, GeneralSecurityException {
        this.tenant = tenant;
        this.server = tls.serve(this::handle);
    }

    public int port() {
        return server.port();
    }

    public String url() {
        return "https://localhost:" + port();
    }

    /** Holds a secret, enabled and without dates. */
    public void hold(String name, String value, String version) {
        hold(name, value, version, "\"enabled\": true");
    }

    /**
     * Holds a secret.
     *
     * @param attributes members of the JSON object of attributes: {@code enabled}, and {@code exp}, {@code nbf}
     */
    public void hold(String name, String value, String version, String attributes) {
        secrets.put(name, """
                {"value": "%s", "contentType": "text/plain", "id": "%s/secrets/%s/%s",
                 "attributes": {%s, "created": 1700000000, "updated": 1700000000,
                                "recoveryLevel": "Recoverable+Purgeable", "recoverableDays": 90}}
                """.formatted(value, url(), name, version, attributes));
    }

    /** Gives an error as the answer to one request that brings a token, before what is held counts again. */
    public void refuseOnce(int status, String code, String innerCode, String message) {
        String inner = innerCode.isEmpty() ? "" : ", \"innererror\": {\"code\": \"" + innerCode + "\"}";
        answerOnce(status, "{\"error\": {\"code\": \"" + code + "\", \"message\": \"" + message + "\"" + inner + "}}");
    }

    void answerOnce(int status, String body) {
        scripted.add(new Answer(status, body));
    }

    /** What happens in the server before each answer to a request that brings a token. */
    void beforeAnswer(Runnable action) {
        beforeAnswer = action;
    }

    /** The paths of the requests that brought a token. */
    public List<String> requests() {
        return requests;
    }

    /** The tokens that requests brought. */
    public List<String> tokens() {
        return tokens;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization == null) {
                exchange.getResponseHeaders()
                        .set(
                                "WWW-Authenticate",
                                "Bearer authorization=\"https://login.microsoftonline.com/" + tenant
                                        + "\", resource=\"https://vault.test\"");
                answer(exchange, new Answer(401, """
                        {"error": {"code": "Unauthorized",
                                   "message": "AKV10000: Request is missing a Bearer or PoP token."}}"""));
                return;
            }
            tokens.add(authorization.replaceFirst("^Bearer ", ""));
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            beforeAnswer.run();
            Answer planned = scripted.poll();
            answer(exchange, planned == null ? held(path) : planned);
        } catch (IOException e) {
            // the client has gone
        }
    }

    private Answer held(String path) {
        String name = path.replaceFirst("^/secrets/([^/]+)/$", "$1");
        return Optional.ofNullable(secrets.get(name))
                .map(secret -> new Answer(200, secret))
                .orElseGet(() -> new Answer(404, """
                        {"error": {"code": "SecretNotFound",
                                   "message": "A secret with (name/id) %s was not found in this key vault."}}
                        """.formatted(name)));
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        if (answer.status() == 429) {
            exchange.getResponseHeaders().set("Retry-After", "0");
        }
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.close();
    }
}
