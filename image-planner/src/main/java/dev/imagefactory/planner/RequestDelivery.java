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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a build from its claim to its tracking id, as {@code docs/architecture.md} draws it: each request is sent
 * under a lease, and what became of one without an answer is found out before it is sent again. Safe for concurrent
 * use, for different builds.
 */
final class RequestDelivery {
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final List<Duration> REPEATING_PAUSES = List.of(Duration.ofSeconds(2), Duration.ofSeconds(10));
    private static final int RECORDING_TRIES = 3;
    private static final Duration RECORDING_PAUSE = Duration.ofSeconds(2);

    private final BuildLedger ledger;
    private final ImageBuilder service;
    private final RememberedSecrets secrets;
    private final RunPolicy policy;
    private final RunEnvironment environment;
    private final RunBudget budget;
    private final ServiceAccess access;
    private final BuildRecords records;
    private final Findings findings;
    private final ServiceWords words;
    private final Set<String> adopted = new HashSet<>();
    private volatile boolean repeatable;
    private volatile boolean secretsUnavailable;

    /**
     * What the service listed.
     *
     * @param askedAt says nothing of what takes effect later, however late the answer came
     * @param jobs empty where the service cannot be searched
     */
    private record Listing(Instant askedAt, Optional<List<Job>> jobs) {}

    RequestDelivery(
            BuildLedger ledger,
            ImageBuilder service,
            RememberedSecrets secrets,
            RunPolicy policy,
            RunEnvironment environment,
            RunBudget budget,
            ServiceAccess access,
            BuildRecords records,
            Findings findings,
            ServiceWords words) {
        this.ledger = ledger;
        this.service = service;
        this.secrets = secrets;
        this.policy = policy;
        this.environment = environment;
        this.budget = budget;
        this.access = access;
        this.records = records;
        this.findings = findings;
        this.words = words;
    }

