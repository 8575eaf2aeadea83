package dev.imagefactory.planner;

import dev.imagefactory.template.RememberedSecrets;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.SecretResolver;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The runner: brings the ledger up to date, plans, submits, and ends.
 *
 * <p>A build is claimed in the ledger, durably and under a request id, before it is sent. Where a run dies in between,
 * or does not learn the service's answer, a later run finds out what became of it before it sends anything. Not safe
 * for concurrent use by threads; any number of processes may run against one ledger.
 */
public final class BuildRunner {
    private static final int TOLERATED_OUTAGE = 10;

    private final BuildLedger ledger;
    private final ImageBuilder service;
    private final RememberedSecrets secrets;
    private final RunPolicy limits;
    private final RunEnvironment environment;

    /**
     * @param secrets is asked by several threads at once; its values are taken out of whatever the service says, and
     *     where it remembers others, these too
     */
    public BuildRunner(
            BuildLedger ledger,
            ImageBuilder service,
            SecretResolver secrets,
            RunPolicy limits,
            RunEnvironment environment) {
        this.ledger = ledger;
        this.service = service;
        this.secrets = RememberedSecrets.over(secrets);
        this.limits = limits;
        this.environment = environment;
    }

    /**
     * Asks the service about every build that has not ended, plans, and submits what the plan says. What became of
     * requests without an answer is found out first.
     *
     * @param wanted the images as rendered, without errors
     * @param selection the images to plan and to submit; pending builds are followed whether or not they are selected
     */
    public RunReport run(RenderedImages wanted, ImageSelection selection, PlanPolicy policy) {
        return run(wanted, selection, policy, budget(policy));
    }

    private RunReport run(RenderedImages wanted, ImageSelection selection, PlanPolicy policy, RunBudget budget) {
        RunCycle cycle = cycle(budget);
        LedgerContents before = ledger.contents();
        cycle.follow(before.pending());
        cycle.resolve(before, selection);
        LedgerContents now = ledger.contents();
        List<PlannedImage> plan = plan(wanted, now, selection, policy);
        return cycle.report(cycle.carryOut(plan, planned -> true), now, policy.stallLimits());
    }

    /**
     * Does what a saved plan says, or refuses. Asks about every build that has not ended first. Nothing is sent before
     * it is known that a plan made now would decide the same about each image of the saved one. A build that the plan
     * waits for may have gone on, or have ended so that nothing is left to do.
     *
     * @param wanted the images as rendered, without errors
     * @param policy that of the plan, {@link SavedPlan#policy}, with the limits for stalled builds of this run; the
     *     plan itself says which images are forced
     * @throws StalePlanException where the plan would be another one now; nothing was submitted
     */
    public RunReport run(RenderedImages wanted, SavedPlan saved, PlanPolicy policy) {
        return run(wanted, saved, policy, budget(policy));
    }

    private RunReport run(RenderedImages wanted, SavedPlan saved, PlanPolicy policy, RunBudget budget) {
        saved.requireInputs(wanted, policy, ledger.service());
        PlanPolicy forcing = saved.forcing(policy);
        RunCycle cycle = cycle(budget);
        cycle.follow(ledger.contents().pending());
        LedgerContents before = ledger.contents();
        saved.requireDecisions(plan(wanted, before, saved.selection(), forcing), before);
        cycle.resolve(before, saved.selection());
        LedgerContents now = ledger.contents();
        List<PlannedImage> plan = plan(wanted, now, saved.selection(), forcing);
        return cycle.report(cycle.carryOut(plan, saved::submits), now, policy.stallLimits());
    }

    /** Asks the service about every build that has a tracking id and has not ended, and plans without submitting. */
    public RunReport refresh(RenderedImages wanted, ImageSelection selection, PlanPolicy policy) {
        RunCycle cycle = cycle(budget(PlanPolicy.DEFAULT));
        cycle.follow(ledger.contents().pending());
        LedgerContents now = ledger.contents();
        return cycle.report(plan(wanted, now, selection, policy), now, policy.stallLimits());
    }

    private List<PlannedImage> plan(
            RenderedImages wanted, LedgerContents contents, ImageSelection selection, PlanPolicy policy) {
        return new ImagePlanner(policy).plan(wanted, contents, selection, environment.now());
    }

