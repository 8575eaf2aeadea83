package dev.imagefactory.planner;

import dev.imagefactory.planner.Incident.Kind;
import dev.imagefactory.planner.RunPolicy.OnUnknownOutcome;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.RedactedPayload;
import dev.imagefactory.template.RememberedSecrets;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.SecretStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a run over the builds, with what it gathers on its way: the life of a build as
 * {@code docs/architecture.md} draws it. Every transition is a conditional write to the ledger.
 */
final class RunCycle {
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final List<Duration> REPEATING_PAUSES = List.of(Duration.ofSeconds(2), Duration.ofSeconds(10));
    private static final int RECORDING_TRIES = 3;
    private static final String LEFT_OUT =
            "the service's words are left out, as they may repeat a secret that could not be looked up; see the job's log";
    private static final Duration RECORDING_PAUSE = Duration.ofSeconds(2);

    private final BuildLedger ledger;
    private final ImageBuilder service;
    private final RememberedSecrets secrets;
    private final RunPolicy policy;
    private final RunEnvironment environment;
    private final RunBudget budget;
    private final ServiceAccess access;
    private final List<Build> submitted = new ArrayList<>();
    private final List<Build> failures = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();
    private final Set<String> adopted = new HashSet<>();
    private volatile boolean repeatable;
    private volatile boolean secretsUnavailable;

    RunCycle(
            BuildLedger ledger,
            ImageBuilder service,
            RememberedSecrets secrets,
            RunPolicy policy,
            RunEnvironment environment,
            RunBudget budget) {
        this.ledger = ledger;
        this.service = service;
        this.secrets = secrets;
        this.policy = policy;
        this.environment = environment;
        this.budget = budget;
        this.access = new ServiceAccess(environment, policy.waitBudget(), budget);
        access.leftAloneUntil()
                .ifPresent(until -> incidentOnce(new Incident(
                        Kind.SERVICE_UNAVAILABLE, null, "the service wants to be left alone until " + until)));
    }

    /** What was gathered, in an order that does not depend on which thread was faster. */
    RunReport report(List<PlannedImage> images, LedgerContents contents, StallLimits limits) {
        incidents.addAll(contents.incidents());
        incidents.addAll(limits.incidents(contents.pending(), now()));
        return new RunReport(images, sorted(submitted), sorted(failures), incidents());
    }

    List<Incident> incidents() {
        @Nullable String endedBy = access.endedBy();
        if (endedBy != null) {
            incidents.add(new Incident(Kind.STOPPED, null, endedBy + " before its work was done; run again"));
        }
        incidents.sort(Comparator.comparing(Incident::imageId, Comparator.nullsLast(Comparator.naturalOrder())));
        return incidents;
    }

    private static List<Build> sorted(List<Build> builds) {
        return builds.stream()
                .sorted(Comparator.comparing(Build::imageId)
                        .thenComparing(build -> build.key().attempt()))
                .toList();
    }

    /** Asks about the builds that have a tracking id. */
    void follow(List<Build> pending) {
        each(pending, Build::imageId, build -> {
            @Nullable String trackingId = build.progress().trackingId();
            return trackingId == null
                    ? build
                    : ask(build.imageId(), () -> service.find(trackingId))
                            .map(job -> learn(build, job))
                            .orElse(build);
        });
    }

    /** Finds out what became of the builds that have no tracking id, and sends those that were not started. */
    void resolve(LedgerContents contents, ImageSelection selection) {
        repeatable = honoursRequestIds(contents);
        each(contents.pending(), Build::imageId, build -> {
            boolean open = build.progress().trackingId() == null && selection.includes(build.imageId());
            return open ? resolve(build) : build;
        });
    }

    private boolean honoursRequestIds(LedgerContents contents) {
        return switch (service.requestIds()) {
            case HONOURED -> true;
            case IGNORED -> false;
            case CONFIRMED -> {
                boolean last = false;
                for (Build build : contents.builds()) {
                    @Nullable Boolean honoured = build.progress().requestIdHonoured();
                    last = honoured == null ? last : honoured;
                }
                yield last;
            }
        };
    }

