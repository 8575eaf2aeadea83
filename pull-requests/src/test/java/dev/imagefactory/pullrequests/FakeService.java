package dev.imagefactory.pullrequests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** A service of pull requests over HTTP, with the documented shapes, that keeps them in memory. */
abstract class FakeService implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** A pull request as the service keeps it. */
    static final class Kept {
        final int number;
        final String branch;
        final String target;
        final JsonNode created;
        final List<Comment> comments = new ArrayList<>();
        String title;
        String description;
        PullRequest.State state = PullRequest.State.OPEN;
        String commit = "";

        @Nullable
        Instant closed;

        Kept(int number, String branch, String target, String title, String description, JsonNode created) {
            this.number = number;
            this.branch = branch;
            this.target = target;
            this.title = title;
            this.description = description;
            this.created = created;
        }

        boolean isOpen() {
            return state == PullRequest.State.OPEN;
        }
    }

    /** A comment on a pull request. */
    static final class Comment {
        final int id;
        String text;

        Comment(int id, String text) {
            this.id = id;
            this.text = text;
        }
    }

    /** What goes wrong with the next pull request that is to be opened. */
    enum Fault {
        NONE,
        BEFORE,
        AFTER
    }

    /** An answer that is no success. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    final List<Kept> pullRequests = new CopyOnWriteArrayList<>();
    final List<String> writes = new CopyOnWriteArrayList<>();
    final BareRepository repository;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Fault fault = Fault.NONE;
    private int comments;
    private int closings;

    FakeService(BareRepository repository) {
        this.repository = repository;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** What {@code git clone} would be given. */
    abstract String address();

    abstract PullRequests client();

    /** Does what the service does on its own when branches change. */
    void settle() {}

    /** Answers, or throws a {@link Refusal}. */
    abstract JsonNode route(String method, String path, String query, JsonNode body);

    String root() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            if (!method.equals("GET")) {
                writes.add(method + " " + path);
            }
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = 200;
            JsonNode answer;
            try {
                settle();
                answer = route(
                        method,
                        path,
                        String.valueOf(exchange.getRequestURI().getQuery()),
                        body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body));
            } catch (Refusal e) {
                status = e.status;
                answer = JSON.createObjectNode().put("message", e.getMessage());
            }
            byte[] bytes = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    void failAtNextCreation(Fault next) {
        fault = next;
    }

    Kept open(String branch, String target, String title, String description, JsonNode created) {
        Fault now = fault;
        fault = Fault.NONE;
        if (now == Fault.BEFORE) {
            throw new Refusal(500, "crashed before");
        }
        if (open(branch) != null) {
            throw new Refusal(409, "there is an active pull request of this branch");
        }
        Kept pullRequest = new Kept(pullRequests.size() + 1, branch, target, title, description, created);
        pullRequests.add(pullRequest);
        if (now == Fault.AFTER) {
            throw new Refusal(500, "crashed after");
        }
        return pullRequest;
    }

    @Nullable
    Kept open(String branch) {
        return pullRequests.stream()
                .filter(each -> each.isOpen() && each.branch.equals(branch))
                .findFirst()
                .orElse(null);
    }

    Kept number(String number) {
        return pullRequests.get(Integer.parseInt(number) - 1);
    }

    /** As people, or we, end one. */
    void end(Kept pullRequest, PullRequest.State state) {
        pullRequest.commit = commit(pullRequest);
        pullRequest.state = state;
        pullRequest.closed = Instant.parse("2026-11-27T00:00:00Z").plusSeconds(++closings);
    }

    String commit(Kept pullRequest) {
        @Nullable ObjectId head = repository.head(pullRequest.branch);
        return pullRequest.isOpen() && head != null ? head.name() : pullRequest.commit;
    }

    Comment comment(Kept pullRequest, String text) {
        Comment comment = new Comment(++comments, text);
        pullRequest.comments.add(comment);
        return comment;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