    /**
     * Runs again and again until every build has ended. It ends early where the service cannot be reached in the first
     * cycle, where the run is stopped or its time is over, and where in ten cycles one after the other there was
     * nothing to wait for.
     *
     * @param interval the time between two cycles
     * @param progress is told of each cycle's report
     */
    public RunReport runToEnd(
            RenderedImages wanted,
            ImageSelection selection,
            PlanPolicy policy,
            Duration interval,
            Consumer<RunReport> progress) {
        RunBudget budget = budget(policy);
        RunReport first = run(wanted, selection, policy, budget);
        return followToEnd(first, wanted, selection, policy, interval, progress, budget);
    }

    /**
     * Does what a saved plan says, or refuses, as {@link #run(RenderedImages, SavedPlan, PlanPolicy)} does, then
     * follows the builds to their end. What comes after the first cycle, retries for instance, follows the policy.
     *
     * @throws StalePlanException where the plan would be another one now; nothing was submitted
     */
    public RunReport runToEnd(
            RenderedImages wanted,
            SavedPlan saved,
            PlanPolicy policy,
            Duration interval,
            Consumer<RunReport> progress) {
        RunBudget budget = budget(policy);
        RunReport first = run(wanted, saved, policy, budget);
        return followToEnd(first, wanted, saved.selection(), saved.forcing(policy), interval, progress, budget);
    }

    private RunReport followToEnd(
            RunReport first,
            RenderedImages wanted,
            ImageSelection selection,
            PlanPolicy policy,
            Duration interval,
            Consumer<RunReport> progress,
            RunBudget budget) {
        RunReport cycle = first;
        RunReport report = cycle;
        Set<String> forced = new HashSet<>();
        progress.accept(report);
        int idleCycles = report.isServiceUnreachable() ? TOLERATED_OUTAGE : 0;
        while (cycle.isToBeContinued() && idleCycles < TOLERATED_OUTAGE) {
            environment.sleeper().accept(interval);
            forced.addAll(cycle.forced());
            PlanPolicy next = policy.forcing(policy.forced().without(forced));
            cycle = run(wanted, selection, next, budget);
            idleCycles = cycle.isServiceUnreachable() || !cycle.isWorthWaiting() ? idleCycles + 1 : 0;
            report = report.followedBy(cycle);
            progress.accept(report);
        }
        return report;
    }

    /**
     * What was done about builds by hand.
     *
     * @param builds the builds that it concerned, as they stand now
     * @param incidents what else happened
     */
    public record ManualReport(List<Build> builds, List<Incident> incidents) {
        public ManualReport {
            builds = List.copyOf(builds);
            incidents = List.copyOf(incidents);
        }
    }

    /** Cancels the builds of the selected images that have not ended. */
    public ManualReport cancel(ImageSelection selection) {
        RunCycle cycle = cycle(budget(PlanPolicy.DEFAULT));
        List<Build> builds = ledger.contents().pending().stream()
                .filter(build -> selection.includes(build.imageId()))
                .sorted(Comparator.comparing(Build::imageId))
                .map(cycle::cancel)
                .toList();
        return new ManualReport(builds, cycle.incidents());
    }

    /**
     * Takes a job for that of an image's build whose answer is not known.
     *
     * @return without a build where the service does not know the job
     * @throws IllegalArgumentException where no build of the image waits for an answer, or the job is another build's
     */
    public ManualReport adopt(String imageId, String trackingId) {
        LedgerContents contents = ledger.contents();
        contents.builds().stream()
                .filter(each -> trackingId.equals(each.progress().trackingId()))
                .findFirst()
                .ifPresent(known -> {
                    throw new IllegalArgumentException("the job " + trackingId + " is that of " + known.key());
                });
        Build build = contents.pending().stream()
                .filter(each ->
                        each.imageId().equals(imageId) && each.progress().trackingId() == null)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no build of '" + imageId + "' waits for the service's answer"));
        RunCycle cycle = cycle(budget(PlanPolicy.DEFAULT));
        Optional<Build> adopted = cycle.adopt(build, trackingId);
        return new ManualReport(adopted.stream().toList(), cycle.incidents());
    }

    private RunCycle cycle(RunBudget budget) {
        return new RunCycle(ledger, service, secrets, limits, environment, budget);
    }

    private RunBudget budget(PlanPolicy policy) {
        return new RunBudget(
                environment.ids().get().toString(),
                environment.clock().instant().plus(limits.timeLimit()),
                limits.maxSubmissions(),
                policy.failureRules()::kindOf);
    }
}
