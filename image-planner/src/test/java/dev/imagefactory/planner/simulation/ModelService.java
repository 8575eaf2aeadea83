package dev.imagefactory.planner.simulation;

import dev.imagefactory.planner.BuildRejectedException;
import dev.imagefactory.planner.ImageBuilder.Answer;
import dev.imagefactory.planner.ImageBuilder.Request;
import dev.imagefactory.planner.Job;
import dev.imagefactory.planner.RequestReusedException;
import dev.imagefactory.planner.ServiceUnavailableException;
import dev.imagefactory.planner.ServiceUnavailableException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The service as it is at its own end of the network: what it starts, refuses, lists and remembers. */
final class ModelService {
    /** How much later a request may take effect than it was sent, and a job be listed than it was started. */
    static final Duration LONGEST_DELAY = Duration.ofMinutes(3);

    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(40);

    /** Shorter than a lease, less what two clocks differ by: as long, a job that is not known is not taken for lost. */
    private static final Duration LONGEST_BLINDNESS = Duration.ofMinutes(10);

    /** For good, and for now. */
    private static final List<String> REJECTIONS =
            List.of("SourceImageNotFound: no such image", "TooManyRequests: try again");

    /** What an honoured request id stands for. */
    private record Known(String payload, Function<Instant, Answer> answer) {}

    final List<ModelJob> jobs = new ArrayList<>();

    /** The requests that were rejected. */
    final Set<String> rejected = new HashSet<>();

    /** The requests that were refused for their id: known with another secret, known at all, or too old. */
    final Set<String> reused = new HashSet<>();

    private final World world;
    private final Map<String, Known> known = new HashMap<>();
    private final Set<String> decided = new HashSet<>();
    private final Map<String, Instant> refusesUntil = new HashMap<>();
    private Instant downUntil = Instant.MIN;
    private Instant rejectsUntil = Instant.MIN;
    private String rejection = REJECTIONS.get(0);

    ModelService(World world) {
        this.world = world;
    }

    /** Whether no connection can be made now. */
    boolean isDown() {
        if (world.fault(0.002, "outage")) {
            downUntil = world.scheduler.now().plus(world.dice.upTo(LONGEST_OUTAGE));
        }
        return world.faulty && world.scheduler.now().isBefore(downUntil);
    }

    /** Takes a request that has arrived and is not refused; what is returned gives the answer, or throws it. */
    Supplier<Answer> receive(Request request) {
        if (world.fault(0.02, "500 without effect")) {
            return () -> {
                throw unavailable("500", Kind.OUTCOME_UNKNOWN, waitPerhaps(0.3));
            };
        }
        Function<Instant, Answer> answer = answer(request);
        if (world.fault(0.03, "500 after the effect")) {
            return () -> {
                throw unavailable("500", Kind.OUTCOME_UNKNOWN, waitPerhaps(0.3));
            };
        }
        Instant now = world.scheduler.now();
        return () -> answer.apply(now);
    }

    private Function<Instant, Answer> answer(Request request) {
        String id = request.requestId();
        boolean tooOld = request.firstSent().plus(world.shape.idMemory()).isBefore(world.scheduler.now());
        if (world.shape.ids().honoured && tooOld) {
            world.coverage.count("request id forgotten");
            return refusedForItsId(id, "412: first sent too long ago");
        }
        if (decided.contains(id) && world.fault(0.1, "repeat refused")) {
            return refuseRepeat(request);
        }
        @Nullable Known before = known.get(id);
        decided.add(id);
        return before == null ? decide(request) : repeat(before, request);
    }

    /**
     * Refuses a request that came before without a look at what became of it then. A service that honours request ids
     * says the first answer again instead; where it cannot be searched either, nobody could know better.
     */
    private Function<Instant, Answer> refuseRepeat(Request request) {
        boolean believed = world.shape.ids().honoured && !world.shape.isSearchable();
        if (believed || world.dice.chance(0.5)) {
            world.coverage.count("repeat refused for its id");
            return refusedForItsId(request.requestId(), "409: such a request is there");
        }
        world.coverage.count("repeat refused for good");
        return refused(request, "422: not valid any more");
    }

    private Function<Instant, Answer> refusedForItsId(String requestId, String why) {
        reused.add(requestId);
        return now -> {
            throw new RequestReusedException(why, new IllegalStateException());
        };
    }

    private Function<Instant, Answer> refused(Request request, String why) {
        rejected.add(request.requestId());
        String words = why + echo(request);
        return now -> {
            throw new BuildRejectedException(words);
        };
    }

    private Function<Instant, Answer> decide(Request request) {
        boolean rejecting = world.faulty && world.scheduler.now().isBefore(rejectsUntil);
        if (!rejecting && world.fault(0.02, "rejections for a while")) {
            rejectsUntil = world.scheduler.now().plus(world.dice.upTo(LONGEST_OUTAGE));
            rejection = world.dice.oneOf(REJECTIONS);
            rejecting = true;
        }
        Function<Instant, Answer> answer;
        if (rejecting || world.fault(0.03, "rejection")) {
            answer = refused(request, rejection);
        } else {
            ModelJob job = start(request);
            answer = now -> new Answer(at(job, now), world.shape.ids().honoured);
        }
        if (world.shape.ids().honoured) {
            known.put(request.requestId(), new Known(request.payload(), answer));
        }
        return answer;
    }