    private Build resolve(Build build) {
        BuildProgress before = build.progress();
        @Nullable Lease lease = before.lease();
        if (lease != null && lease.holdsAt(now())) {
            incident(
                    Kind.CONCURRENT_RUN,
                    build.imageId(),
                    "another run is submitting this build, and has until " + lease.until()
                            + "; if it is gone, a later run goes on");
            return build;
        }
        if (!access.await()) {
            return build;
        }
        Optional<Build> taken = ledger.update(build, before.leased(lease()));
        if (taken.isEmpty()) {
            incident(Kind.CONCURRENT_RUN, build.imageId(), "another run has gone on with this build; left to it");
            return current(build);
        }
        Supplier<RedactedPayload> payload = () -> RedactedPayload.parse(ledger.payload(build.key())
                .orElseThrow(() -> new LedgerException("the ledger has lost the payload of " + build.key())));
        if (repeatable || !before.mayBeStarted()) {
            return deliver(taken.get(), payload);
        }
        Instant settledAt = lease != null ? lease.until() : before.since().plus(policy.lease());
        Supplier<Build> sendAgain = () -> deliver(taken.get(), payload);
        return search(
                taken.get(),
                () -> release(taken.get()),
                () -> now().isBefore(settledAt) ? unsettled(taken.get(), settledAt) : sendAgain.get(),
                () -> undecided(taken.get(), sendAgain));
    }

    /** Looks for the job of a build that may be started. */
    private Build search(
            Build build, Supplier<Build> whereUnasked, Supplier<Build> whereNone, Supplier<Build> whereUnsearchable) {
        Optional<Optional<List<Job>>> answer = ask(build.imageId(), () -> listed(build));
        if (answer.isEmpty()) {
            return whereUnasked.get();
        }
        if (answer.get().isEmpty()) {
            return whereUnsearchable.get();
        }
        List<Job> jobs = answer.get().get();
        if (jobs.isEmpty()) {
            return whereNone.get();
        }
        if (jobs.size() == 1) {
            return started(build, jobs.get(0), null);
        }
        incident(
                Kind.OUTCOME_UNKNOWN,
                build.imageId(),
                "one of the jobs " + jobs.stream().map(Job::trackingId).toList() + " may be that of request "
                        + build.order().requestId() + "; say which by 'imagefactory adopt'");
        return release(build);
    }

    /** A job may appear in the service's list a while after it was started. */
    private Build unsettled(Build build, Instant settledAt) {
        incident(
                Kind.UNSETTLED,
                build.imageId(),
                "the service lists no job of the request that it did not answer; one may appear until " + settledAt
                        + ", and a later run goes on");
        return release(build);
    }

    private Optional<List<Job>> listed(Build build) {
        BuildOrder order = build.order();
        Optional<List<Job>> listed = service.findStarted(
                order.requestId(), order.imageNames(), order.claimedAt().minus(CLOCK_SKEW));
        if (listed.isEmpty()) {
            return listed;
        }
        Set<String> others = new HashSet<>();
        ledger.contents().builds().stream()
                .filter(each -> !each.key().equals(build.key()))
                .forEach(each -> others.add(String.valueOf(each.progress().trackingId())));
        synchronized (adopted) {
            List<Job> own = listed.get().stream()
                    .filter(job -> !others.contains(job.trackingId()) && !adopted.contains(job.trackingId()))
                    .toList();
            if (own.size() == 1) {
                adopted.add(own.get(0).trackingId());
            }
            return Optional.of(own);
        }
    }

    /** The service can neither repeat a request nor list its job. */
    private Build undecided(Build build, Supplier<Build> sendAgain) {
        String what = "it is not known whether the service started a job for the request "
                + build.order().requestId() + " of " + build.order().claimedAt();
        if (policy.onUnknownOutcome() == OnUnknownOutcome.RESUBMIT) {
            incident(Kind.RESUBMITTED, build.imageId(), what + "; sent again, so there may be two");
            return sendAgain.get();
        }
        incident(
                Kind.OUTCOME_UNKNOWN,
                build.imageId(),
                what + ", and the service can neither be searched nor asked again; look there, then name the job by"
                        + " 'imagefactory adopt', or run with --on-unknown-outcome resubmit --only "
                        + build.imageId());
        return release(build);
    }

