package dev.imagefactory.emulator;

import dev.imagefactory.emulator.EmulatorRule.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the service does, apart from HTTP: it accepts jobs, tells how they stand, lists and cancels them. */
final class ImageFactory {

    private final JobStore store;
    private final List<EmulatorRule> rules;
    private final BuildTimes buildTimes;
    private final @Nullable String failureMessage;
    private final Clock clock;
    private final Supplier<UUID> trackingIds;

    /**
     * A service over a store.
     *
     * @param failureMessage why builds fail; null for a reason by the job's artifacts
     */
    ImageFactory(
            JobStore store,
            List<EmulatorRule> rules,
            BuildTimes buildTimes,
            @Nullable String failureMessage,
            Clock clock,
            Supplier<UUID> trackingIds) {
        this.store = store;
        this.rules = List.copyOf(rules);
        this.buildTimes = buildTimes;
        this.failureMessage = failureMessage;
        this.clock = clock;
        this.trackingIds = trackingIds;
    }

    /** The job of a submission, and whether an earlier request with the same id had started it. */
    record Accepted(Job job, boolean repeated) {}

    /** Some jobs, the newest first, and whether there are older ones. */
    record Page(List<Job> jobs, boolean more) {}

    /** The time to the millisecond, which is what the store keeps. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Starts a job, or finds the one that the same request started before.
     *
     * @throws Refusal where the request id was used for another body, or a rule rejects the images
     */
    Accepted submit(Submission submission) {
        Accepted accepted = store.inTransaction(() -> {
            Job earlier = submission.requestId() == null ? null : store.findByRequest(submission.requestId());
            if (earlier != null) {
                return new Accepted(earlier, true);
            }
            Job job = decide(submission);
            if (job.outcome().startsJob()) {
                store.insert(job);
            }
            return new Accepted(job, false);
        });
        // Refused only here: the count of creations that a rejection changed has to be committed.
        if (accepted.repeated() && !accepted.job().bodySha256().equals(submission.bodySha256())) {
            throw Refusal.conflict("RequestIdReused", "The request id was used for another body before.");
        }
        if (accepted.job().outcome() == Outcome.REJECT) {
            String base = "base of " + String.join(", ", accepted.job().imageNames());
            throw Refusal.badRequest("SourceImageNotFound", "Source image '" + base.strip() + "' could not be found.");
        }
        return accepted;
    }

    /**
     * Finds a job.
     *
     * @throws Refusal where the service does not know it, or no longer
     */
    Job find(UUID trackingId) {
        Job job = store.find(trackingId);
        if (job == null || !job.isKnownAt(now())) {
            throw Refusal.notFound("There is no job " + trackingId + ".");
        }
        return job;
    }

    /**
     * Lists jobs.
     *
     * @param imageName the name of an image that they make; null for all
     * @param olderThan the job after which the list goes on; null for its beginning
     */
    Page list(@Nullable String imageName, @Nullable UUID olderThan, int size) {
        if (olderThan != null && store.find(olderThan) == null) {
            throw Refusal.badRequest("InvalidContinuationToken", "The continuation token is not one of this list.");
        }
        ImageNameKey key = imageName == null ? null : ImageNameKey.of(imageName);
        List<Job> jobs = store.list(key, olderThan, now(), size + 1);
        return jobs.size() > size ? new Page(jobs.subList(0, size), true) : new Page(jobs, false);
    }

    /**
     * Cancels a job; does nothing where it is cancelled already.
     *
     * @throws Refusal where the service does not know the job, or where it has succeeded or failed
     */
    Job cancel(UUID trackingId) {
        return store.inTransaction(() -> {
            Instant now = now();
            Job job = find(trackingId);
            Job.Status status = job.statusAt(now);
            if (status.state().equals("Cancelled")) {
                return job;
            }
            if (status.finished() != null) {
                throw Refusal.conflict(
                        "JobEnded", "Job " + trackingId + " can no longer be cancelled: it is " + status.state() + ".");
            }
            Job cancelled = job.cancelledAt(now);
            store.updateCancelled(cancelled);
            return cancelled;
        });
    }

    private Job decide(Submission submission) {
        UUID trackingId = trackingIds.get();
        return new Job(
                trackingId,
                submission.requestId(),
                submission.bodySha256(),
                submission.imageNames(),
                submission.artifactNames(),
                now(),
                buildTimes.of(trackingId),
                outcomeOf(submission.imageNames()),
                failureMessage,
                null);
    }

    /** The first rule that applies to one of the images decides; each image counts one creation more. */
    private Outcome outcomeOf(List<String> imageNames) {
        List<String> names = imageNames.isEmpty() ? List.of("") : imageNames;
        Outcome outcome = rules.stream()
                .filter(rule ->
                        names.stream().anyMatch(name -> rule.appliesTo(name, store.creations(ImageNameKey.of(name)))))
                .map(EmulatorRule::outcome)
                .findFirst()
                .orElse(Outcome.SUCCEED);
        names.stream().map(ImageNameKey::of).distinct().forEach(store::countCreation);
        return outcome;
    }
}
