package dev.imagefactory.cli;

import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.AgeLimits;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.report.ImageReport;
import dev.imagefactory.report.JsonReport;
import dev.imagefactory.template.RenderedImages;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = ReportCommand.DESCRIPTION)
final class ReportCommand extends InputCommand {
    static final String DESCRIPTION = "Write reports of where each image stands, as the ledger knows it";

    @ParametersDelegate
    SelectionOptions selection = new SelectionOptions();

    @ParametersDelegate
    ServiceOptions service = new ServiceOptions();

    @ParametersDelegate
    ReportOptions reports = new ReportOptions();

    @ParametersDelegate
    ConsumerOptions consumer = new ConsumerOptions();

    @Override
    public ExitCode run(Wiring wiring) {
        if (!reports.areGiven() && output() == OutputFormat.TEXT) {
            throw new UsageException("say which report: --html, --junit, --markdown or --json with a file");
        }
        ReportFiles files = ReportFiles.of(wiring, reports);
        return files.during(() -> write(wiring, files));
    }

    private ExitCode write(Wiring wiring, ReportFiles files) {
        Settings settings = wiring.settings(input);
        RenderedImages images = wiring.versioned(
                wiring.renderCounting(settings), settings, settings.secretVersions(selection), service);
        ImageSelection selected = Selections.checked(settings.selection(selection), images);
        PlanPolicy policy = settings.policy(selection);
        AgeLimits ages = settings.ageLimits(null, null);
        Instant now = wiring.surroundings().clock().instant();
        RunReport plan = wiring.plan(settings, service.azure, images, selected, policy);
        RunReport run = plan.with(ages.incidents(plan.images(), now));
        LedgerContents contents;
        try (BuildLedger ledger = wiring.ledgers(settings, service.azure).openToRead()) {
            contents = ledger.contents();
        }
        try (@Nullable ServiceSession session = files.needService() ? connected(wiring, settings) : null) {
            ImageReport report = files.write(
                    new ReportFiles.Matter(run, contents, images, policy, ages),
                    settings,
                    consumer,
                    service.azure,
                    session);
            if (output() == OutputFormat.JSON) {
                wiring.console().document(JsonReport.of(report).stripTrailing());
            } else {
                wiring.console().result(ReportText.summary(run));
            }
        }
        return ExitCode.OK;
    }

    /** The service that has the logs; null where there is none, which spoils no report. */
    private @Nullable ServiceSession connected(Wiring wiring, Settings settings) {
        try {
            return wiring.connect(settings, service);
        } catch (UsageException e) {
            wiring.console().warning("no logs are kept: " + e.getMessage());
            return null;
        }
    }
}