    /** Submits what a plan says, as far as the run may. */
    List<PlannedImage> carryOut(List<PlannedImage> plan) {
        return each(plan, PlannedImage::imageId, planned -> {
            @Nullable RenderedImage image = planned.image();
            if (!planned.action().isSubmission() || image == null || !access.await()) {
                return planned;
            }
            Optional<Incident> refused = budget.take();
            if (refused.isPresent()) {
                incidentOnce(refused.get());
                return planned;
            }
            Optional<Build> build = submit(planned, image);
            if (build.isEmpty()) {
                budget.giveBack();
                return planned;
            }
            boolean again = planned.action() == Action.RETRY;
            return planned.withBuild(build.get(), again ? planned.attempts() + 1 : 1);
        });
    }

    private Optional<Build> submit(PlannedImage planned, RenderedImage image) {
        Instant now = now();
        if (isSecretMissing(image, now)) {
            return Optional.empty();
        }
        BuildOrder order = new BuildOrder(
                new BuildKey(image.id(), image.fingerprint(), planned.nextAttempt()),
                environment.ids().get().toString(),
                now,
                planned.reason().code(),
                image.targetsAt(now),
                image.variables(),
                image.definitionFingerprint());
        Optional<Build> claimed = ledger.claim(order, image.payload().text(), lease(now));
        if (claimed.isEmpty()) {
            incident(Kind.CONCURRENT_RUN, image.id(), "another run is submitting this build; left to it");
            return Optional.empty();
        }
        return Optional.of(deliver(claimed.get(), image::payload));
    }

    /** Looks before anything is claimed, so that a missing secret costs no attempt. */
    private boolean isSecretMissing(RenderedImage image, Instant now) {
        if (secretsUnavailable && !image.secrets().isEmpty()) {
            return true;
        }
        try {
            image.payload().complete(now, secrets);
            return false;
        } catch (MissingSecretException e) {
            incident(Kind.MISSING_SECRET, image.id(), e.getMessage());
        } catch (SecretStoreException e) {
            secretsUnavailable(e);
        }
        return true;
    }

    private void secretsUnavailable(SecretStoreException e) {
        secretsUnavailable = true;
        incidentOnce(new Incident(Kind.SECRETS_UNAVAILABLE, null, reasonOf(e)));
    }

    /** Sends a build under its lease until it is answered or given up; the request is the same each time. */
    private Build deliver(Build leased, Supplier<RedactedPayload> payload) {
        Build build = leased;
        for (int unanswered = 0; ; ) {
            try {
                return send(build, payload.get());
            } catch (ServiceUnavailableException e) {
                boolean unknown = e.kind() == ServiceUnavailableException.Kind.OUTCOME_UNKNOWN;
                boolean waits = access.waitsFor(e);
                boolean again = unknown ? repeatable && unanswered < REPEATING_PAUSES.size() : waits;
                Build sent = build;
                Optional<Build> released = ledger.update(
                        sent,
                        unknown
                                ? sent.progress().unanswered(now())
                                : sent.progress().withoutLease());
                if (unknown && !repeatable && released.isPresent()) {
                    environment.sleeper().accept(REPEATING_PAUSES.get(0));
                    Supplier<Build> unfound = () -> unavailable(released.get(), e);
                    return search(released.get(), unfound, unfound, unfound);
                }
                if (again && unknown) {
                    environment.sleeper().accept(REPEATING_PAUSES.get(unanswered++));
                }
                if (!again || !access.await()) {
                    return unavailable(released.orElseGet(() -> current(sent)), e);
                }
                Optional<Build> taken = released.flatMap(
                        each -> ledger.update(each, each.progress().leased(lease())));
                if (taken.isEmpty()) {
                    return current(sent);
                }
                build = taken.get();
            }
        }
    }

    private Build send(Build build, RedactedPayload redacted) {
        BuildOrder order = build.order();
        boolean mayBeStarted = build.state() == BuildState.UNANSWERED;
        try {
            String payload = redacted.complete(order.claimedAt(), secrets);
            if (!access.await()) {
                return release(build);
            }
            @Nullable Lease lease = build.progress().lease();
            if (lease == null || now().isAfter(lease.lastBegin())) {
                incident(Kind.CONCURRENT_RUN, build.imageId(), "too late to send it; a later run goes on");
                return release(build);
            }
            ImageBuilder.Answer answer = service.submit(
                    new ImageBuilder.Request(order.requestId(), order.claimedAt(), order.imageNames(), payload));
            access.answered();
            if (service.requestIds() == ImageBuilder.RequestIds.CONFIRMED) {
                repeatable = answer.requestIdHonoured();
            }
            return started(build, answer.job(), answer.requestIdHonoured());
        } catch (MissingSecretException e) {
            incident(Kind.MISSING_SECRET, build.imageId(), e.getMessage());
            return release(build);
        } catch (SecretStoreException e) {
            secretsUnavailable(e);
            return release(build);
        } catch (BuildRejectedException e) {
            access.answered();
            return rejected(build, e);
        } catch (RequestReusedException e) {
            access.answered();
            return mayBeStarted ? adopt(build, e) : rejected(build, e);
        }
    }

