package dev.imagefactory.keyvault;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The token endpoint of a sign-in service on this machine, over TLS. Every POST is answered with a token, or with an
 * error in the form of Azure AD.
 */
public final class SignInServer implements AutoCloseable {
    private final LocalTls.Server server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int status;
    private volatile String body = "";

    public SignInServer(LocalTls tls) throws IOException, GeneralSecurityException {
        this.server = tls.serve(this::handle);
        grant("t0ken");
    }

    /** The authority host, as {@code AZURE_AUTHORITY_HOST} names it. */
    public String url() {
        return "https://localhost:" + server.port() + "/";
    }

    public void grant(String token) {
        answer(200, """
                {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": "%s"}""".formatted(token));
    }

    /** Refuses as Azure AD does: {@code error} is OAuth's word, the code the digits behind AADSTS. */
    public void refuse(int newStatus, String error, String code, String description) {
        answer(newStatus, """
                {"error": "%1$s",
                 "error_description": "AADSTS%2$s: %3$s Trace ID: 654ce9b2-a626-4e0b-8598-0cac69970200 Correlation ID:\
                 5be327fc-93cb-4bef-ab4e-0373f11a8017 Timestamp: 2026-11-23 09:03:41Z",
                 "error_codes": [%2$s], "timestamp": "2026-11-23 09:03:41Z",
                 "trace_id": "654ce9b2-a626-4e0b-8598-0cac69970200",
                 "correlation_id": "5be327fc-93cb-4bef-ab4e-0373f11a8017",
                 "error_uri": "https://login.microsoftonline.com/error?code=%2$s"}""".formatted(error, code, description));
    }

    /** Answers with any body, as other servers than Azure AD do. */
    public void answer(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
    }

    /** The requests, each as its path, a space and its form. */
    public List<String> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestURI() + " " + form);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            // the client has gone
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
