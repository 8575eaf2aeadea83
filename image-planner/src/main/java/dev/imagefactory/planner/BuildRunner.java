package dev.imagefactory.planner;

import dev.imagefactory.planner.Incident.Kind;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.RedactedPayload;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.SecretResolver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The runner: brings the ledger up to date, plans, submits, and ends.
 *
 * <p>A build is claimed in the ledger, durably and under a request id, before it is sent. Where a run dies in between,
 * or does not learn the service's answer, the next run repeats the very same request. Not safe for concurrent use by
 * threads; any number of processes may run against one ledger.
 */
public final class BuildRunner {
    private static final int TOLERATED_OUTAGE = 10;
    private static final int TOLERATED_IN_A_ROW = 3;
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final BuildLedger ledger;
    private final ImageBuilder service;
    private final SecretResolver secrets;
    private final Clock clock;
    private final Supplier<UUID> requestIds;

    /**
     * @param clock gives the instants of claims, and so the values of built-in variables
     * @param requestIds gives a new id with each call, for instance {@link UUID#randomUUID}
     */
    public BuildRunner(
            BuildLedger ledger, ImageBuilder service, SecretResolver secrets, Clock clock, Supplier<UUID> requestIds) {
        this.ledger = ledger;
        this.service = service;
        this.secrets = secrets;
        this.clock = clock;
        this.requestIds = requestIds;
    }

    /**
     * Asks the service about every build that has not ended, plans, and submits what the plan says. A request that was
     * not answered is repeated first.
     *
     * @param wanted the images as rendered, without errors
     * @param selection the images to plan and to submit; pending builds are followed whether or not they are selected
     */
    public RunReport run(RenderedImages wanted, ImageSelection selection, PlanPolicy policy) {
        Cycle cycle = new Cycle();
        List<Build> pending = pending();
        cycle.follow(pending);
        cycle.repeatUnanswered(pending, selection);
        List<PlannedImage> done = new ArrayList<>();
        for (PlannedImage planned :
                new ImagePlanner(policy).plan(wanted, ledger.contents().builds(), selection, now())) {
            done.add(cycle.carryOut(planned));
        }
        return cycle.report(done);
    }

    /** Asks the service about every build that has a tracking id and has not ended, and plans without submitting. */
    public RunReport refresh(RenderedImages wanted, ImageSelection selection, PlanPolicy policy) {
        Cycle cycle = new Cycle();
        cycle.follow(pending());
        return cycle.report(
                new ImagePlanner(policy).plan(wanted, ledger.contents().builds(), selection, now()));
    }

    /**
     * Runs again and again until every build has ended. It ends early where the service cannot be reached in the first
     * cycle, and where in ten cycles one after the other it cannot be reached or no pending build has a tracking id.
     *
     * @param pause waits between two cycles
     * @param progress is told of each cycle's report
     */
    public RunReport runToEnd(
            RenderedImages wanted,
            ImageSelection selection,
            PlanPolicy policy,
            Runnable pause,
            Consumer<RunReport> progress) {
        RunReport report = run(wanted, selection, policy);
        progress.accept(report);
        int idleCycles = report.isServiceUnreachable() ? TOLERATED_OUTAGE : 0;
        while (report.hasPending() && idleCycles < TOLERATED_OUTAGE) {
            pause.run();
            Set<String> submitted =
                    report.submitted().stream().map(Build::imageId).collect(Collectors.toSet());
            PlanPolicy next = policy.forcing(policy.forced().without(submitted));
            RunReport cycle = run(wanted, selection, next);
            idleCycles = cycle.isServiceUnreachable() || !cycle.hasAnsweredPending() ? idleCycles + 1 : 0;
            report = report.followedBy(cycle);
            progress.accept(report);
        }
        return report;
    }

    /**
     * What a cancellation did.
     *
     * @param builds the builds that had not ended, as they stand now
     * @param incidents what else happened
     */
    public record CancelReport(List<Build> builds, List<Incident> incidents) {
        public CancelReport {
            builds = List.copyOf(builds);
            incidents = List.copyOf(incidents);
        }
    }

