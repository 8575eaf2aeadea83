package dev.imagefactory.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * An Image Factory that accepts every job and answers each request a set time after it has read it, however many come
 * at once. It keeps nothing, so that it costs next to nothing: each connection has a thread that sleeps.
 */
final class DelayedService implements AutoCloseable {
    private final ServerSocket server;
    private volatile Duration latency = Duration.ZERO;
    private volatile String state = "Queued";
    private Tally tally = new Tally();

    /** What the service saw: how many requests, when the first was read, and when the last answer was written. */
    static final class Tally {
        private int requests;
        private long firstRequest;
        private long lastAnswer;

        int requests() {
            return requests;
        }

        long firstRequest() {
            return firstRequest;
        }

        /** From the first request to the last answer. */
        Duration time() {
            return Duration.ofNanos(lastAnswer - firstRequest);
        }
    }

    private DelayedService(ServerSocket server) {
        this.server = server;
    }

    /** Starts one on a free port of this machine. */
    static DelayedService start() throws IOException {
        DelayedService service = new DelayedService(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()));
        daemon("accept", service::accept);
        return service;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Says how it answers from now on, and counts anew. */
    synchronized void answer(Duration after, String jobState) {
        latency = after;
        state = jobState;
        tally = new Tally();
    }

    /** What was seen since {@link #answer}. */
    synchronized Tally tally() {
        return tally;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connection.setTcpNoDelay(true);
                daemon("connection", () -> serve(connection));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void countRequest() {
        if (tally.requests++ == 0) {
            tally.firstRequest = System.nanoTime();
        }
    }

    private synchronized void countAnswer() {
        tally.lastAnswer = System.nanoTime();
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream());
                OutputStream out = connection.getOutputStream()) {
            for (String request = line(in); !request.isEmpty(); request = line(in)) {
                skipRest(in);
                countRequest();
                long due = System.nanoTime() + latency.toNanos();
                byte[] answer = answer(request);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                out.write(answer);
                out.flush();
                countAnswer();
            }
        } catch (IOException e) {
            // The caller has ended.
        }
    }

    private byte[] answer(String request) {
        boolean creation = request.startsWith("POST");
        String path = request.split(" ", 3)[1];
        String trackingId = creation ? UUID.randomUUID().toString() : path.substring(path.lastIndexOf('/') + 1);
        String body = "{\"trackingId\":\"" + trackingId + "\",\"state\":\"" + (creation ? "Queued" : state)
                + "\",\"createdTime\":\"2026-11-27T10:00:00Z\",\"logUrl\":\"" + endpoint() + "/api/images/" + trackingId
                + "/log\"}";
        return ("HTTP/1.1 " + (creation ? "202 Accepted" : "200 OK") + "\r\nContent-Type: application/json\r\n"
                        + (creation ? "Repeatability-Result: accepted\r\n" : "")
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void skipRest(InputStream in) throws IOException {
        long length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String[] nameAndValue = header.toLowerCase(Locale.ROOT).split(": *", 2);
            if (nameAndValue[0].equals("content-length")) {
                length = Long.parseLong(nameAndValue[1].strip());
            }
        }
        in.skipNBytes(length);
    }

    /** A line without its end; empty at the end of the headers and of the connection. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