    /** Learns from the last answers in a ledger whether a request may be repeated. */
    void learnFrom(LedgerContents contents) {
        repeatable = switch (service.requestIds()) {
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

    /** Finds out what became of a build that has no tracking id, and sends it where it was not started. */
    Build resolve(Build build) {
        BuildProgress before = build.progress();
        @Nullable Lease lease = before.lease();
        if (!access.await()) {
            return build;
        }
        if (lease != null && lease.holdsAt(environment.now())) {
            findings.incident(
                    Kind.CONCURRENT_RUN,
                    build.imageId(),
                    "another run is submitting this build, and has until " + lease.until()
                            + "; if it is gone, a later run goes on");
            return build;
        }
        if (!before.mayBeStarted()) {
            Optional<Incident> refused = budget.take();
            if (refused.isPresent()) {
                findings.once(refused.get());
                return build;
            }
        }
        Optional<RedactedPayload> claimed = payload(build);
        if (claimed.isEmpty()) {
            return build;
        }
        Optional<Build> taken = ledger.update(build, before.leased(lease()));
        if (taken.isEmpty()) {
            findings.incident(
                    Kind.CONCURRENT_RUN, build.imageId(), "another run has gone on with this build; left to it");
            return records.current(build);
        }
        RedactedPayload payload = claimed.get();
        if (repeatable || !before.mayBeStarted()) {
            return deliver(taken.get(), payload);
        }
        Instant settledAt = lease != null ? lease.until() : before.since().plus(policy.lease());
        Supplier<Build> sendAgain = () -> deliver(taken.get(), payload);
        return search(
                taken.get(),
                () -> records.release(taken.get()),
                askedAt -> askedAt.isBefore(settledAt) ? unsettled(taken.get(), settledAt) : sendAgain.get(),
                () -> undecided(taken.get(), sendAgain));
    }

    /** The payload as it was claimed; empty, and reported, where it is lost or damaged. */
    private Optional<RedactedPayload> payload(Build build) {
        String message = "the ledger has lost the payload of " + build.key();
        try {
            Optional<RedactedPayload> payload = ledger.payload(build.key()).map(RedactedPayload::parse);
            if (payload.isPresent()) {
                return payload;
            }
        } catch (IllegalArgumentException e) {
            message = "the payload of " + build.key() + " in the ledger cannot be read (" + e.getMessage() + ")";
        }
        findings.incident(
                Kind.UNREADABLE_BUILD,
                build.imageId(),
                message + "; ask the service's owners what became of request "
                        + build.order().requestId() + ", then 'imagefactory adopt' its job");
        return Optional.empty();
    }

    /**
     * Looks for the job of a build that may be started.
     *
     * @param whereNone gets the instant at which there was none
     */
    private Build search(
            Build build,
            Supplier<Build> whereUnasked,
            Function<Instant, Build> whereNone,
            Supplier<Build> whereUnsearchable) {
        Optional<Listing> listing = access.ask(build, () -> listed(build));
        if (listing.isEmpty()) {
            return whereUnasked.get();
        }
        if (listing.get().jobs().isEmpty()) {
            return whereUnsearchable.get();
        }
        List<Job> jobs = listing.get().jobs().get();
        if (jobs.isEmpty()) {
            return whereNone.apply(listing.get().askedAt());
        }
        if (jobs.size() == 1) {
            return started(build, jobs.get(0), null);
        }
        findings.incident(
                Kind.OUTCOME_UNKNOWN,
                build.imageId(),
                "one of the jobs " + jobs.stream().map(Job::trackingId).toList() + " may be that of request "
                        + build.order().requestId() + "; say which by 'imagefactory adopt'");
        return records.release(build);
    }

    /** A job may appear in the service's list a while after it was started. */
    private Build unsettled(Build build, Instant settledAt) {
        findings.incident(
                Kind.UNSETTLED,
                build.imageId(),
                "the service lists no job of the request that it did not answer; one may appear until " + settledAt
                        + ", and a later run goes on");
        return records.release(build);
    }

    private Listing listed(Build build) {
        BuildOrder order = build.order();
        Instant askedAt = environment.now();
        Optional<List<Job>> listed = service.findStarted(
                order.requestId(), order.imageNames(), order.claimedAt().minus(CLOCK_SKEW));
        if (listed.isEmpty() || listed.get().isEmpty()) {
            return new Listing(askedAt, listed);
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
            return new Listing(askedAt, Optional.of(own));
        }
    }

    /** The service can neither repeat a request nor list its job. */
    private Build undecided(Build build, Supplier<Build> sendAgain) {
        String what = "it is not known whether the service started a job for the request "
                + build.order().requestId() + " of " + build.order().claimedAt();
        if (policy.onUnknownOutcome() == OnUnknownOutcome.RESUBMIT) {
            findings.incident(Kind.RESUBMITTED, build.imageId(), what + "; sent again, so there may be two");
            return sendAgain.get();
        }
        findings.incident(
                Kind.OUTCOME_UNKNOWN,
                build.imageId(),
                what + ", and the service can neither be searched nor asked again; look there, then name the job by"
                        + " 'imagefactory adopt', or run with --on-unknown-outcome resubmit --only "
                        + build.imageId());
        return records.release(build);
    }

    /** Claims a build and sends it; empty where it cannot be claimed now. */
    Optional<Build> submit(PlannedImage planned, RenderedImage image) {
        Instant now = environment.now();
        if (isSecretMissing(image)) {
            return Optional.empty();
        }
        BuildOrder order = new BuildOrder(
                new BuildKey(image.id(), image.fingerprint(), planned.nextAttempt()),
                environment.ids().get().toString(),
                now,
                planned.reason().code(),
                image.targetsAt(now),
                image.variables(),
                image.source().definitionFingerprint(),
                image.source().defaultsFingerprint(),
                planned.base());
        Optional<Build> claimed = ledger.claim(order, image.payload().text(), lease(now));
        if (claimed.isEmpty()) {
            findings.incident(Kind.CONCURRENT_RUN, image.id(), "another run is submitting this build; left to it");
            return Optional.empty();
        }
        return Optional.of(deliver(claimed.get(), image.payload()));
    }

    /** Looks before anything is claimed, so that a missing secret costs no attempt. */
    private boolean isSecretMissing(RenderedImage image) {
        if (secretsUnavailable && !image.secrets().isEmpty()) {
            return true;
        }
        try {
            image.secrets().forEach(secrets::resolve);
            return false;
        } catch (MissingSecretException e) {
            findings.incident(Kind.MISSING_SECRET, image.id(), e.getMessage());
        } catch (SecretStoreException e) {
            secretsUnavailable(e);
        }
        return true;
    }

    private void secretsUnavailable(SecretStoreException e) {
        secretsUnavailable = true;
        findings.once(new Incident(Kind.SECRETS_UNAVAILABLE, null, words.of(e)));
    }

    /** Sends a build under its lease until it is answered or given up; the request is the same each time. */
    private Build deliver(Build leased, RedactedPayload payload) {
        Build build = leased;
        for (int unanswered = 0; ; ) {
            try {
                return send(build, payload);
            } catch (ServiceUnavailableException e) {
                boolean unknown = e.kind() == ServiceUnavailableException.Kind.OUTCOME_UNKNOWN;
                boolean waits = access.waitsFor(e);
                boolean again = unknown ? repeatable && unanswered < REPEATING_PAUSES.size() : waits;
                Build sent = build;
                Optional<Build> released = ledger.update(
                        sent,
                        unknown
                                ? sent.progress().unanswered(environment.now())
                                : sent.progress().withoutLease());
                if (unknown && !repeatable && released.isPresent()) {
                    environment.sleeper().accept(REPEATING_PAUSES.get(0));
                    Supplier<Build> unfound = () -> unavailable(released.get(), e);
                    return search(released.get(), unfound, askedAt -> unfound.get(), unfound);
                }
                if (again && unknown) {
                    environment.sleeper().accept(REPEATING_PAUSES.get(unanswered++));
                }
                if (!again || !access.await()) {
                    return unavailable(released.orElseGet(() -> records.current(sent)), e);
                }
                Optional<Build> taken = released.flatMap(
                        each -> ledger.update(each, each.progress().leased(lease())));
                if (taken.isEmpty()) {
                    return records.current(sent);
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
            words.knowsSecretsOf(build);
            if (!access.await()) {
                return records.release(build);
            }
            @Nullable Lease lease = build.progress().lease();
            if (lease == null || environment.now().isAfter(lease.lastBegin())) {
                findings.incident(Kind.CONCURRENT_RUN, build.imageId(), "too late to send it; a later run goes on");
                return records.release(build);
            }
            ImageBuilder.Answer answer = service.submit(new ImageBuilder.Request(
                    order.requestId(), order.claimedAt(), order.imageNames(), payload, lease.lastBegin()));
            access.answered();
            if (service.requestIds() == ImageBuilder.RequestIds.CONFIRMED) {
                repeatable = answer.requestIdHonoured();
            }
            return started(build, answer.job(), answer.requestIdHonoured());
        } catch (MissingSecretException e) {
            findings.incident(Kind.MISSING_SECRET, build.imageId(), e.getMessage());
            return records.release(build);
        } catch (SecretStoreException e) {
            secretsUnavailable(e);
            return records.release(build);
        } catch (BuildRejectedException e) {
            access.answered();
            return mayBeStarted ? refusedAgain(build, e) : rejected(build, e);
        } catch (RequestReusedException e) {
            access.answered();
            return mayBeStarted ? adopt(build, e) : rejected(build, e);
        }
    }

    /** Takes over the job that the first request started, if one did: the request cannot be repeated any more. */
    private Build adopt(Build build, RequestReusedException reused) {
        String request = build.order().requestId();
        Instant settledAt = build.progress().since().plus(policy.lease());
        Supplier<Build> unknown = () -> {
            findings.incident(
                    Kind.OUTCOME_UNKNOWN,
                    build.imageId(),
                    words.of(reused) + "; ask the service's owners what became of request " + request);
            return records.release(build);
        };
        Supplier<Build> gone = () -> {
            String message = "the service does not let the request " + request + " be repeated (" + words.of(reused)
                    + "), and no job of it is known";
            findings.incident(Kind.LOST, build.imageId(), message);
            return records.record(build, build.progress().ended(BuildState.LOST, message, environment.now()));
        };
        return search(
                build,
                () -> records.release(build),
                askedAt -> askedAt.isBefore(settledAt) ? unsettled(build, settledAt) : gone.get(),
                () -> {
                    if (policy.onUnknownOutcome() == OnUnknownOutcome.HOLD) {
                        return unknown.get();
                    }
                    findings.incident(
                            Kind.RESUBMITTED,
                            build.imageId(),
                            "it is not known what became of request " + request
                                    + "; the next attempt may be a second build");
                    return gone.get();
                });
    }

    /** That a request is refused says nothing about an earlier sending of it, unless the service has no job of it. */
    private Build refusedAgain(Build build, BuildRejectedException refused) {
        Instant settledAt = build.progress().since().plus(policy.lease());
        return search(
                build,
                () -> records.release(build),
                askedAt -> askedAt.isBefore(settledAt) ? unsettled(build, settledAt) : rejected(build, refused),
                () -> repeatable ? rejected(build, refused) : undecided(build, () -> rejected(build, refused)));
    }

    private Build rejected(Build build, RuntimeException why) {
        Build stands =
                records.record(build, build.progress().ended(BuildState.FAILED, words.of(why), environment.now()));
        if (stands.state() == BuildState.FAILED) {
            budget.rejected(stands).ifPresent(findings::once);
        }
        return stands;
    }

    /**
     * Writes down a job, come what may: that it was started is known to nobody else. Where the ledger stays away, the
     * next run finds the job by its request.
     */
    private Build started(Build build, Job answer, @Nullable Boolean honoured) {
        Job job = words.of(build, answer);
        BuildProgress progress = build.progress().of(job, honoured, environment.now());
        Build sent = new Build(build.order(), progress, build.revision() + 1);
        for (int attempt = 1; ; attempt++) {
            try {
                sent = records.answered(build, job, progress);
                break;
            } catch (LedgerException e) {
                if (attempt == RECORDING_TRIES) {
                    findings.incident(
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
        findings.submitted(sent);
        return sent;
    }

    private Build unavailable(Build build, ServiceUnavailableException e) {
        access.unavailable(build, e);
        return build;
    }

    private Lease lease() {
        return lease(environment.now());
    }

    private Lease lease(Instant now) {
        return new Lease(budget.run(), now, now.plus(policy.lease()));
    }
}