    /** Takes over the job that the first request started: the service has it, under another secret's value. */
    private Build adopt(Build build, RequestReusedException reused) {
        String request = build.order().requestId();
        Instant settledAt = build.progress().since().plus(policy.lease());
        Supplier<Build> unknown = () -> {
            incident(
                    Kind.OUTCOME_UNKNOWN,
                    build.imageId(),
                    reasonOf(reused) + "; ask the service's owners what became of request " + request);
            return release(build);
        };
        Supplier<Build> gone = () -> {
            String message = "the service knows the request " + request
                    + " with another secret, so that it cannot be repeated, and no job of it is known";
            incident(Kind.LOST, build.imageId(), message);
            return record(build, build.progress().ended(BuildState.LOST, message, now()));
        };
        return search(
                build,
                () -> release(build),
                () -> now().isBefore(settledAt) ? unsettled(build, settledAt) : gone.get(),
                () -> {
                    if (policy.onUnknownOutcome() == OnUnknownOutcome.HOLD) {
                        return unknown.get();
                    }
                    incident(
                            Kind.RESUBMITTED,
                            build.imageId(),
                            "it is not known what became of request " + request
                                    + "; the next attempt may be a second build");
                    return gone.get();
                });
    }

    private Build rejected(Build build, RuntimeException why) {
        Build stands = record(build, build.progress().ended(BuildState.FAILED, reasonOf(why), now()));
        if (stands.state() == BuildState.FAILED) {
            budget.rejected(stands).ifPresent(this::incidentOnce);
        }
        return stands;
    }

    /**
     * Writes down a job, come what may: that it was started is known to nobody else. Where the ledger stays away, the
     * next run finds the job by its request.
     */
    private Build started(Build build, Job answer, @Nullable Boolean honoured) {
        Job job = withoutSecrets(build, answer);
        BuildProgress progress = build.progress().of(job, honoured, now());
        Build sent = new Build(build.order(), progress, build.revision() + 1);
        for (int attempt = 1; ; attempt++) {
            try {
                sent = answered(build, job, progress);
                break;
            } catch (LedgerException e) {
                if (attempt == RECORDING_TRIES) {
                    incident(
                            Kind.LEDGER_UNAVAILABLE,
                            build.imageId(),
                            "the job " + job.trackingId() + " was started but could not be written down ("
                                    + e.getMessage() + "); a later run finds it by its request");
                    break;
                }
                environment.sleeper().accept(RECORDING_PAUSE);
            }
        }
        budget.accepted();
        synchronized (submitted) {
            submitted.add(sent);
        }
        return sent;
    }

    /** Cancels a build that has not ended. */
    Build cancel(Build build) {
        @Nullable String trackingId = build.progress().trackingId();
        if (trackingId == null) {
            incident(
                    Kind.OUTCOME_UNKNOWN,
                    build.imageId(),
                    "it is not known yet whether the service started this build; run again, then cancel");
            return build;
        }
        return ask(build.imageId(), () -> cancelled(trackingId))
                .map(job -> learn(build, job))
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
        return ask(build.imageId(), () -> service.find(trackingId))
                .flatMap(job -> job)
                .map(job -> withoutSecrets(build, job))
                .map(job -> answered(build, job, build.progress().of(job, null, now())));
    }

    private Build learn(Build build, Optional<Job> answer) {
        if (answer.isEmpty()) {
            String message =
                    "the service no longer knows the job " + build.progress().trackingId();
            incident(Kind.LOST, build.imageId(), message);
            return record(build, build.progress().ended(BuildState.LOST, message, now()));
        }
        Job job = withoutSecrets(build, answer.get());
        return answered(build, job, build.progress().of(job, null, now()));
    }

    private Build answered(Build build, Job job, BuildProgress progress) {
        if (job.state() == BuildState.UNKNOWN) {
            incident(
                    Kind.UNKNOWN_STATE,
                    build.imageId(),
                    "the service reports the state '" + job.error() + "', which is not known; counted as not ended");
        }
        return record(build, progress);
    }

