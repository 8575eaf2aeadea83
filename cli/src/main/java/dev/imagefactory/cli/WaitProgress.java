package dev.imagefactory.cli;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.report.TypicalTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how the builds of a waiting run go on: a bar on a terminal, else a line with each change. */
final class WaitProgress implements AutoCloseable {
    private static final int WIDTH = 100;

    private final Console console;
    private final boolean terminal;
    private final TypicalTimes typical;
    private final Clock clock;
    private @Nullable ProgressBar bar;
    private String last = "";
    private boolean away;

    WaitProgress(Console console, boolean terminal, TypicalTimes typical, Clock clock) {
        this.console = console;
        this.terminal = terminal;
        this.typical = typical;
        this.clock = clock;
    }

    void show(RunReport report) {
        tellOutage(report);
        long total = report.images().size();
        long toCome = report.images().stream().filter(WaitProgress::isToCome).count();
        long running = count(report, state -> state == BuildState.RUNNING || state == BuildState.UNKNOWN);
        long queued = count(
                report,
                state ->
                        state == BuildState.QUEUED || state == BuildState.SUBMITTING || state == BuildState.UNANSWERED);
        long done = total - toCome - running - queued;
        String text = running + " running, " + queued + " queued" + (toCome == 0 ? "" : ", " + toCome + " to come");
        if (!terminal) {
            String line = done + "/" + total + " done, " + text;
            if (!line.equals(last)) {
                console.note(line);
                last = line;
            }
            return;
        }
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName("Images")
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH))
                    .build();
        }
        bar.maxHint(total);
        bar.stepTo(done);
        bar.setExtraMessage(text + remaining(report, typical, clock.instant()));
    }

    /**
     * How long the build that goes on longest has taken, and how long all of them will take as a rule; a build that
     * takes longer than its like is about to end. Empty where nothing goes on.
     */
    static String remaining(RunReport report, TypicalTimes typical, Instant now) {
        Duration longest = Duration.ZERO;
        Duration left = Duration.ZERO;
        boolean isKnown = true;
        boolean goesOn = false;
        for (PlannedImage image : report.images()) {
            @Nullable Build build = image.build();
            if (build != null && build.state().isPending()) {
                goesOn = true;
                Duration elapsed = Duration.between(build.order().claimedAt(), now);
                longest = longest.compareTo(elapsed) < 0 ? elapsed : longest;
                Optional<Duration> whole = typical.of(build.imageId());
                isKnown &= whole.isPresent();
                Duration rest = whole.orElse(Duration.ZERO).minus(elapsed);
                left = left.compareTo(rest) < 0 ? rest : left;
            }
        }
        return goesOn
                ? ", for " + TypicalTimes.words(longest)
                        + (isKnown ? ", about " + TypicalTimes.words(left) + " left" : "")
                : "";
    }

    /** Says once that the service is away, and once that it is back. */
    private void tellOutage(RunReport report) {
        boolean awayNow = report.isServiceUnreachable();
        if (awayNow && !away) {
            ReportText.printIncidents(console, report.incidents(), report.images());
        } else if (away && !awayNow) {
            console.note("the service answers again");
        }
        away = awayNow;
    }

    /** The images whose own build has not ended. */
    private static long count(RunReport report, Predicate<BuildState> condition) {
        return report.images().stream()
                .filter(image -> !isToCome(image))
                .map(PlannedImage::build)
                .filter(Objects::nonNull)
                .filter(build -> condition.test(build.state()))
                .count();
    }

    /** Whether an image is still to be submitted: it waits for another one, or for its turn. */
    private static boolean isToCome(PlannedImage image) {
        @Nullable Build build = image.build();
        if (image.action().isSubmission()) {
            return build == null || build.key().attempt() != image.nextAttempt();
        }
        ReasonCode code = image.reason().code();
        return code == ReasonCode.BASE_PENDING || code == ReasonCode.NAME_IN_USE;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
