package dev.imagefactory.cli;

import dev.imagefactory.planner.Job;

/** How a single job is printed. */
final class ManualResults {
    private ManualResults() {}

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
