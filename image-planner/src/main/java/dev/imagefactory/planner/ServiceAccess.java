package dev.imagefactory.planner;

import dev.imagefactory.planner.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The leave to ask the service: it is held back while the service wants to be left alone, and withdrawn where nothing
 * works, where waiting would cost more than the run's budget, and where the run is to end. Safe for concurrent use.
 */
final class ServiceAccess {
    private static final int TOLERATED_IN_A_ROW = 3;

    /** A service that wants no pause and refuses all the same is not asked without one. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final RunEnvironment environment;
    private final RunBudget run;
    private final Findings findings;
    private final ServiceWords words;
    private Duration budget;
    private @Nullable Instant notBefore;
    private int unavailableInARow;
    private int ledgerFailures;
    private boolean withdrawn;
    private @Nullable String endedBy;

    ServiceAccess(
            RunEnvironment environment, Duration waitBudget, RunBudget run, Findings findings, ServiceWords words) {
        this.environment = environment;
        this.findings = findings;
        this.words = words;
        this.budget = waitBudget;
        this.run = run;
        run.leftAloneUntil().ifPresent(this::waitsUntil);
    }

    /** Until when the service wants to be left alone, where that is longer than the run can wait. */
    synchronized Optional<Instant> leftAloneUntil() {
        return withdrawn ? run.leftAloneUntil() : Optional.empty();
    }

    /** Waits until the service may be asked; false where it may not be asked any more. */
    boolean await() {
        while (true) {
            Duration wait;
            synchronized (this) {
                if (withdrawn || isEnded()) {
                    return false;
                }
                Instant now = environment.clock().instant();
                if (notBefore == null || !now.isBefore(notBefore)) {
                    return true;
                }
                wait = Duration.between(now, notBefore);
            }
            environment.sleeper().accept(wait);
        }
    }

    private boolean isEnded() {
        if (endedBy == null) {
            if (environment.stop().isStopped()) {
                endedBy = "the run was interrupted";
            } else if (!environment.clock().instant().isBefore(run.deadline())) {
                endedBy = "the run's time is over";
            }
        }
        return endedBy != null;
    }

    /** Why the run had to end before its work was done; null where it had not. */
    synchronized @Nullable String endedBy() {
        return endedBy;
    }

    /** The service answered. */
    synchronized void answered() {
        unavailableInARow = 0;
    }

    /** Whether the service said how long it wants to be left alone, and the run can wait that long. */
    synchronized boolean waitsFor(ServiceUnavailableException e) {
        Optional<Instant> until =
                e.retryAfter().map(wait -> environment.clock().instant().plus(longer(wait, SHORTEST_WAIT)));
        until.ifPresent(run::leaveAloneUntil);
        return until.isPresent() && waitsUntil(until.get());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private boolean waitsUntil(Instant wanted) {
        Instant now = environment.clock().instant();
        Instant waitedFor = notBefore == null || notBefore.isBefore(now) ? now : notBefore;
        if (wanted.isAfter(waitedFor)) {
            Duration more = Duration.between(waitedFor, wanted);
            if (more.compareTo(budget) > 0 || wanted.isAfter(run.deadline())) {
                withdrawn = true;
                return false;
            }
            budget = budget.minus(more);
            notBefore = wanted;
        }
        return true;
    }

    /** The service did not answer; returns whether it will not be asked any more. */
    private synchronized boolean failed(ServiceUnavailableException e) {
        unavailableInARow++;
        withdrawn |=
                e.kind() == ServiceUnavailableException.Kind.NOTHING_WORKS || unavailableInARow == TOLERATED_IN_A_ROW;
        return withdrawn;
    }

    /** What the service does could not be written down; without the ledger it is not asked for more. */
    synchronized void ledgerFailed() {
        ledgerFailures++;
        withdrawn |= ledgerFailures == TOLERATED_IN_A_ROW;
    }

    /** Asks the service; empty where it gives no answer in this run. */
    <T> Optional<T> ask(Build build, Supplier<T> question) {
        while (await()) {
            try {
                T answer = question.get();
                answered();
                return Optional.of(answer);
            } catch (ServiceUnavailableException e) {
                if (!waitsFor(e)) {
                    unavailable(build, e);
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Says that the service gave no answer about an image. */
    void unavailable(Build build, ServiceUnavailableException e) {
        boolean unknown = e.kind() == ServiceUnavailableException.Kind.OUTCOME_UNKNOWN;
        boolean givenUp = failed(e);
        if (unknown) {
            findings.incident(Kind.OUTCOME_UNKNOWN, build.imageId(), words.of(build, e));
        }
        if (!unknown || givenUp) {
            findings.once(new Incident(Kind.SERVICE_UNAVAILABLE, givenUp ? null : build.imageId(), words.of(build, e)));
        }
    }
}
