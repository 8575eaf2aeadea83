package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.FailureRules;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.RunReport;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether figures of the result are written to a file. */
final class MetricsOptions {
    @Nullable
    @Parameter(
            names = "--metrics",
            description = "Write figures of images and builds to this file, as OpenMetrics text")
    String file;

    /** Looks, before the work, whether the file can be written after it. */
    void check(Settings settings) {
        if (file != null) {
            WholeFile.check(settings.inWorkingDirectory(file), file);
        }
    }

    /** Writes the figures. That this fails is a warning: the result stands. */
    void write(
            Wiring wiring,
            Settings settings,
            AzureOptions azure,
            RunReport report,
            FailureRules rules,
            Instant started,
            ExitCode exitCode) {
        if (file == null) {
            return;
        }
        try (BuildLedger ledger = wiring.ledgers(settings, azure).openToRead()) {
            Instant ended = wiring.surroundings().clock().instant();
            String text = new RunMetrics(report, ledger.contents(), rules, started, ended, exitCode).text();
            WholeFile.write(settings.inWorkingDirectory(file), file, out -> out.write(text));
        } catch (LedgerException | UncheckedIOException e) {
            wiring.console().warning("no metrics: " + e.getMessage());
        }
    }
}
