package dev.imagefactory.cli;

import dev.imagefactory.planner.BuildRunner.ManualReport;
import dev.imagefactory.planner.Job;
import java.util.List;

/** How what was done by hand is printed. */
final class ManualResults {
    private ManualResults() {}

    /** What was done about builds, each with where it stands now. */
    static void print(Wiring wiring, InputOptions input, ManualReport report) {
        if (input.output == OutputFormat.JSON) {
            wiring.console().document(ReportJson.manual(report.builds(), report.incidents()));
        } else {
            report.builds()
                    .forEach(build -> wiring.console()
                            .result(build.imageId() + " " + build.state().id()));
        }
        ReportText.printIncidents(wiring.console(), report.incidents(), List.of());
    }

    static void print(Wiring wiring, InputOptions input, Job job) {
        if (input.output == OutputFormat.JSON) {
            wiring.console().document(ReportJson.job(job));
            return;
        }
        String error = job.error() == null ? "" : ": " + job.error();
        String log = job.logUrl() == null ? "" : "; log: " + job.logUrl();
        wiring.console().result(job.trackingId() + " " + job.state().id() + error + log);
    }
}
