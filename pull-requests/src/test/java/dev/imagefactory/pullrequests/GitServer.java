package dev.imagefactory.pullrequests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Git's own server of repositories over HTTP, {@code git http-backend}, on this machine. */
final class GitServer implements AutoCloseable {
    static {
        // Else the kernel holds answers back for 40 ms each.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Path root;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile @Nullable String authorization;

    private GitServer(Path root, HttpServer server) {
        this.root = root;
        this.server = server;
    }

    /** Serves the repositories below a folder. */
    static GitServer of(Path root) {
        try {
            GitServer git = new GitServer(
                    root, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            git.server.createContext("/", git::answer);
            git.server.setExecutor(git.threads);
            git.server.start();
            return git;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address(String path) {
        return "http://localhost:" + server.getAddress().getPort() + "/" + path;
    }

    /** Answers 401 to whoever does not show this. */
    void require(String header) {
        authorization = header;
    }

    /** Method and path with query, of all that was asked. */
    List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            String required = authorization;
            if (required != null
                    && !required.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            byte[] body = exchange.getRequestBody().readAllBytes();
            Process backend = backend(exchange, body.length);
            try (OutputStream in = backend.getOutputStream()) {
                in.write(body);
            }
            try (InputStream out = new BufferedInputStream(backend.getInputStream())) {
                int status = 200;
                for (String line = line(out); !line.isEmpty(); line = line(out)) {
                    String[] header = line.split(": ", 2);
                    if (header[0].equals("Status")) {
                        status = Integer.parseInt(header[1].substring(0, 3));
                    } else {
                        exchange.getResponseHeaders().add(header[0], header[1]);
                    }
                }
                byte[] answer = out.readAllBytes();
                exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
            }
        }
    }

    private Process backend(HttpExchange exchange, int length) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        Map<String, String> environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("REMOTE_USER", "somebody");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        header(exchange, "Content-Type", "CONTENT_TYPE", environment);
        header(exchange, "Content-Encoding", "HTTP_CONTENT_ENCODING", environment);
        header(exchange, "Git-Protocol", "GIT_PROTOCOL", environment);
        @Nullable String query = exchange.getRequestURI().getRawQuery();
        environment.put("QUERY_STRING", query == null ? "" : query);
        environment.put("CONTENT_LENGTH", Integer.toString(length));
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static void header(HttpExchange exchange, String header, String variable, Map<String, String> environment) {
        @Nullable String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
            environment.put(variable, value);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
