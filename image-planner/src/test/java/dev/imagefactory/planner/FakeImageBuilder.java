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

/** A service in memory, which honours request ids and can be searched; jobs go on when a test says so. */
final class FakeImageBuilder implements ImageBuilder {
    final Map<String, Job> jobs = new LinkedHashMap<>();

    /** What was sent. */
    final List<Request> requests = new ArrayList<>();

    /** Until when each of the requests might be sent. */
    final List<@Nullable Instant> lastTries = new ArrayList<>();

    private final Map<String, String> jobByRequest = new HashMap<>();
    private final Map<String, List<String>> namesByJob = new HashMap<>();
    RequestIds requestIds = RequestIds.HONOURED;
    boolean searchable = true;

    /** Whether the list shows what there is already. */
    boolean listIsCurrent = true;

    /** Called before each submission is answered; may throw, before or after the job is started. */
    Consumer<Request> beforeStart = request -> {};

    Consumer<Request> afterStart = request -> {};

    /** Called while the answer to a question is on its way. */
    Runnable whileAnswering = () -> {};

    @Nullable
    RuntimeException whenAsked;

    /** The only job that {@link #whenAsked} concerns; null for all. */
    @Nullable
    String askedAbout;

    @Override
    public synchronized RequestIds requestIds() {
        return requestIds;
    }

    @Override
    public synchronized Answer submit(Request asked) {
        Request request = new Request(asked.requestId(), asked.firstSent(), asked.imageNames(), asked.payload(), null);
        requests.add(request);
        lastTries.add(asked.lastTry());
        beforeStart.accept(request);
        boolean ignored = requestIds == RequestIds.IGNORED;
        @Nullable String known = ignored ? null : jobByRequest.get(request.requestId());
        String trackingId = known != null ? known : start(request);
        afterStart.accept(request);
        return new Answer(job(trackingId), !ignored);
    }

    @Override
    public synchronized Optional<List<Job>> findStarted(String requestId, List<String> imageNames, Instant earliest) {
        if (!searchable) {
            return Optional.empty();
        }
        @Nullable String named = requestIds == RequestIds.IGNORED ? null : jobByRequest.get(requestId);
        List<Job> listed = jobs.values().stream()
                .filter(job -> listIsCurrent)
                .filter(job -> named == null
                        ? imageNames.equals(namesByJob.get(job.trackingId()))
                        : named.equals(job.trackingId()))
                .toList();
        whileAnswering.run();
        return Optional.of(listed);
    }

    @Override
    public synchronized Optional<Job> find(String trackingId) {
        if (whenAsked != null && (askedAbout == null || askedAbout.equals(trackingId))) {
            throw whenAsked;
        }
        Optional<Job> found = Optional.ofNullable(jobs.get(trackingId));
        whileAnswering.run();
        return found;
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

    /** Starts a job, for the runner or behind its back. */
    String start(Request request) {
        String trackingId = "job-" + (jobs.size() + 1);
        jobs.put(trackingId, new Job(trackingId, BuildState.QUEUED, null, null, null));
        jobByRequest.put(request.requestId(), trackingId);
        namesByJob.put(trackingId, request.imageNames());
        return trackingId;
    }

    private Job job(String trackingId) {
        @Nullable Job job = jobs.get(trackingId);
        if (job == null) {
            throw new AssertionError("no job " + trackingId);
        }
        return job;
    }
}
