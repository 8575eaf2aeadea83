package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.Job;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.template.RenderedImages;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = "Show where each image stands; or ask the service about one tracking id")
final class StatusCommand extends InputCommand {
    @ParametersDelegate
    SelectionOptions selection = new SelectionOptions();

    @ParametersDelegate
    ServiceOptions service = new ServiceOptions();

    @ParametersDelegate
    LimitOptions limits = new LimitOptions();

    @ParametersDelegate
    MetricsOptions metrics = new MetricsOptions();

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
        Settings settings = wiring.settings(input);
        return trackingId == null ? ofImages(wiring, settings) : ofJob(wiring, settings, trackingId);
    }

    private ExitCode ofImages(Wiring wiring, Settings settings) {
        Instant started = wiring.surroundings().clock().instant();
        metrics.check(settings);
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
        report = report.with(settings.ageLimits(warnAge, failAge).incidents(report.images(), now));
        Results.printWithAges(wiring, input, report, policy, images, now);
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
