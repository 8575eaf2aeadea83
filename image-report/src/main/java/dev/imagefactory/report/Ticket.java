package dev.imagefactory.report;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildProgress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the service's owners are told about a failure: plain text, ready to be pasted. */
final class Ticket {
    private static final int LONGEST_TEXT = 4_000;
    private static final int LAST_LINES = 30;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder();

    private Ticket() {}

    static String of(ReportedFailure failure) {
        Ticket ticket = new Ticket();
        @Nullable Build build = failure.build();
        ticket.text
                .append("Image Factory: ")
                .append(SafeText.line(failure.imageId()))
                .append(": ")
                .append(build == null ? "not built" : build.state().id())
                .append(" (")
                .append(failure.kind())
                .append(")\n\n");
        ticket.row("Tracking id", failure.trackingId());
        ticket.row(
                "Image",
                build == null
                        ? failure.imageId()
                        : String.join(", ", build.order().imageNames()));
        ticket.row("Artifact", failure.artifact());
        ticket.row("What", failure.message());
        ticket.row("Next step", failure.advice());
        ticket.row("Log", failure.logUrl());
        if (!failure.attempts().isEmpty()) {
            ticket.row("Attempts", String.valueOf(failure.attempts().size()));
            failure.attempts().forEach(each -> ticket.line("  " + attempt(each)));
        }
        @Nullable String error = failure.error();
        if (error != null) {
            ticket.line("Error:");
            ticket.indented(SafeText.block(SafeText.cut(error, LONGEST_TEXT)));
        }
        String tail = lastLines(failure.log());
        if (!tail.isEmpty()) {
            ticket.line("Last lines of the log:");
            ticket.indented(tail);
        }
        return ticket.text.toString();
    }

    /** A build on one line. */
    static String attempt(Build build) {
        BuildProgress progress = build.progress();
        String took = TypicalTimes.taken(build)
                .map(duration -> " after " + TypicalTimes.words(duration))
                .orElse("");
        @Nullable String id = progress.trackingId();
        return minute(build.order().claimedAt()) + "  #" + build.key().attempt() + " "
                + build.state().id() + took + (id == null ? "" : "  " + SafeText.line(id, 100));
    }

    /** The last lines of a log that was kept. */
    static String lastLines(@Nullable SavedLog log) {
        if (log == null) {
            return "";
        }
        List<String> lines = SafeText.block(log.tail()).stripTrailing().lines().toList();
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                .map(line -> SafeText.cut(line, 500))
                .collect(Collectors.joining("\n"));
    }

    static String minute(Instant instant) {
        return MINUTE.format(instant);
    }

    private void row(String name, @Nullable String value) {
        if (value != null) {
            line(String.format(Locale.ROOT, "%-12s %s", name + ":", SafeText.line(value, LONGEST_TEXT)));
        }
    }

    private void indented(String block) {
        block.lines().forEach(each -> line("  " + each));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
