package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.AgeLimits;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.Job;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.RenderedImages;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = StatusCommand.DESCRIPTION)
final class StatusCommand extends InputCommand {
    static final String DESCRIPTION = "Show where each image stands; or ask the service about one tracking id";

    @ParametersDelegate
    SelectionOptions selection = new SelectionOptions();

    @ParametersDelegate
    ServiceOptions service = new ServiceOptions();

    @ParametersDelegate
    LimitOptions limits = new LimitOptions();

    @ParametersDelegate
    MetricsOptions metrics = new MetricsOptions();

    @ParametersDelegate
    ReportOptions reports = new ReportOptions();

    @Parameter(names = "--refresh", description = "Ask the service about pending builds first")
    boolean refresh;

    @Nullable
    @Parameter(
            names = "--warn-age",
            converter = Converters.ToDuration.class,
            description = "Report images whose last success is older (default: 30d)")
    Duration warnAge;

    @Nullable
    @Parameter(
            names = "--fail-age",
            converter = Converters.ToDuration.class,
            description = "Exit code 1 where an image's last success is older (default: 45d, and no exit code)")
    Duration failAge;

    @Nullable
    @Parameter(description = "[TRACKING-ID]")
    String trackingId;

    @Override
    public ExitCode run(Wiring wiring) {
        String id = trackingId;
        if (id != null) {
            if (reports.areGiven() || reports.logs) {
                throw new UsageException("reports are about images; leave out the tracking id");
            }
            return ofJob(wiring, wiring.settings(input), id);
        }
        ReportFiles files = ReportFiles.of(wiring, reports);
        return files.during(() -> ofImages(wiring, wiring.settings(input), files));
    }

    private ExitCode ofImages(Wiring wiring, Settings settings, ReportFiles files) {
        Instant started = wiring.surroundings().clock().instant();
        metrics.check(settings);
        wiring.ledgers(settings, service.azure).expect();
        RenderedImages images =
                wiring.versioned(wiring.renderValid(settings), settings, settings.secretVersions(selection), service);
        ImageSelection selected = Selections.checked(settings.selection(selection), images);
        PlanPolicy policy = settings.policy(selection);
        RunReport report;
        if (refresh) {
            try (BuildLedger ledger = wiring.ledger(settings, service.azure);
                    ServiceSession session = wiring.connect(settings, service)) {
                report = session.runner(ledger, settings.limits(limits, service.emulator, false))
                        .refresh(images, selected, policy);
            }
        } else {
            report = wiring.plan(settings, service.azure, images, selected, policy);
        }
        Instant now = wiring.surroundings().clock().instant();
        AgeLimits ages = settings.ageLimits(warnAge, failAge);
        report = report.with(ages.incidents(report.images(), now));
        Results.printWithAges(wiring, input, report, policy, images, now);
        if (files.areAsked()) {
            write(wiring, settings, files, report, images, policy, ages);
        }
        ExitCode exitCode = exitCode(report);
        metrics.write(wiring, settings, service.azure, report, policy.failureRules(), started, exitCode);
        return exitCode;
    }

    private static ExitCode exitCode(RunReport report) {
        ExitCode exitCode = Results.exitCode(report);
        boolean failed = report.images().stream()
                .filter(image -> image.reason().code() != ReasonCode.ORPHANED)
                .anyMatch(image ->
                        image.build() != null && Results.isFailure(image.build().state()));
        return exitCode == ExitCode.OK && failed ? ExitCode.IMAGE_FAILED : exitCode;
    }

    private void write(
            Wiring wiring,
            Settings settings,
            ReportFiles files,
            RunReport report,
            RenderedImages images,
            PlanPolicy policy,
            AgeLimits ages) {
        LedgerContents contents;
        try (BuildLedger ledger = wiring.ledgers(settings, service.azure).openToRead()) {
            contents = ledger.contents();
        }
        try (@Nullable ServiceSession session = files.needService() ? wiring.connect(settings, service) : null) {
            files.write(
                    new ReportFiles.Matter(report, contents, images, policy, ages),
                    settings,
                    new ConsumerOptions(),
                    service.azure,
                    session);
        }
    }

    private ExitCode ofJob(Wiring wiring, Settings settings, String id) {
        try (ServiceSession session = wiring.connect(settings, service)) {
            Job job = JobLookup.of(session, () -> wiring.render(settings))
                    .find(id)
                    .orElseThrow(() ->
                            new UsageException("the service does not know the tracking id '" + id + "', or no longer"));
            ManualResults.print(wiring, input, job);
            return Results.isFailure(job.state()) ? ExitCode.IMAGE_FAILED : ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw new UsageException("'" + id + "' is no tracking id");
        }
    }
}
