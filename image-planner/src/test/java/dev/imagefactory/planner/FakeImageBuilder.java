package dev.imagefactory.planner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A service in memory that honours request ids; jobs go on when a test says so. */
final class FakeImageBuilder implements ImageBuilder {
    final Map<String, Job> jobs = new LinkedHashMap<>();
    final List<Request> requests = new ArrayList<>();
    private final Map<String, String> jobByRequest = new HashMap<>();

    /** Called before each submission is answered; may throw, before or after the job is started. */
    Consumer<Request> beforeStart = request -> {};

    Consumer<Request> afterStart = request -> {};

    @Nullable
    RuntimeException whenAsked;

    /** The only job that {@link #whenAsked} concerns; null for all. */
    @Nullable
    String askedAbout;

    @Override
    public synchronized RequestIds requestIds() {
        return RequestIds.HONOURED;
    }

    @Override
    public synchronized Answer submit(Request request) {
        requests.add(request);
        beforeStart.accept(request);
        String trackingId = jobByRequest.computeIfAbsent(request.requestId(), id -> {
            String newId = "job-" + (jobs.size() + 1);
            jobs.put(newId, new Job(newId, BuildState.QUEUED, null, null, null));
            return newId;
        });
        afterStart.accept(request);
        return new Answer(job(trackingId), true);
    }

    @Override
    public synchronized Optional<List<Job>> findStarted(String requestId, List<String> imageNames, Instant earliest) {
        return Optional.of(Optional.ofNullable(jobByRequest.get(requestId)).map(this::job).stream()
                .toList());
    }

    @Override
    public synchronized Optional<Job> find(String trackingId) {
        if (whenAsked != null && (askedAbout == null || askedAbout.equals(trackingId))) {
            throw whenAsked;
        }
        return Optional.ofNullable(jobs.get(trackingId));
    }

    @Override
    public synchronized Optional<Job> cancel(String trackingId) {
        if (!job(trackingId).state().isPending()) {
            throw new BuildRejectedException("the job has ended");
        }
        set(trackingId, BuildState.CANCELLED, null);
        return find(trackingId);
    }

    synchronized void set(String trackingId, BuildState state, @Nullable String error) {
        jobs.put(trackingId, new Job(trackingId, state, null, error, "https://log/" + trackingId));
    }

    synchronized void setAll(BuildState state) {
        List.copyOf(jobs.keySet()).forEach(id -> {
            if (job(id).state().isPending()) {
                set(id, state, null);
            }
        });
    }

    private Job job(String trackingId) {
        @Nullable Job job = jobs.get(trackingId);
        if (job == null) {
            throw new AssertionError("no job " + trackingId);
        }
        return job;
    }
}
