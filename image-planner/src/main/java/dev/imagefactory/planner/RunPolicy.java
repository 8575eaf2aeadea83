package dev.imagefactory.planner;

import java.time.Duration;

/**
 * The limits within which a run works.
 *
 * @param concurrency how many requests to the service are under way at once; at least 1
 * @param maxSubmissions how many new builds a run submits
 * @param lease how long a run may take to send a request and to read its answer, all its tries included; as long,
 *     nobody else sends it
 * @param waitBudget how long a run waits in all because the service asks it to
 * @param timeLimit after which a run begins no new request
 * @param onUnknownOutcome what becomes of a request without an answer where the service can be asked in no way
 */
public record RunPolicy(
        int concurrency,
        int maxSubmissions,
        Duration lease,
        Duration waitBudget,
        Duration timeLimit,
        OnUnknownOutcome onUnknownOutcome) {

    /** What to do about a request that was sent, when neither repeating nor searching tells what became of it. */
    public enum OnUnknownOutcome {
        /** Leave it, and say so at each run, until a person decides. */
        HOLD,
        /** Send it again, at the risk of a second build. */
        RESUBMIT
    }

    /** Eight at once, any number, a lease of 15 minutes, 5 minutes of waiting, one hour in all, hold. */
    public static final RunPolicy DEFAULT = new RunPolicy(
            8,
            Integer.MAX_VALUE,
            Duration.ofMinutes(15),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            OnUnknownOutcome.HOLD);

    public RunPolicy {
        if (concurrency < 1 || maxSubmissions < 0) {
            throw new IllegalArgumentException(
                    "concurrency is " + concurrency + " and maxSubmissions " + maxSubmissions + "; at least 1 and 0");
        }
        if (lease.compareTo(Duration.ofMillis(2)) < 0 || waitBudget.isNegative() || timeLimit.isNegative()) {
            throw new IllegalArgumentException("a lease of " + lease + ", a budget of " + waitBudget + " or a limit of "
                    + timeLimit + " is too short");
        }
    }

    public RunPolicy withConcurrency(int requests) {
        return new RunPolicy(requests, maxSubmissions, lease, waitBudget, timeLimit, onUnknownOutcome);
    }

    public RunPolicy withMaxSubmissions(int builds) {
        return new RunPolicy(concurrency, builds, lease, waitBudget, timeLimit, onUnknownOutcome);
    }

    public RunPolicy withLease(Duration duration) {
        return new RunPolicy(concurrency, maxSubmissions, duration, waitBudget, timeLimit, onUnknownOutcome);
    }

    public RunPolicy withWaitBudget(Duration duration) {
        return new RunPolicy(concurrency, maxSubmissions, lease, duration, timeLimit, onUnknownOutcome);
    }

    public RunPolicy withTimeLimit(Duration duration) {
        return new RunPolicy(concurrency, maxSubmissions, lease, waitBudget, duration, onUnknownOutcome);
    }

    public RunPolicy withOnUnknownOutcome(OnUnknownOutcome choice) {
        return new RunPolicy(concurrency, maxSubmissions, lease, waitBudget, timeLimit, choice);
    }
}
