package dev.imagefactory.planner.simulation;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildRunner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.RunPolicy;
import dev.imagefactory.planner.RunPolicy.OnUnknownOutcome;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.SecretStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: one or two series of runs in which things go wrong, then calm runs until nothing changes. Everything is
 * decided by the seed.
 */
public final class Simulation {
    /** The ledger of a schedule, which each process opens anew. */
    @FunctionalInterface
    public interface Ledgers {
        BuildLedger open();
    }

    /**
     * What came of a schedule.
     *
     * @param violations the invariants that did not hold
     * @param trace a line for each step, where that was asked for
     */
    public record Result(long seed, List<String> violations, List<String> trace, Coverage coverage) {}

    private static final Duration LONGEST_GAP = Duration.ofMinutes(30);
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration CALM_INTERVAL = Duration.ofMinutes(40);
    private static final int CALM_RUNS = 60;

    private final World world;
    private final Dice dice;
    private final Shape shape;
    private final Scheduler scheduler;
    private final ModelService service;
    private final Workload workload;
    private final Ledgers ledgers;

    private Simulation(long seed, Ledgers ledgers, @Nullable List<String> trace) {
        this.dice = new Dice(seed);
        this.shape = Shape.of(dice);
        this.scheduler = new Scheduler(dice, trace);
        this.world = new World(dice, scheduler, shape, new Coverage());
        this.service = new ModelService(world);
        this.workload = new Workload(shape);
        this.ledgers = ledgers;
    }

    /** Plays the schedule of a seed. */
    public static Result play(long seed, Ledgers ledgers, boolean traced) {
        List<String> trace = new ArrayList<>();
        Simulation simulation = new Simulation(seed, ledgers, traced ? trace : null);
        simulation.play();
        return new Result(seed, simulation.world.violations, trace, simulation.world.coverage);
    }

    private void play() {
        scheduler.log(shape::toString);
        List<Runnable> series = new ArrayList<>();
        for (int i = 0; i < shape.processes(); i++) {
            Duration skew = i == 0 ? shape.skew() : shape.skew().negated();
            series.add(() -> runs(skew));
        }
        scheduler.together("p", series);
        world.faulty = false;
        scheduler.log(() -> "calm");
        settle();
        Invariants invariants = new Invariants(world, service);
        for (int help = 0; help < CALM_RUNS && world.violations.isEmpty() && !held().isEmpty(); help++) {
            Build held = held().get(0);
            invariants.checkHeld(held);
            help(held);
            settle();
        }
        invariants.checkEnd(contents());
    }

    private void runs(Duration skew) {
        int runs = dice.between(1, 5);
        for (int i = 0; i < runs; i++) {
            scheduler.sleep(dice.chance(0.5) ? Duration.ZERO : dice.upTo(LONGEST_GAP));
            if (dice.chance(0.25)) {
                workload.edit(dice);
            }
            if (!shape.echoes() && dice.chance(0.2)) {
                world.secret = Workload.SECRET + dice.between(2, 9);
            }
            process(skew, policy(), runner -> anyCommand(runner));
        }
    }

    private RunPolicy policy() {
        return RunPolicy.DEFAULT
                .withConcurrency(shape.concurrency())
                .withOnUnknownOutcome(shape.onUnknownOutcome())
                .withMaxSubmissions(dice.chance(0.85) ? Integer.MAX_VALUE : dice.between(1, 3))
                .withTimeLimit(dice.chance(0.8) ? Duration.ofHours(1) : dice.upTo(Duration.ofMinutes(20)));
    }

    private @Nullable RunReport anyCommand(BuildRunner runner) {
        RenderedImages images = workload.images();
        ImageSelection forced = dice.chance(0.15)
                ? ImageSelection.matching(List.of(dice.oneOf(workload.imageIds())))
                : ImageSelection.NONE;
        PlanPolicy policy =
                PlanPolicy.DEFAULT.withMaxAttempts(shape.maxAttempts()).forcing(forced);
        int command = dice.between(1, 20);
        if (command <= 13) {
            return runner.run(images, ImageSelection.ALL, policy);
        } else if (command <= 17) {
            return runner.runToEnd(images, ImageSelection.ALL, policy, INTERVAL, this::note);
        } else if (command == 18) {
            return runner.refresh(images, ImageSelection.ALL, policy);
        }
        runner.cancel(ImageSelection.ALL);
        return null;
    }

