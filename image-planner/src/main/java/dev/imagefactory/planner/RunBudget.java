package dev.imagefactory.planner;

import dev.imagefactory.planner.Incident.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run, all its cycles together, may still do: submit as many builds as the policy allows, while most of them do
 * not fail the same way, and not before the service wants to be asked. Safe for concurrent use.
 */
final class RunBudget {
    private static final int TOLERATED_REJECTIONS = 5;

    private final String run;
    private final Instant deadline;
    private final Function<Build, String> kindOf;
    private final Map<String, Integer> rejections = new HashMap<>();
    private int left;
    private int answers;
    private @Nullable Incident breaker;
    private @Nullable Instant leftAloneUntil;

    /** @param kindOf what makes two rejections the same */
    RunBudget(String run, Instant deadline, int maxSubmissions, Function<Build, String> kindOf) {
        this.run = run;
        this.deadline = deadline;
        this.left = maxSubmissions;
        this.kindOf = kindOf;
    }

    /** Names the run. */
    String run() {
        return run;
    }

    /** When no new request is begun any more. */
    Instant deadline() {
        return deadline;
    }

    /** Until when the service wants to be left alone, where it has said so. */
    synchronized Optional<Instant> leftAloneUntil() {
        return Optional.ofNullable(leftAloneUntil);
    }

    /** The service wants to be left alone until then. */
    synchronized void leaveAloneUntil(Instant instant) {
        if (leftAloneUntil == null || leftAloneUntil.isBefore(instant)) {
            leftAloneUntil = instant;
        }
    }

    /** Takes one submission; empty where it may be made, else why not. */
    synchronized Optional<Incident> take() {
        if (breaker != null) {
            return Optional.of(breaker);
        }
        if (left == 0) {
            return Optional.of(new Incident(
                    Kind.SUBMISSION_LIMIT, null, "as many builds as allowed were submitted; the next run goes on"));
        }
        left--;
        return Optional.empty();
    }

    /** Gives a submission back that was not made. */
    synchronized void giveBack() {
        left++;
    }

    /** A submission was accepted. */
    synchronized void accepted() {
        answers++;
    }

    /** A submission was rejected; the answer tells that the breaker is open. */
    synchronized Optional<Incident> rejected(Build build) {
        answers++;
        int same = rejections.merge(kindOf.apply(build), 1, Integer::sum);
        if (breaker == null && same >= TOLERATED_REJECTIONS && same * 2 > answers) {
            breaker = new Incident(
                    Kind.BREAKER_OPEN,
                    null,
                    same + " of " + answers + " submissions were rejected the same way ("
                            + build.progress().error() + "); the rest was not tried");
        }
        return Optional.ofNullable(breaker);
    }
}
