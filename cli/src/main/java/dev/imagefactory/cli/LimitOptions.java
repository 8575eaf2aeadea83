package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import dev.imagefactory.planner.RunPolicy.OnUnknownOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How much a run asks of the service, and for how long. */
final class LimitOptions {
    @Nullable
    @Parameter(names = "--concurrency", description = "Requests under way at once (default: 8)")
    Integer concurrency;

    @Nullable
    @Parameter(names = "--max-submissions", description = "Builds that one run submits at most (default: no limit)")
    Integer maxSubmissions;

    @Nullable
    @Parameter(
            names = "--lease",
            converter = Converters.ToDuration.class,
            description = "How long a run may take to send a request; as long, no other run sends it (default: 15m;"
                    + " with --emulator 10s)")
    Duration lease;

    @Nullable
    @Parameter(
            names = "--wait-budget",
            converter = Converters.ToDuration.class,
            description = "How long a run waits in all because the service asks for it (default: 5m)")
    Duration waitBudget;

    @Nullable
    @Parameter(
            names = "--time-limit",
            converter = Converters.ToDuration.class,
            description = "When a run ends although its work is not done (default: 1h; with --wait 1d)")
    Duration timeLimit;

    @Nullable
    @Parameter(
            names = "--on-unknown-outcome",
            converter = Converters.ToOnUnknownOutcome.class,
            description = "hold or resubmit, where nothing tells whether a build was started (default: hold)")
    OnUnknownOutcome onUnknownOutcome;
}