    /** Writes down what was learned, if it is new. */
    private Build record(Build build, BuildProgress progress) {
        if (build.progress().saysTheSameAs(progress)) {
            return build;
        }
        Build before = build;
        while (true) {
            Optional<Build> updated = ledger.update(before, progress);
            if (updated.isPresent()) {
                if (progress.state() == BuildState.FAILED || progress.state() == BuildState.LOST) {
                    synchronized (failures) {
                        failures.add(updated.get());
                    }
                }
                return updated.get();
            }
            Build current = current(build);
            @Nullable String known = current.progress().trackingId();
            if (progress.trackingId() == null || known != null) {
                if (known != null && progress.trackingId() != null && !known.equals(progress.trackingId())) {
                    incident(
                            Kind.SECOND_JOB,
                            build.imageId(),
                            "the service has a second job of this build, " + progress.trackingId() + " beside " + known
                                    + "; cancel it there");
                }
                return current;
            }
            // Another run took the build over meanwhile, and does not know the job.
            before = current;
        }
    }

    /** Gives a lease back. */
    private Build release(Build build) {
        return update(build, build.progress().withoutLease());
    }

    /** Writes down where a request stands; where another run was faster, its word stands. */
    private Build update(Build build, BuildProgress progress) {
        return ledger.update(build, progress).orElseGet(() -> current(build));
    }

    private Build current(Build build) {
        return ledger.find(build.key()).orElse(build);
    }

    /** Asks the service; empty where it gives no answer in this run. */
    private <T> Optional<T> ask(String imageId, Supplier<T> question) {
        while (access.await()) {
            try {
                T answer = question.get();
                access.answered();
                return Optional.of(answer);
            } catch (ServiceUnavailableException e) {
                if (!access.waitsFor(e)) {
                    unavailable(imageId, e);
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private Build unavailable(Build build, ServiceUnavailableException e) {
        unavailable(build.imageId(), e);
        return build;
    }

    private void unavailable(String imageId, ServiceUnavailableException e) {
        boolean unknown = e.kind() == ServiceUnavailableException.Kind.OUTCOME_UNKNOWN;
        boolean givenUp = access.failed(e);
        if (unknown) {
            incident(Kind.OUTCOME_UNKNOWN, imageId, reasonOf(e));
        }
        if (!unknown || givenUp) {
            incidentOnce(new Incident(Kind.SERVICE_UNAVAILABLE, givenUp ? null : imageId, reasonOf(e)));
        }
    }

    private Instant now() {
        return environment.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Lease lease() {
        return lease(now());
    }

    private Lease lease(Instant now) {
        return new Lease(budget.run(), now, now.plus(policy.lease()));
    }

    private void incident(Kind kind, String imageId, @Nullable String message) {
        synchronized (incidents) {
            incidents.add(new Incident(kind, imageId, String.valueOf(message)));
        }
    }

    /** Says what concerns the run as a whole, once. */
    private void incidentOnce(Incident incident) {
        synchronized (incidents) {
            if (incident.imageId() != null
                    || incidents.stream().noneMatch(each -> each.imageId() == null && each.kind() == incident.kind())) {
                incidents.add(incident);
            }
        }
    }

    private String reasonOf(RuntimeException e) {
        return secrets.hide(String.valueOf(e.getMessage()));
    }

    /** What the service says of a job, without the secrets of its payload. */
    private Job withoutSecrets(Build build, Job job) {
        @Nullable String error = job.error();
        @Nullable String logUrl = job.logUrl();
        return new Job(
                job.trackingId(),
                job.state(),
                job.finishedAt(),
                error == null ? null : remembers(build) ? secrets.hide(error) : LEFT_OUT,
                logUrl == null ? null : secrets.hide(logUrl));
    }

    /** Learns the secrets of a build that an earlier run has sent; whether that could be done. */
    private boolean remembers(Build build) {
        try {
            ledger.payload(build.key())
                    .map(RedactedPayload::parse)
                    .ifPresent(payload -> payload.complete(build.order().claimedAt(), secrets));
            return true;
        } catch (MissingSecretException | SecretStoreException | LedgerException e) {
            return false;
        }
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
            incident(Kind.LEDGER_UNAVAILABLE, idOf.apply(item), e.getMessage());
            access.ledgerFailed();
            return item;
        }
    }
}
