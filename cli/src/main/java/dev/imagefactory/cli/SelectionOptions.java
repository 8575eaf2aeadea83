package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import dev.imagefactory.planner.ChangeGuards.Reaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which images a plan is about, and what it may do. */
final class SelectionOptions {
    @Parameter(
            names = "--only",
            splitter = Converters.Whole.class,
            description = "Only images whose id matches; * stands for any characters; repeatable")
    List<String> only = new ArrayList<>();

    @Parameter(
            names = "--exclude",
            splitter = Converters.Whole.class,
            description = "Not the images whose id matches; repeatable")
    List<String> exclude = new ArrayList<>();

    @Nullable
    @Parameter(names = "--max-attempts", description = "Attempts before an image is blocked (default: 3)")
    Integer maxAttempts;

    @Parameter(
            names = "--refuse-unchanged-names",
            description = "Refuse a changed payload whose image would keep its name")
    boolean refuseUnchangedNames;

    @Nullable
    @Parameter(
            names = "--split-pairs",
            converter = Converters.ToReaction.class,
            description = "ignore, warn or error, where X_URL changes without X_VERSION, or the other way round"
                    + " (default: warn)")
    Reaction splitPairs;

    @Parameter(names = "--allow-downgrade", description = "Build although a version falls")
    boolean allowDowngrade;

    @Nullable
    @Parameter(
            names = "--failure-rules",
            description = "File of rules that tell which failures are retried; tried before the program's own")
    String failureRules;

    @Parameter(
            names = "--secret-versions",
            description = "Count the versions of secrets in the vault as changes of the images that use them")
    boolean secretVersions;

    @Parameter(
            names = "--stalled-after",
            splitter = Converters.Whole.class,
            converter = Converters.ToStallLimit.class,
            description = "STATE=DURATION: a build that stands in the state for longer is reported; repeatable")
    List<Converters.StallLimit> stalledAfter = new ArrayList<>();

    @Parameter(names = "--all", description = "Show images with nothing to do as well (text output)")
    boolean all;
}