    private Function<Instant, Answer> repeat(Known before, Request request) {
        if (before.payload().equals(request.payload())) {
            world.coverage.count("request repeated");
            return before.answer();
        }
        if (!withoutSecret(before.payload()).equals(withoutSecret(request.payload()))) {
            world.violated("a request was repeated with another content: " + before + ", " + request.payload());
        }
        world.coverage.count("request repeated with another secret");
        return refusedForItsId(request.requestId(), "409");
    }

    private static String withoutSecret(String payload) {
        return payload.replaceAll(Workload.SECRET + "\\d+", "");
    }

    /** What the service repeats of what it got. */
    private String echo(Request request) {
        return world.shape.echoes() && request.payload().contains(world.secret) ? ", you said " + world.secret : "";
    }

    private ModelJob start(Request request) {
        Duration lag = world.faulty && world.dice.chance(0.5) ? world.dice.upTo(LONGEST_DELAY) : Duration.ZERO;
        ModelJob job = new ModelJob("job-" + (jobs.size() + 1), request, world.scheduler.now(), lag, world.dice);
        jobs.add(job);
        world.scheduler.log(() -> "the service starts " + job.trackingId + " for " + request + " of "
                + world.claims.get(request.requestId()));
        return job;
    }

    /** The reason for which the service does nothing for anybody now, if it has one. */
    Optional<ServiceUnavailableException> refusal() {
        if (world.fault(0.03, "429")) {
            return Optional.of(unavailable("429", Kind.NOT_DONE, waitPerhaps(0.9)));
        }
        if (world.fault(0.03, "503")) {
            return Optional.of(unavailable("503", Kind.NOT_DONE, waitPerhaps(0.5)));
        }
        return Optional.empty();
    }

    private @Nullable Duration waitPerhaps(double probability) {
        if (!world.dice.chance(probability)) {
            return null;
        }
        int kind = world.dice.between(0, 10);
        if (kind == 0) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(1).plus(world.dice.upTo(Duration.ofSeconds(kind <= 6 ? 30 : kind <= 9 ? 240 : 1199)));
    }

    static ServiceUnavailableException unavailable(String message, Kind kind, @Nullable Duration retryAfter) {
        return new ServiceUnavailableException(message, null, kind, retryAfter);
    }

    private Job at(ModelJob job, Instant now) {
        Job stands = job.at(now);
        return stands.error() == null
                ? stands
                : new Job(
                        stands.trackingId(),
                        stands.state(),
                        stands.finishedAt(),
                        stands.error() + echo(job.request),
                        stands.logUrl());
    }

    /** The reason for which the service does not answer a kind of question for a while, if it has one. */
    Optional<ServiceUnavailableException> refusalOf(String question) {
        Instant now = world.scheduler.now();
        if (world.fault(0.01, "refused " + question)) {
            refusesUntil.put(question, now.plus(world.dice.upTo(LONGEST_OUTAGE)));
        }
        if (!world.faulty || !now.isBefore(refusesUntil.getOrDefault(question, Instant.MIN))) {
            return Optional.empty();
        }
        return Optional.of(
                world.dice.chance(0.5)
                        ? unavailable("400", Kind.NOT_DONE, null)
                        : unavailable("403", Kind.NOTHING_WORKS, null));
    }

    /** The job of a tracking id, as far as the service knows it now. */
    private Optional<ModelJob> known(String trackingId) {
        Instant now = world.scheduler.now();
        Optional<ModelJob> job = job(trackingId).filter(each -> !each.isForgotten(now));
        if (job.filter(each -> !each.wasHidden()).isPresent() && world.fault(0.02, "live job not known")) {
            job.get().hide(now.plus(world.dice.upTo(LONGEST_BLINDNESS)));
        }
        return job.filter(each -> !world.faulty || !each.isHidden(now));
    }

    Optional<Job> find(String trackingId) {
        Instant now = world.scheduler.now();
        Optional<ModelJob> job = known(trackingId);
        job.ifPresent(each -> each.askedAt(now));
        return job.map(each -> at(each, now));
    }

    Optional<List<Job>> list(String requestId, List<String> imageNames, Instant earliest) {
        Instant now = world.scheduler.now();
        if (!world.shape.isSearchable()) {
            return Optional.empty();
        }
        boolean byRequest = world.shape.search() == Shape.Search.BY_REQUEST;
        return Optional.of(jobs.stream()
                .filter(job -> !job.isForgotten(now) && !job.listedAt.isAfter(now))
                .filter(job -> byRequest
                        ? job.request.requestId().equals(requestId)
                        : !Collections.disjoint(job.request.imageNames(), imageNames)
                                && !job.startedAt.isBefore(earliest))
                .map(job -> at(job, now))
                .toList());
    }

    Optional<Job> cancel(String trackingId) {
        Instant now = world.scheduler.now();
        Optional<ModelJob> job = known(trackingId);
        job.ifPresent(each -> {
            if (!each.stateAt(now).isPending()) {
                throw new BuildRejectedException("it has ended");
            }
            each.cancel();
        });
        return job.map(each -> at(each, now));
    }

    Optional<ModelJob> job(String trackingId) {
        return jobs.stream().filter(each -> each.trackingId.equals(trackingId)).findFirst();
    }
}
