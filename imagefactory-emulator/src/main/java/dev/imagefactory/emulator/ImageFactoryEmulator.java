package dev.imagefactory.emulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running Image Factory on loopback.
 *
 * <p>Its jobs are kept in {@code emulator.db} in the data directory: a job is on disk before its creation is answered,
 * lives on over restarts, and several emulators may use one directory at the same time. Nothing is ever deleted from
 * it.
 *
 * <p>A job is Queued for the first fifth of its build time, then Running, then what its creation decided. The log of an
 * ended job is gone after seven days.
 */
public final class ImageFactoryEmulator implements AutoCloseable {

    private static final int THREADS = 16;
    private static final int BACKLOG = 256;

    /**
     * The JDK's switch against waiting between an answer's headers and its body, which otherwise costs 40 ms a request.
     * It can be set for the whole process only, and is read when the first server is made.
     */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final JobStore store;
    private final HttpServer server;
    private final ExecutorService threads;
    private final URI endpoint;

    private ImageFactoryEmulator(JobStore store, HttpServer server, ExecutorService threads, URI endpoint) {
        this.store = store;
        this.server = server;
        this.threads = threads;
        this.endpoint = endpoint;
    }

    /**
     * Begins an emulator.
     *
     * @param dataDirectory where its jobs are kept; created when absent
     */
    public static Builder builder(Path dataDirectory) {
        return new Builder(dataDirectory);
    }

    /** The address of the service, {@code http://127.0.0.1:<port>}, without a path. */
    public URI endpoint() {
        return endpoint;
    }

    /**
     * All jobs of the data directory, the oldest first: also those of earlier runs and those that the service "forgot".
     */
    public List<StartedJob> jobs() {
        return store.all().stream()
                .map(job -> new StartedJob(job.trackingId(), job.requestId(), job.imageNames(), job.created()))
                .toList();
    }

    /** Stops answering; requests under way may be cut off, as they would be by a kill. The jobs remain. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }

    /** What an emulator is to be like; every setting has a default. */
    public static final class Builder {

        private final Path dataDirectory;
        private final List<EmulatorRule> rules = new ArrayList<>();
        private final Set<ServiceFlaw> flaws = EnumSet.noneOf(ServiceFlaw.class);
        private int port;
        private Duration buildTime = Duration.ofSeconds(3);
        private boolean buildTimeSpread = true;
        private Duration latency = Duration.ZERO;
        private int pace;
        private @Nullable String failureMessage;
        private boolean requireToken;
        private int requestsPerSecond;
        private int throttledRequest;
        private Clock clock = Clock.systemUTC();

        private Builder(Path dataDirectory) {
            this.dataDirectory = dataDirectory;
        }

        /** The port to listen on; 0, the default, for any that is free. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** The time from the acceptance of a job to its end; 3 seconds by default. Jobs that exist keep theirs. */
        public Builder buildTime(Duration buildTime) {
            this.buildTime = notNegative("build time", buildTime);
            return this;
        }

        /**
         * Whether a job takes 50 to 150 % of the build time, by its tracking id, so that jobs do not end all at once;
         * true by default. Without the spread each takes exactly the build time.
         */
        public Builder buildTimeSpread(boolean buildTimeSpread) {
            this.buildTimeSpread = buildTimeSpread;
            return this;
        }

        /** The clock that jobs and the limit of requests go by; the system's by default. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Adds a rule after those given before; the first that applies to a job decides. */
        public Builder rule(EmulatorRule rule) {
            rules.add(rule);
            return this;
        }

        /** Adds rules after those given before. */
        public Builder rules(List<EmulatorRule> rules) {
            this.rules.addAll(rules);
            return this;
        }

        /**
         * What builds that fail by a rule say of it; by default it is a matter of their artifacts. Jobs that exist keep
         * theirs.
         */
        public Builder failureMessage(@Nullable String failureMessage) {
            this.failureMessage = failureMessage;
            return this;
        }

        /** Lets the service lack something; by default it is as the contract says. */
        public Builder flaws(Collection<ServiceFlaw> flaws) {
            this.flaws.addAll(flaws);
            return this;
        }

        /** Asks with every success, by Retry-After, to wait for so many seconds; 0, the default, for none. */
        public Builder pace(int seconds) {
            this.pace = notNegative("number of seconds between requests", seconds);
            return this;
        }

        /**
         * Answers 429 with Retry-After to requests of any kind beyond so many in one second of the clock, which begins
         * with its first request; 0, the default, for no limit. The count belongs to this process.
         */
        public Builder throttle(int requestsPerSecond) {
            this.requestsPerSecond = notNegative("number of requests per second", requestsPerSecond);
            return this;
        }

        /** Answers 429 with Retry-After to every {@code n}th request of any kind; 0, the default, for none. */
        public Builder throttleEvery(int n) {
            this.throttledRequest = notNegative("number of the throttled request", n);
            return this;
        }

        /** A wait before each answer, after the request has taken effect; none by default. */
        public Builder latency(Duration latency) {
            this.latency = notNegative("latency", latency);
            return this;
        }

        /**
         * Whether requests without {@code Authorization: Bearer …} are answered 401; false by default. Any token is
         * good.
         */
        public Builder requireToken(boolean requireToken) {
            this.requireToken = requireToken;
            return this;
        }

        /**
         * Starts the emulator.
         *
         * @throws UncheckedIOException where the port cannot be listened on, or the directory cannot be created
         * @throws IllegalStateException where the data directory holds something else than an emulator's state
         */
        public ImageFactoryEmulator start() {
            JobStore store = JobStore.open(dataDirectory);
            try {
                HttpServer server = listen(port);
                URI endpoint =
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort());
                ImageFactory factory = new ImageFactory(
                        store,
                        rules,
                        new BuildTimes(buildTime, buildTimeSpread),
                        failureMessage,
                        clock,
                        UUID::randomUUID);
                Throttle throttle = new Throttle(requestsPerSecond, throttledRequest);
                server.createContext(
                        "/",
                        new HttpFront(
                                new ImageRoutes(factory, endpoint, flaws),
                                throttle,
                                requireToken,
                                latency,
                                pace,
                                clock));
                ExecutorService threads = Executors.newFixedThreadPool(THREADS);
                server.setExecutor(threads);
                server.start();
                return new ImageFactoryEmulator(store, server, threads, endpoint);
            } catch (RuntimeException | Error e) {
                store.close();
                throw e;
            }
        }

        private static HttpServer listen(int port) {
            if (System.getProperty(NO_DELAY) == null) {
                System.setProperty(NO_DELAY, "true");
            }
            try {
                InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
                return HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "Port " + port + " on 127.0.0.1 cannot be listened on; choose another, or 0 for any", e);
            }
        }

        private static Duration notNegative(String what, Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("The " + what + " cannot be negative: " + value);
            }
            return value;
        }

        private static int notNegative(String what, int value) {
            if (value < 0) {
                throw new IllegalArgumentException("The " + what + " cannot be negative: " + value);
            }
            return value;
        }
    }
}
