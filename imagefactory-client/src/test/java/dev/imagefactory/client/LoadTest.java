package dev.imagefactory.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.DateTimeRfc1123;
import com.azure.core.util.HttpClientOptions;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imagefactory.client.models.CreateImageOptions;
import dev.imagefactory.client.models.ImageJob;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One client and many threads, against a server that sees how many requests come at once, and when. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LoadTest {

    private static final int THREADS = 64;
    private static final int CALLS = 10;

    private final ExecutorService callers = Executors.newFixedThreadPool(THREADS);
    private final ExecutorService handlers = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<Long> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile CountDownLatch expectedAtOnce = new CountDownLatch(0);
    private volatile Map<String, String> headers = Map.of();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        // Else the JDK's server waits 40 ms between an answer's headers and its body.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2 * THREADS);
        server.createContext("/", this::answer);
        server.setExecutor(handlers);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        callers.shutdownNow();
        handlers.shutdownNow();
    }

    @Test
    void should_serve_all_threads_at_once() throws Exception {
        expectedAtOnce = new CountDownLatch(THREADS);

        callFromAllThreads(builder().buildClient());

        assertThat(arrivals).hasSize(THREADS * CALLS);
    }

    @Test
    void should_serve_all_threads_over_as_few_connections_as_it_may_have() throws Exception {
        int connections = 4;
        expectedAtOnce = new CountDownLatch(connections);

        callFromAllThreads(builder()
                .clientOptions(new HttpClientOptions().setMaximumConnectionPoolSize(connections))
                .buildClient());

        assertThat(mostAtOnce).hasValue(connections);
        assertThat(arrivals).hasSize(THREADS * CALLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Retry-After: SECONDS", "Retry-After: DATE", "X-RateLimit-Reset: EPOCH"})
    void should_send_nothing_from_any_thread_before_the_service_wants_it(String demand) throws Exception {
        ImageFactoryClient client = builder().buildClient();
        Instant wallClock = Instant.now();
        long before = System.nanoTime();
        Instant end = wallClock.plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
        String[] header = demand.replace("SECONDS", "2")
                .replace("DATE", DateTimeRfc1123.toRfc1123String(end.atOffset(ZoneOffset.UTC)))
                .replace("EPOCH", Long.toString(end.getEpochSecond()))
                .split(": ", 2);
        Duration pause = header[1].equals("2") ? Duration.ofSeconds(2) : Duration.between(wallClock, end);
        headers = Map.of(header[0], header[1], "X-RateLimit-Remaining", "0");
        client.getImageJob(ServiceTest.ID);
        headers = Map.of();

        callFromAllThreads(client);

        assertThat(arrivals.stream().skip(1).map(arrival -> Duration.ofNanos(arrival - before)))
                .hasSize(THREADS * CALLS)
                .allMatch(arrival -> arrival.compareTo(pause) >= 0);
    }

    private ImageFactoryClientBuilder builder() {
        return new ImageFactoryClientBuilder()
                .endpoint("http://127.0.0.1:" + server.getAddress().getPort())
                .retryOptions(ServiceTest.retries(0));
    }

    /** Each thread starts jobs and asks for them; any failure is the test's. */
    private void callFromAllThreads(ImageFactoryClient client) throws Exception {
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            calls.add(callers.submit(() -> {
                for (int call = 0; call < CALLS; call += 2) {
                    ImageJob job = client.createImage(ServiceTest.PAYLOAD, CreateImageOptions.forImages("win"));
                    client.getImageJob(job.trackingId());
                }
            }));
        }
        for (Future<?> call : calls) {
            call.get();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        arrivals.add(System.nanoTime());
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            expectedAtOnce.countDown();
            expectedAtOnce.await();
            byte[] body = ServiceTest.QUEUED_JOB.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            headers.forEach(exchange.getResponseHeaders()::set);
            atOnce.decrementAndGet();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
