package dev.imagefactory.planner.simulation;

import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.ImageBuilder;
import dev.imagefactory.planner.Job;
import dev.imagefactory.planner.ServiceUnavailableException;
import dev.imagefactory.planner.ServiceUnavailableException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The service as one process reaches it. What it sends is on its way whatever becomes of the process: it arrives within
 * {@link ModelService#LONGEST_DELAY}, or never.
 */
final class ServiceLink implements ImageBuilder {
    /** How long a service that refuses is left alone at least, even if it says that it wants no pause. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private final ModelService service;
    private final SimulatedProcess process;
    private final World world;
    private Instant silentUntil = Instant.MIN;

    ServiceLink(ModelService service, SimulatedProcess process, World world) {
        this.service = service;
        this.process = process;
        this.world = world;
    }

    @Override
    public RequestIds requestIds() {
        return world.shape.ids().known;
    }

    @Override
    public Answer submit(Request request) {
        begin("submit " + request);
        @Nullable BuildKey key = world.claims.get(request.requestId());
        if (key == null) {
            world.violated("a request was sent under an id that no claim holds: " + request);
        } else {
            world.senders.computeIfAbsent(key, each -> new HashSet<>()).add(process);
        }
        Exchange exchange = new Exchange(request);
        exchange.send();
        process.pause("during submit");
        world.scheduler.sleep(exchange.patience());
        try {
            process.boundary("after submit");
            process.stallPerhaps(0.03);
            return exchange.result();
        } catch (ServiceUnavailableException e) {
            if (e.kind() == Kind.OUTCOME_UNKNOWN && key != null) {
                world.ambiguous.add(key);
            }
            throw told(e);
        }
    }

    /** A request on its way, and its answer on its way back. */
    private final class Exchange {
        private final Request request;
        private final Duration there = latency();
        private final Duration back = latency();
        private final Instant answeredAt = world.scheduler.now().plus(there).plus(back);
        private Optional<ServiceUnavailableException> refusal = Optional.empty();
        private @Nullable Supplier<Answer> answer;

        Exchange(Request request) {
            this.request = request;
        }

        void send() {
            if (!world.fault(0.03, "request lost")) {
                world.scheduler.after(there, this::arrive);
            }
            if (world.shape.ids().honoured && world.fault(0.03, "request delivered twice")) {
                world.scheduler.after(
                        there.plus(world.dice.upTo(ModelService.LONGEST_DELAY.minus(there))), this::arriveAgain);
            }
        }

        private void arrive() {
            refusal = service.refusal();
            if (refusal.isEmpty()) {
                answer = service.receive(request);
            }
        }

        /** A refusal holds for all copies of a request; else nobody could ever know that nothing was started. */
        private void arriveAgain() {
            if (refusal.isEmpty()) {
                service.receive(request);
            }
        }

        /** How long the process waits for the answer. */
        Duration patience() {
            Duration wanted = there.plus(back);
            return world.fault(0.03, "caller gives up early") ? world.dice.upTo(wanted) : wanted;
        }

        Answer result() {
            boolean arrived = answer != null || refusal.isPresent();
            if (!arrived || world.scheduler.now().isBefore(answeredAt) || world.fault(0.04, "answer lost")) {
                throw ModelService.unavailable("time-out", Kind.OUTCOME_UNKNOWN, null);
            }
            if (answer == null) {
                throw refusal.orElseThrow();
            }
            Answer given = answer.get();
            world.answered.put(given.job().trackingId(), process);
            return given;
        }
    }

    private Duration latency() {
        int kind = world.faulty ? world.dice.between(1, 100) : 1;
        return kind <= 85
                ? world.dice.upTo(Duration.ofMillis(500))
                : world.dice.upTo(kind <= 95 ? Duration.ofSeconds(10) : ModelService.LONGEST_DELAY);
    }

    @Override
    public Optional<List<Job>> findStarted(String requestId, List<String> imageNames, Instant earliest) {
        return ask("service.list", () -> service.list(requestId, imageNames, earliest));
    }

    @Override
    public Optional<Job> find(String trackingId) {
        return ask("service.find", () -> service.find(trackingId));
    }

    @Override
    public Optional<Job> cancel(String trackingId) {
        return ask("service.cancel", () -> service.cancel(trackingId));
    }

    private <T> T ask(String name, Supplier<T> question) {
        begin(name);
        process.boundary("before " + name);
        Optional<ServiceUnavailableException> refusal = service.refusal().or(() -> service.refusalOf(name));
        if (refusal.isPresent()) {
            throw told(refusal.get());
        }
        T answer = question.get();
        process.boundary("after " + name);
        world.scheduler.log(() -> name + " answers " + answer);
        if (world.fault(0.01, "answer to a question lost")) {
            throw told(ModelService.unavailable("reset", world.dice.oneOf(Kind.NOT_DONE, Kind.OUTCOME_UNKNOWN), null));
        }
        return answer;
    }

    private void begin(String what) {
        world.scheduler.log(() -> what);
        if (world.scheduler.now().isBefore(silentUntil)) {
            world.violated(
                    "the service was asked before " + silentUntil + ", as which it had told the process: " + what);
        }
        if (service.isDown()) {
            throw told(ModelService.unavailable("no connection", Kind.NOTHING_WORKS, null));
        }
    }

    /** What the process is told; from now on it has to heed it. */
    private ServiceUnavailableException told(ServiceUnavailableException e) {
        world.scheduler.log(() -> "is told " + e.getMessage() + ", " + e.kind() + ", " + e.retryAfter());
        e.retryAfter().filter(Duration::isZero).ifPresent(none -> world.coverage.count("asked to wait for no time"));
        e.retryAfter()
                .map(wait -> wait.compareTo(SHORTEST_PAUSE) > 0 ? wait : SHORTEST_PAUSE)
                .map(world.scheduler.now()::plus)
                .filter(silentUntil::isBefore)
                .ifPresent(until -> {
                    silentUntil = until;
                    world.coverage.count("asked to wait");
                });
        return e;
    }
}
