package dev.imagefactory.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.HttpClientOptions;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageFactoryException;
import dev.imagefactory.client.models.ImageFactoryException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services that never answer, behind real sockets. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TimeoutTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void should_not_know_the_outcome_when_no_answer_comes_in_time() throws IOException {
        try (ServerSocket silent = listening(50)) {
            ImageFactoryClient client = client(silent, new HttpClientOptions().setResponseTimeout(SHORT));

            ImageFactoryException ofCreating = creationFailure(client);

            assertThat(ofCreating.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
            assertThat(ofCreating).hasMessageContaining("timed out");
            assertThat(ServiceTest.failureOf(() -> client.getImageJob("1")).kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void should_not_know_the_outcome_when_the_answer_stops_midway() throws IOException {
        try (ServerSocket stopping = listening(50)) {
            CompletableFuture<Socket> connection = CompletableFuture.supplyAsync(() -> answerInPart(stopping));
            ImageFactoryClient client = client(stopping, new HttpClientOptions().setReadTimeout(SHORT));

            ImageFactoryException failure = creationFailure(client);

            assertThat(failure.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
            connection.join().close();
        }
    }

    @Test
    void should_not_know_the_outcome_when_interrupted_while_the_service_works() throws IOException {
        Thread caller = Thread.currentThread();
        try (ServerSocket silent = listening(50)) {
            CompletableFuture<Socket> connection = CompletableFuture.supplyAsync(() -> {
                Socket socket = accept(silent);
                caller.interrupt();
                return socket;
            });

            ImageFactoryException failure = creationFailure(client(silent, new HttpClientOptions()));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
            connection.join().close();
        }
    }

    @Test
    void should_know_that_nothing_was_started_when_no_connection_comes_about_in_time() throws IOException {
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocket full = listening(1)) {
            // Beyond its backlog the system leaves connections waiting (Linux) or refuses them (others).
            for (int i = 0; i < 16; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                waiting.add(channel);
                channel.connect(full.getLocalSocketAddress());
            }

            ImageFactoryException failure =
                    creationFailure(client(full, new HttpClientOptions().setConnectTimeout(SHORT)));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.getMessage()).containsPattern("connection timed out|refused");
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    private static ServerSocket listening(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    private static ImageFactoryClient client(ServerSocket server, HttpClientOptions options) {
        return new ImageFactoryClientBuilder()
                .endpoint("http://127.0.0.1:" + server.getLocalPort())
                .clientOptions(options)
                .retryOptions(ServiceTest.retries(0))
                .buildClient();
    }

    private static ImageFactoryException creationFailure(ImageFactoryClient client) {
        return ServiceTest.failureOf(
                () -> client.createImage(ServiceTest.PAYLOAD, CreateImageOptions.forImages("win")));
    }

    /** A connection over which a request has begun to arrive. */
    private static Socket accept(ServerSocket server) {
        try {
            Socket socket = server.accept();
            assertThat(socket.getInputStream().read()).isEqualTo('P');
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket answerInPart(ServerSocket server) {
        try {
            Socket socket = accept(server);
            socket.getOutputStream()
                    .write("HTTP/1.1 202 Accepted\r\nContent-Length: 9\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