    /** Cancels the builds of the selected images that have not ended. */
    public CancelReport cancel(ImageSelection selection) {
        Cycle cycle = new Cycle();
        List<Build> builds = pending().stream()
                .filter(build -> selection.includes(build.imageId()))
                .sorted(Comparator.comparing(Build::imageId))
                .map(cycle::cancel)
                .toList();
        return new CancelReport(builds, cycle.incidents);
    }

    private List<Build> pending() {
        return ledger.contents().builds().stream()
                .filter(build -> build.state().isPending())
                .toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** One pass over the builds, with what it gathers on its way. */
    private final class Cycle {
        private final List<Build> submitted = new ArrayList<>();
        private final List<Build> failures = new ArrayList<>();
        private final List<Incident> incidents = new ArrayList<>();
        private int unavailableInARow;
        private boolean unreachable;

        RunReport report(List<PlannedImage> images) {
            return new RunReport(images, submitted, failures, incidents);
        }

        /** Asks about the builds that have a tracking id. */
        void follow(List<Build> pending) {
            for (Build build : pending) {
                @Nullable String trackingId = build.progress().trackingId();
                if (trackingId != null && !unreachable) {
                    asking(build, () -> learn(build, service.find(trackingId)));
                }
            }
        }

        /** Sends the builds once more whose request has no answer yet. */
        void repeatUnanswered(List<Build> pending, ImageSelection selection) {
            for (Build build : pending) {
                boolean unanswered = build.progress().trackingId() == null;
                if (unanswered && selection.includes(build.imageId()) && !unreachable) {
                    send(build, true);
                }
            }
        }

        PlannedImage carryOut(PlannedImage planned) {
            if (!planned.action().isSubmission() || unreachable || planned.image() == null) {
                return planned;
            }
            Optional<Build> build = submit(planned, planned.image());
            return build.map(each -> planned.withBuild(each, attemptsWith(planned)))
                    .orElse(planned);
        }

        private int attemptsWith(PlannedImage planned) {
            return planned.action() == Action.RETRY ? planned.attempts() + 1 : 1;
        }

        private Optional<Build> submit(PlannedImage planned, RenderedImage image) {
            Instant now = now();
            if (isSecretMissing(image, now)) {
                return Optional.empty();
            }
            BuildKey key = new BuildKey(image.id(), image.fingerprint(), planned.nextAttempt());
            BuildOrder order = new BuildOrder(
                    key,
                    requestIds.get().toString(),
                    now,
                    planned.reason().code(),
                    image.targetsAt(now),
                    image.variables(),
                    image.definitionFingerprint());
            Optional<Build> claimed = ledger.claim(
                    order, image.payload().text(), new Lease("run", now, now.plus(Duration.ofMinutes(15))));
            if (claimed.isEmpty()) {
                incident(Kind.CONCURRENT_RUN, key.imageId(), "another run is submitting this build; left to it");
                return Optional.empty();
            }
            return Optional.of(send(claimed.get(), false));
        }

        /** Looks before anything is claimed, so that a missing secret costs no attempt. */
        private boolean isSecretMissing(RenderedImage image, Instant now) {
            try {
                image.payload().complete(now, secrets);
                return false;
            } catch (MissingSecretException e) {
                incident(Kind.MISSING_SECRET, image.id(), e.getMessage());
                return true;
            }
        }

        /** Sends a claimed build. The request is the same each time. */
        private Build send(Build build, boolean repeated) {
            BuildOrder order = build.order();
            String redacted = ledger.payload(order.key())
                    .orElseThrow(() -> new LedgerException("the ledger has lost the payload of " + order.key()));
            return asking(build, () -> {
                try {
                    String payload = RedactedPayload.parse(redacted).complete(order.claimedAt(), secrets);
                    return started(
                            build,
                            service.submit(new ImageBuilder.Request(
                                            order.requestId(), order.claimedAt(), order.imageNames(), payload))
                                    .job());
                } catch (MissingSecretException e) {
                    incident(Kind.MISSING_SECRET, order.key().imageId(), e.getMessage());
                    return build;
                } catch (BuildRejectedException e) {
                    return rejected(build, e);
                } catch (RequestReusedException e) {
                    return repeated ? adopt(build, e) : rejected(build, e);
                }
            });
        }

        /** Takes over the job that the first request started: the service has it, under another secret's value. */
        private Build adopt(Build build, RequestReusedException reused) {
            BuildOrder order = build.order();
            Optional<Job> job = service.findStarted(
                            order.requestId(),
                            order.imageNames(),
                            order.claimedAt().minus(CLOCK_SKEW))
                    .flatMap(jobs -> jobs.stream().findFirst());
            if (job.isPresent()) {
                return started(build, job.get());
            }
            incident(
                    Kind.SERVICE_UNAVAILABLE,
                    build.imageId(),
                    reasonOf(reused) + "; the service lists no job of it, so ask its owners what became of request "
                            + order.requestId());
            return build;
        }

        private Build rejected(Build build, RuntimeException why) {
            return record(build, build.progress().ended(BuildState.FAILED, reasonOf(why), now()));
        }

        private Build started(Build build, Job job) {
            Build sent = answered(build, job);
            submitted.add(sent);
            return sent;
        }

        Build cancel(Build build) {
            if (unreachable) {
                return build;
            }
            @Nullable String trackingId = build.progress().trackingId();
            if (trackingId == null) {
                incident(
                        Kind.SERVICE_UNAVAILABLE,
                        build.imageId(),
                        "it is not known yet whether the service started this build; run again, then cancel");
                return build;
            }
            return asking(build, () -> {
                try {
                    return learn(build, service.cancel(trackingId));
                } catch (BuildRejectedException e) {
                    return learn(build, service.find(trackingId));
                }
            });
        }

        private Build asking(Build build, Supplier<Build> question) {
            try {
                Build answer = question.get();
                unavailableInARow = 0;
                return answer;
            } catch (ServiceUnavailableException e) {
                unavailable(build.imageId(), e);
                return build;
            }
        }

        private Build learn(Build build, Optional<Job> answer) {
            if (answer.isEmpty()) {
                String message = "the service no longer knows the job "
                        + build.progress().trackingId();
                incident(Kind.LOST, build.imageId(), message);
                return record(build, build.progress().ended(BuildState.LOST, message, now()));
            }
            return answered(build, answer.get());
        }

        private Build answered(Build build, Job job) {
            if (job.state() == BuildState.UNKNOWN) {
                incident(
                        Kind.UNKNOWN_STATE,
                        build.imageId(),
                        "the service reports the state '" + job.error()
                                + "', which is not known; counted as not ended");
            }
            return record(build, build.progress().of(job, null, now()));
        }

        /** Writes down what was learned; where another run was faster, its word stands. */
        private Build record(Build build, BuildProgress progress) {
            Optional<Build> updated = ledger.update(build, progress);
            if (updated.isEmpty()) {
                return ledger.contents().builds().stream()
                        .filter(each -> each.key().equals(build.key()))
                        .findFirst()
                        .orElse(build);
            }
            if (progress.state() == BuildState.FAILED || progress.state() == BuildState.LOST) {
                failures.add(updated.get());
            }
            return updated.get();
        }

        private void unavailable(String imageId, ServiceUnavailableException e) {
            unavailableInARow++;
            unreachable = e.kind() == ServiceUnavailableException.Kind.NOTHING_WORKS
                    || unavailableInARow == TOLERATED_IN_A_ROW;
            incidents.add(new Incident(Kind.SERVICE_UNAVAILABLE, unreachable ? null : imageId, reasonOf(e)));
        }

        private void incident(Kind kind, String imageId, @Nullable String message) {
            incidents.add(new Incident(kind, imageId, String.valueOf(message)));
        }

        private static String reasonOf(RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
