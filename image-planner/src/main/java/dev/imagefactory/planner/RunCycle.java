package dev.imagefactory.planner;

import dev.imagefactory.planner.Incident.Kind;
import dev.imagefactory.template.RememberedSecrets;
import dev.imagefactory.template.RenderedImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One pass of a run over the builds, several at once. */
final class RunCycle {
    private final ImageBuilder service;
    private final RunPolicy policy;
    private final RunEnvironment environment;
    private final RunBudget budget;
    private final Findings findings = new Findings();
    private final ServiceWords words;
    private final BuildRecords records;
    private final ServiceAccess access;
    private final RequestDelivery requests;

    /**
     * What the service said of a job.
     *
     * @param at when it was asked, however late the answer came
     * @param job empty where the service did not know it
     */
    private record Look(Instant at, Optional<Job> job) {}

    RunCycle(
            BuildLedger ledger,
            ImageBuilder service,
            RememberedSecrets secrets,
            RunPolicy policy,
            RunEnvironment environment,
            RunBudget budget) {
        this.service = service;
        this.policy = policy;
        this.environment = environment;
        this.budget = budget;
        this.words = new ServiceWords(secrets, ledger);
        this.records = new BuildRecords(ledger, findings);
        this.access = new ServiceAccess(environment, policy.waitBudget(), budget, findings, words);
        this.requests = new RequestDelivery(
                ledger, service, secrets, policy, environment, budget, access, records, findings, words);
        access.leftAloneUntil()
                .ifPresent(until -> findings.once(new Incident(
                        Kind.SERVICE_UNAVAILABLE, null, "the service wants to be left alone until " + until)));
    }

    /** What was gathered, beside what is wrong with the ledger and its builds. */
    RunReport report(List<PlannedImage> images, LedgerContents contents, StallLimits limits) {
        findings.all(contents.incidents());
        findings.all(limits.incidents(contents.pending(), environment.now()));
        noteEnd();
        return findings.report(images);
    }

    List<Incident> incidents() {
        noteEnd();
        return findings.incidents();
    }

    private void noteEnd() {
        @Nullable String endedBy = access.endedBy();
        if (endedBy != null) {
            findings.once(new Incident(Kind.STOPPED, null, endedBy + " before its work was done; run again"));
        }
    }

    /** Asks about the builds that have a tracking id. */
    void follow(List<Build> pending) {
        each(pending, Build::imageId, build -> {
            @Nullable String trackingId = build.progress().trackingId();
            return trackingId == null
                    ? build
                    : access.ask(build, () -> new Look(environment.now(), service.find(trackingId)))
                            .map(look -> learn(build, look))
                            .orElse(build);
        });
    }

    /** Finds out what became of the builds that have no tracking id, and sends those that were not started. */
    void resolve(LedgerContents contents, ImageSelection selection) {
        requests.learnFrom(contents);
        each(contents.pending(), Build::imageId, build -> {
            boolean open = build.progress().trackingId() == null && selection.includes(build.imageId());
            return open ? requests.resolve(build) : build;
        });
    }

    /**
     * Submits what a plan says, as far as the run may: bases before what is built upon them.
     *
     * @param agreed which submissions the run is for
     */
    List<PlannedImage> carryOut(List<PlannedImage> plan, Predicate<PlannedImage> agreed) {
        List<PlannedImage> byStage = plan.stream()
                .sorted(Comparator.comparingInt(PlannedImage::stage))
                .toList();
        return each(byStage, PlannedImage::imageId, planned -> submitted(planned, agreed)).stream()
                .sorted(Comparator.comparing(PlannedImage::imageId))
                .toList();
    }

    private PlannedImage submitted(PlannedImage planned, Predicate<PlannedImage> agreed) {
        @Nullable RenderedImage image = planned.image();
        if (!planned.action().isSubmission() || image == null || !access.await()) {
            return planned;
        }
        if (!agreed.test(planned)) {
            findings.incident(
                    Kind.NOT_PLANNED,
                    planned.imageId(),
                    "left to a later run: the plan does not say "
                            + planned.action().id() + " ("
                            + planned.reason().code().id() + ")");
            return planned;
        }
        Optional<Incident> refused = budget.take();
        if (refused.isPresent()) {
            findings.once(refused.get());
            return planned;
        }
        Optional<Build> build = requests.submit(planned, image);
        if (build.isEmpty()) {
            budget.giveBack();
            return planned;
        }
        boolean again = planned.action() == Action.RETRY;
        return planned.withBuild(build.get(), again ? planned.attempts() + 1 : 1, planned.lastSuccessAt());
    }

    /** Cancels a build that has not ended. */
    Build cancel(Build build) {
        @Nullable String trackingId = build.progress().trackingId();
        if (trackingId == null) {
            findings.incident(
                    Kind.OUTCOME_UNKNOWN,
                    build.imageId(),
                    "it is not known yet whether the service started this build; run again, then cancel");
            return build;
        }
        return access.ask(build, () -> new Look(environment.now(), cancelled(trackingId)))
                .map(look -> learn(build, look))
                .orElse(build);
    }

    private Optional<Job> cancelled(String trackingId) {
        try {
            return service.cancel(trackingId);
        } catch (BuildRejectedException e) {
            return service.find(trackingId);
        }
    }

    /** Takes a job for that of a build without an answer, as a person says; empty where the service has none such. */
    Optional<Build> adopt(Build build, String trackingId) {
        return access.ask(build, () -> service.find(trackingId))
                .flatMap(job -> job)
                .map(job -> words.of(build, job))
                .map(job -> records.answered(build, job, build.progress().of(job, null, environment.now())));
    }

    /** A job that the service does not know at one look may be there at the next: it is lost at the second. */
    private Build missing(Build build, Instant lookedAt) {
        String message =
                "the service no longer knows the job " + build.progress().trackingId();
        Instant now = environment.now();
        boolean seenBefore = message.equals(build.progress().error());
        if (!seenBefore) {
            findings.incident(
                    Kind.UNKNOWN_STATE, build.imageId(), message + "; counted as not ended until a later look");
            return records.record(build, build.progress().missing(message, now));
        }
        if (lookedAt.isBefore(build.progress().since().plus(policy.lease()))) {
            return build;
        }
        findings.incident(Kind.LOST, build.imageId(), message);
        return records.record(build, build.progress().ended(BuildState.LOST, message, now));
    }

    private Build learn(Build build, Look look) {
        if (look.job().isEmpty()) {
            return missing(build, look.at());
        }
        Job job = words.of(build, look.job().get());
        return records.answered(build, job, build.progress().of(job, null, environment.now()));
    }

    /** Does the same for each, several at once, and returns the results in order. */
    private <T> List<T> each(List<T> items, Function<T, String> idOf, UnaryOperator<T> task) {
        AtomicReferenceArray<T> results = new AtomicReferenceArray<>(items.size());
        AtomicInteger next = new AtomicInteger();
        environment.workers().run(Math.max(1, Math.min(policy.concurrency(), items.size())), () -> {
            for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                results.set(i, guarded(items.get(i), idOf, task));
            }
        });
        List<T> done = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            done.add(results.get(i));
        }
        return done;
    }

    /** One build that cannot be written down holds up no other; a ledger that stays away ends the asking. */
    private <T> T guarded(T item, Function<T, String> idOf, UnaryOperator<T> task) {
        try {
            return task.apply(item);
        } catch (LedgerException e) {
            findings.incident(Kind.LEDGER_UNAVAILABLE, idOf.apply(item), e.getMessage());
            access.ledgerFailed();
            return item;
        }
    }
}
