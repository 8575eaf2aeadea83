package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildRunner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.planner.SavedPlan;
import dev.imagefactory.report.TypicalTimes;
import dev.imagefactory.template.RenderedImages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = RunCommand.DESCRIPTION)
class RunCommand extends InputCommand {
    static final String DESCRIPTION = "Follow what was submitted, submit what must be built, report, and end";

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(30);
    private static final Duration EMULATOR_POLL_INTERVAL = Duration.ofMillis(250);

    @ParametersDelegate
    SelectionOptions selection = new SelectionOptions();

    @ParametersDelegate
    ServiceOptions service = new ServiceOptions();

    @ParametersDelegate
    LimitOptions limits = new LimitOptions();

    @ParametersDelegate
    ForceOptions force = new ForceOptions();

    @ParametersDelegate
    MetricsOptions metrics = new MetricsOptions();

    @Nullable
    @Parameter(
            names = "--plan",
            description = "Do exactly what this file of 'plan --out' says, or refuse; it says which images, too")
    String plan;

    @ParametersDelegate
    ReportOptions reports = new ReportOptions();

    @Parameter(names = "--wait", description = "Follow the builds to their end instead of ending at once")
    boolean wait;

    @Nullable
    @Parameter(
            names = "--poll-interval",
            converter = Converters.ToDuration.class,
            description = "How often --wait asks (default: 30s; with --emulator 250 ms)")
    Duration pollInterval;

    @Override
    public boolean isSubmitting() {
        return true;
    }

    @Override
    public ExitCode run(Wiring wiring) {
        if (plan != null && !(selection.only.isEmpty() && selection.exclude.isEmpty() && force.images.isEmpty())) {
            throw new UsageException("--plan says which images are built; leave out --only, --exclude and --force");
        }
        ReportFiles files = ReportFiles.of(wiring, reports);
        Instant started = wiring.surroundings().clock().instant();
        return files.during(() -> run(wiring, files, started));
    }

    private ExitCode run(Wiring wiring, ReportFiles files, Instant started) {
        Settings settings = wiring.settings(input);
        metrics.check(settings);
        wiring.ledgers(settings, service.azure).expect();
        if (plan != null) {
            return carryOut(wiring.savedPlan(plan), wiring, settings, files, started);
        }
        RenderedImages images =
                wiring.versioned(wiring.renderForRun(settings), settings, settings.secretVersions(selection), service);
        ImageSelection selected = Selections.checked(settings.selection(selection), images);
        PlanPolicy policy = force.forcing(settings.policy(selection), images, selected);
        try (BuildLedger ledger = wiring.ledger(settings, service.azure);
                ServiceSession session = wiring.connect(settings, service)) {
            BuildRunner runner = session.runner(ledger, settings.limits(limits, service.emulator, wait));
            RunReport report = wait
                    ? follow(
                            wiring,
                            ledger,
                            progress -> runner.runToEnd(images, selected, policy, interval(settings), progress))
                    : runner.run(images, selected, policy);
            Results.print(wiring, input, report, policy, images, selection.all);
            write(files, report, ledger, images, policy, settings, session);
            return finished(wiring, settings, report, policy, started);
        }
    }

    private ExitCode carryOut(SavedPlan saved, Wiring wiring, Settings settings, ReportFiles files, Instant started) {
        boolean secretVersions = selection.secretVersions || saved.countsSecretVersions();
        RenderedImages images = wiring.versioned(wiring.renderForRun(settings), settings, secretVersions, service);
        PlanPolicy policy = settings.policy(selection, saved);
        try (BuildLedger ledger = wiring.ledger(settings, service.azure);
                ServiceSession session = wiring.connect(settings, service)) {
            saved.requireService(session.name());
            BuildRunner runner = session.runner(ledger, settings.limits(limits, service.emulator, wait));
            RunReport report = wait
                    ? follow(
                            wiring,
                            ledger,
                            progress -> runner.runToEnd(images, saved, policy, interval(settings), progress))
                    : runner.run(images, saved, policy);
            Results.print(wiring, input, report, policy, images, selection.all);
            write(files, report, ledger, images, policy, settings, session);
            return finished(wiring, settings, report, policy, started);
        }
    }

    private ExitCode finished(Wiring wiring, Settings settings, RunReport report, PlanPolicy policy, Instant started) {
        ExitCode exitCode = Results.exitCode(report);
        metrics.write(wiring, settings, service.azure, report, policy.failureRules(), started, exitCode);
        return exitCode;
    }

    private Duration interval(Settings settings) {
        return Optional.ofNullable(pollInterval)
                .or(() -> Optional.ofNullable(settings.file().pollInterval()).filter(each -> !service.emulator))
                .orElse(service.emulator ? EMULATOR_POLL_INTERVAL : POLL_INTERVAL);
    }

    private void write(
            ReportFiles files,
            RunReport report,
            BuildLedger ledger,
            RenderedImages images,
            PlanPolicy policy,
            Settings settings,
            ServiceSession session) {
        if (files.areAsked()) {
            files.write(
                    new ReportFiles.Matter(report, ledger.contents(), images, policy, settings.ageLimits(null, null)),
                    settings,
                    new ConsumerOptions(),
                    service.azure,
                    files.needService() ? session : null);
        }
    }

    private static RunReport follow(Wiring wiring, BuildLedger ledger, Function<Consumer<RunReport>, RunReport> run) {
        boolean terminal = wiring.surroundings().terminal();
        TypicalTimes typical =
                new TypicalTimes(terminal ? ledger.contents() : new LedgerContents(List.of(), List.of()));
        try (WaitProgress progress = new WaitProgress(
                wiring.console(), terminal, typical, wiring.surroundings().clock())) {
            return run.apply(progress::show);
        }
    }
}
