package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import org.jspecify.annotations.Nullable;

/** Which reports are written, and where. */
final class ReportOptions {
    @Nullable
    @Parameter(names = "--html", description = "Write the report as one page for people")
    String html;

    @Nullable
    @Parameter(names = "--junit", description = "Write the report as JUnit XML, an image being a test case")
    String junit;

    @Nullable
    @Parameter(names = "--markdown", description = "Write the report as a Markdown summary")
    String markdown;

    @Nullable
    @Parameter(names = "--json", description = "Write the report as JSON")
    String json;

    @Parameter(
            names = "--logs",
            description = "Keep the logs of failed builds in the folder 'logs' beside the first of these files")
    boolean logs;

    /** Whether there is a file to write. */
    boolean areGiven() {
        return html != null || junit != null || markdown != null || json != null;
    }
}
