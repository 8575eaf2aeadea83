package dev.imagefactory.planner;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The choices that a plan leaves to its user; start at {@link #DEFAULT}.
 *
 * @param maxAttempts how often a payload is submitted before a person must look; at least 1
 * @param refuseUnchangedNames whether a changed payload is refused where its image would keep its name
 * @param forced the images to build whether or not they need it
 * @param failureRules which failures are retried
 * @param stallLimits how long a build may stand in one state before somebody should look
 * @param changeGuards what a change of variables must not do unnoticed
 */
public record PlanPolicy(
        int maxAttempts,
        boolean refuseUnchangedNames,
        ImageSelection forced,
        FailureRules failureRules,
        StallLimits stallLimits,
        ChangeGuards changeGuards) {
    /** Three attempts, unchanged names built with a warning, nothing forced, the default rules, limits and guards. */
    public static final PlanPolicy DEFAULT = new PlanPolicy(
            3, false, ImageSelection.NONE, FailureRules.DEFAULT, StallLimits.DEFAULT, ChangeGuards.DEFAULT);

    public PlanPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts is " + maxAttempts + ", but at least 1 is needed");
        }
    }

    /**
     * The choices that decide about images, by name, each as a text for comparison. {@link #forced} is not among them:
     * a plan says itself which images it forces. Nor are {@link #stallLimits}, which only report, or the advice of
     * failure rules.
     */
    SortedMap<String, String> decisive() {
        return new TreeMap<>(Map.of(
                "maxAttempts", Integer.toString(maxAttempts),
                "refuseUnchangedNames", Boolean.toString(refuseUnchangedNames),
                "failureRules", failureRules.fingerprint(),
                "changeGuards", changeGuards.toString()));
    }

    public PlanPolicy withMaxAttempts(int attempts) {
        return new PlanPolicy(attempts, refuseUnchangedNames, forced, failureRules, stallLimits, changeGuards);
    }

    public PlanPolicy refusingUnchangedNames(boolean refuse) {
        return new PlanPolicy(maxAttempts, refuse, forced, failureRules, stallLimits, changeGuards);
    }

    /** The same policy with these images forced. */
    public PlanPolicy forcing(ImageSelection images) {
        return new PlanPolicy(maxAttempts, refuseUnchangedNames, images, failureRules, stallLimits, changeGuards);
    }

    public PlanPolicy withFailureRules(FailureRules rules) {
        return new PlanPolicy(maxAttempts, refuseUnchangedNames, forced, rules, stallLimits, changeGuards);
    }

    public PlanPolicy withStallLimits(StallLimits limits) {
        return new PlanPolicy(maxAttempts, refuseUnchangedNames, forced, failureRules, limits, changeGuards);
    }

    public PlanPolicy withChangeGuards(ChangeGuards guards) {
        return new PlanPolicy(maxAttempts, refuseUnchangedNames, forced, failureRules, stallLimits, guards);
    }
}