    /** A process from its start to its end, natural or not. */
    private @Nullable RunReport process(
            Duration skew, RunPolicy policy, Function<BuildRunner, @Nullable RunReport> command) {
        SimulatedProcess process = new SimulatedProcess(world, skew);
        try (BuildLedger ledger = new FaultyLedger(ledgers.open(), process, world)) {
            BuildRunner runner = new BuildRunner(
                    ledger,
                    new ServiceLink(service, process, world),
                    name -> process.io("secret", () -> secret(name)),
                    policy,
                    process.environment());
            @Nullable RunReport report = command.apply(runner);
            if (report != null) {
                note(report);
            }
            process.reports();
            return report;
        } catch (SimulatedProcess.Killed | LedgerException e) {
            scheduler.log(() -> "ends by " + e);
        } catch (RuntimeException e) {
            world.violated("a run failed with " + e + " at " + e.getStackTrace()[0]);
        } finally {
            scheduler.belongTo(null);
        }
        return null;
    }

    private String secret(String name) {
        if (world.fault(0.01, "secret missing")) {
            throw new MissingSecretException(name, "it is simulated");
        }
        if (world.fault(0.01, "secret store away")) {
            throw new SecretStoreException("the simulated store of secrets is away", null);
        }
        return world.secret;
    }

    private void note(RunReport report) {
        for (Incident incident : report.incidents()) {
            world.coverage.count("incident " + incident.kind());
            if (incident.message().startsWith("another run is submitting this build, and has until")) {
                world.coverage.count("live lease left alone");
            }
            scheduler.log(() -> "reports " + incident.kind() + " " + incident);
            world.said.append(incident.message());
            world.reported
                    .computeIfAbsent(String.valueOf(incident.imageId()), id -> EnumSet.noneOf(Incident.Kind.class))
                    .add(incident.kind());
        }
        if (report.toString().contains(Workload.SECRET)) {
            world.violated("a report holds a secret");
        }
    }

    /** Runs until nothing changes any more, but for what is held. */
    private void settle() {
        for (int i = 0; i < CALM_RUNS; i++) {
            @Nullable RunReport report = calmly(shape.onUnknownOutcome(), ImageSelection.ALL);
            if (report != null && isSettled(report)) {
                return;
            }
            scheduler.sleep(CALM_INTERVAL);
        }
        world.violated("after " + CALM_RUNS + " calm runs there is still something to do: " + contents());
    }

    private @Nullable RunReport calmly(OnUnknownOutcome choice, ImageSelection selection) {
        return process(
                Duration.ZERO,
                RunPolicy.DEFAULT.withConcurrency(shape.concurrency()).withOnUnknownOutcome(choice),
                runner -> runner.run(
                        workload.images(), selection, PlanPolicy.DEFAULT.withMaxAttempts(shape.maxAttempts())));
    }

    private boolean isSettled(RunReport report) {
        return report.images().stream().noneMatch(image -> image.action().isSubmission())
                && contents().stream()
                        .filter(build -> build.state().isPending())
                        .allMatch(build -> isSaidToBeHeld(build, report));
    }

    private static boolean isSaidToBeHeld(Build build, RunReport report) {
        return build.progress().trackingId() == null
                && report.incidents().stream()
                        .anyMatch(incident -> incident.kind() == Incident.Kind.OUTCOME_UNKNOWN
                                && build.imageId().equals(incident.imageId()));
    }

    private List<Build> contents() {
        try (BuildLedger ledger = ledgers.open()) {
            return ledger.contents().builds();
        }
    }

    private List<Build> held() {
        return contents().stream().filter(build -> build.state().isPending()).toList();
    }

    /** What a person does about a build that is held: names the job, or says that it be sent again. */
    private void help(Build held) {
        scheduler.log(() -> "a person helps " + held.key());
        service.jobs.stream()
                .filter(job -> job.request.requestId().equals(held.order().requestId()))
                .findFirst()
                .ifPresentOrElse(
                        job -> process(Duration.ZERO, RunPolicy.DEFAULT, runner -> {
                            world.coverage.count("adopted by hand");
                            runner.adopt(held.imageId(), job.trackingId);
                            return null;
                        }),
                        () -> {
                            world.coverage.count("sent again by hand");
                            calmly(OnUnknownOutcome.RESUBMIT, ImageSelection.matching(List.of(held.imageId())));
                        });
    }
}
