package dev.imagefactory.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The service's side of the wire: it reads requests, turns away those without a token or over the limit, and writes
 * answers.
 */
final class HttpFront implements HttpHandler {

    private static final Logger LOG = System.getLogger(HttpFront.class.getName());
    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +\\S+");

    private final ImageRoutes routes;
    private final Throttle throttle;
    private final boolean requireToken;
    private final Duration latency;
    private final int pace;
    private final Clock clock;

    HttpFront(ImageRoutes routes, Throttle throttle, boolean requireToken, Duration latency, int pace, Clock clock) {
        this.routes = routes;
        this.throttle = throttle;
        this.requireToken = requireToken;
        this.latency = latency;
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(read(exchange));
            Thread.sleep(latency.toMillis());
            if (!answer.isNone()) {
                write(answer, exchange);
            }
        } catch (InterruptedException e) {
            // The emulator is closing; the caller sees its connection end.
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(Request request) {
        try {
            String authorization = request.header("Authorization");
            if (requireToken
                    && (authorization == null || !BEARER.matcher(authorization).matches())) {
                throw Refusal.unauthorized();
            }
            if (!throttle.admits(clock.instant())) {
                throw Refusal.throttled();
            }
            return routes.answer(request).paced(pace);
        } catch (Refusal refusal) {
            return refusal.answer();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A request could not be answered", e);
            return Refusal.unavailable().answer();
        }
    }

    /** Reads the body to its end in any case: a caller that is still sending would not see the answer. */
    private static Request read(HttpExchange exchange) throws IOException {
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(Submission.MAX_BODY_BYTES + 1);
            in.transferTo(OutputStream.nullOutputStream());
        }
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery();
        return new Request(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                query == null ? "" : query,
                name -> exchange.getRequestHeaders().getFirst(name),
                body);
    }

    private static void write(Answer answer, HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
