package dev.imagefactory.cli;

import dev.imagefactory.cli.Console.Colour;
import dev.imagefactory.planner.Action;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.Failure;
import dev.imagefactory.planner.FailureRules;
import dev.imagefactory.planner.ImageAge;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.planner.Rollout;
import dev.imagefactory.planner.RunReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table that people read: one line an image, failures with their reason, counts last. */
final class ReportText {
    private static final Set<Incident.Kind> COUNTED = EnumSet.of(Incident.Kind.STALLED, Incident.Kind.TOO_OLD);

    private final Console console;
    private final FailureRules rules;
    private final boolean showAll;
    private final @Nullable Instant agesAt;

    /**
     * @param showAll whether images with nothing to do have a line as well
     * @param agesAt when the ages of the images are told; null for not at all
     */
    ReportText(Console console, FailureRules rules, boolean showAll, @Nullable Instant agesAt) {
        this.console = console;
        this.rules = rules;
        this.showAll = showAll;
        this.agesAt = agesAt;
    }

    void print(RunReport report) {
        List<PlannedImage> shown = report.images().stream()
                .filter(image -> showAll || image.action() != Action.NONE)
                .toList();
        if (!shown.isEmpty()) {
            int width = shown.stream()
                    .mapToInt(image -> Console.plain(image.imageId()).length())
                    .max()
                    .orElse(0);
            String format = "%-" + Math.max(width, 5) + "s  %-7s  %-10s  " + (agesAt == null ? "%s" : "%-8s  ") + "%s";
            console.result(String.format(format, "IMAGE", "ACTION", "STATE", agesAt == null ? "" : "AGE", "REASON"));
            for (PlannedImage image : shown) {
                console.result(
                        colourOf(image),
                        String.format(
                                format,
                                Console.plain(image.imageId()),
                                image.action().id(),
                                state(image),
                                age(image),
                                image.reason().message() + rollout(image)));
            }
        }
        printIssues(report);
        console.result(summary(report));
    }

    /** Warnings, failures and incidents. */
    void printIssues(RunReport report) {
        printWarnings(report);
        printFailures(report);
        printIncidents(console, report.incidents(), report.images());
    }

    /**
     * What makes the exit code another than 0 is an error, the rest a warning.
     *
     * @param images those of which the incidents may be, for their owners
     */
    static void printIncidents(Console console, List<Incident> incidents, List<PlannedImage> images) {
        for (Incident incident : incidents) {
            if (incident.kind().keepsFromWork() || COUNTED.contains(incident.kind())) {
                console.error(incident + owner(incident.imageId(), images));
            } else {
                console.warning(incident.toString());
            }
        }
    }

    private void printWarnings(RunReport report) {
        for (PlannedImage image : report.images()) {
            image.warnings().forEach(warning -> console.warning(image.imageId() + ": " + warning));
        }
    }

    private void printFailures(RunReport report) {
        for (Build build : report.failures()) {
            Failure failure = rules.classify(build);
            String what = "attempt " + build.key().attempt() + " "
                    + build.state().id() + " (" + failure.failureClass().id() + ")" + error(build);
            console.error(
                    file(build.imageId(), report.images()),
                    build.imageId() + ": " + failure.adviseAfter(what) + log(build)
                            + owner(build.imageId(), report.images()));
        }
        for (PlannedImage image : report.images()) {
            @Nullable Build build = image.build();
            if (image.action() == Action.BLOCKED
                    && build != null
                    && !report.failures().contains(build)) {
                String why = image.reason().message();
                boolean advised = image.reason().code() == ReasonCode.FAILED_FOR_GOOD;
                console.error(
                        file(image.imageId(), report.images()),
                        image.imageId() + ": "
                                + (advised ? why : rules.classify(build).adviseAfter(why)) + log(build)
                                + owner(image.imageId(), report.images()));
            }
        }
    }

    /** Whom to ask about a failed image, where its settings say so. */
    private static String owner(@Nullable String imageId, List<PlannedImage> images) {
        for (PlannedImage image : images) {
            if (image.imageId().equals(imageId)
                    && image.image() != null
                    && image.image().settings().owner() != null) {
                return "; owner: " + image.image().settings().owner();
            }
        }
        return "";
    }

    /** The definition of an image; empty where it is gone. */
    private static String file(String imageId, List<PlannedImage> images) {
        return images.stream()
                .filter(image -> image.imageId().equals(imageId) && image.image() != null)
                .map(image -> Objects.requireNonNull(image.image()).file())
                .findFirst()
                .orElse("");
    }

    private static String error(Build build) {
        return build.progress().error() == null ? "" : ": " + build.progress().error();
    }

    private static String log(Build build) {
        return build.progress().logUrl() == null
                ? ""
                : "; log: " + build.progress().logUrl();
    }

    private static String state(PlannedImage image) {
        return image.build() == null ? "-" : image.build().state().id();
    }

    private String age(PlannedImage image) {
        @Nullable Instant built = image.lastSuccessAt();
        if (agesAt == null) {
            return "";
        }
        return built == null ? "-" : ImageAge.between(built, agesAt).toString();
    }

    /** By what the image came to its consumers, where its age is told too. */
    private String rollout(PlannedImage image) {
        @Nullable Build build = image.build();
        if (agesAt == null || build == null) {
            return "";
        }
        Rollout rollout = build.progress().rollout();
        String proposed =
                rollout.pullRequests().isEmpty() ? "" : "; proposed: " + String.join(", ", rollout.pullRequests());
        return proposed + (rollout.isTakenBack() ? "; taken back " + rollout.takenBackAt() : "");
    }

    private static Colour colourOf(PlannedImage image) {
        if (image.action() == Action.BLOCKED) {
            return Colour.RED;
        }
        @Nullable Build build = image.build();
        if (build == null) {
            return Colour.NONE;
        }
        return build.state() == BuildState.SUCCEEDED
                ? Colour.GREEN
                : build.state().isUnsuccessful() ? Colour.RED : Colour.NONE;
    }

    /** The counts, those that are not zero. */
    static String summary(RunReport report) {
        List<String> counts = new ArrayList<>();
        count(counts, report.submitted().size(), "submitted");
        for (BuildState state : BuildState.values()) {
            count(counts, report.count(state), state.id());
        }
        count(counts, notSubmitted(report), "to build");
        count(counts, report.countWaitingForBase(), "waiting for a base");
        count(counts, report.count(Action.BLOCKED), "blocked");
        boolean idle = report.submitted().isEmpty()
                && report.images().stream().allMatch(image -> image.action() == Action.NONE);
        return counted(report.images().size(), "image")
                + (counts.isEmpty() ? "" : ": " + String.join(", ", counts))
                + (idle ? "; nothing to do" : "");
    }

    /** A number of things: {@code 1 problem}, {@code 2 problems}. */
    static String counted(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static void count(List<String> counts, long number, String what) {
        if (number > 0) {
            counts.add(number + " " + what);
        }
    }

    /** The images whose build was decided and not sent: all of a plan, and those that a run could not send. */
    private static long notSubmitted(RunReport report) {
        Set<BuildKey> ofThisRun = Stream.concat(report.submitted().stream(), report.failures().stream())
                .map(Build::key)
                .collect(Collectors.toSet());
        return report.images().stream()
                .filter(image -> image.action().isSubmission())
                .filter(image -> image.build() == null
                        || (!image.build().state().isPending()
                                && !ofThisRun.contains(image.build().key())))
                .count();
    }
}
