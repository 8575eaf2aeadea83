package dev.imagefactory.report;

import dev.imagefactory.planner.Build;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A report as JUnit XML, in the form that pipelines read: an image is a test case, which keeps its name from run to
 * run, so that they show its history.
 *
 * <p>What failed or is blocked is a failure; what waits, or is to be built, is skipped with a message, since it has
 * neither passed nor failed; what was built has passed. One more case says whether the run could do its work.
 */
public final class JUnitReport {
    private static final String IMAGES = "images";
    private static final int LONGEST_MESSAGE = 1_000;

    /** As the common schema wants it: no fraction, no zone. */
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ImageReport report;
    private final List<Case> cases = new ArrayList<>();

    private JUnitReport(ImageReport report) {
        this.report = report;
    }

    /** What became of a test case. */
    private enum Outcome {
        PASSED,
        FAILURE,
        ERROR,
        SKIPPED
    }

    /**
     * A test case.
     *
     * @param message why it has not passed; empty where it has
     * @param type the kind of a failure
     * @param details what is shown below the message; empty where there is no more to say
     * @param output what is shown of it whatever the outcome
     */
    private record Case(
            String classname,
            String name,
            Duration time,
            Outcome outcome,
            String message,
            String type,
            String details,
            String output) {}

    /** The text of the file. */
    public static String of(ImageReport report) {
        return new JUnitReport(report).text();
    }

    private String text() {
        List<String> hindrances = report.hindrances();
        cases.add(new Case(
                "run",
                "the run could do its work",
                Duration.ZERO,
                hindrances.isEmpty() ? Outcome.PASSED : Outcome.ERROR,
                String.join("; ", hindrances),
                "run",
                String.join("\n", hindrances),
                ""));
        report.images().stream()
                .filter(image -> image.verdict() != Verdict.GONE)
                .forEach(image -> cases.add(caseOf(image)));
        report.strays().forEach(failure -> cases.add(failed(failure, Duration.ZERO, "")));

        Markup xml = new Markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        xml.open("testsuites", counts("imagefactory"));
        List<String> suite = new ArrayList<>(List.of(counts(IMAGES)));
        suite.addAll(List.of("timestamp", TIMESTAMP.format(report.at())));
        xml.open("testsuite", suite.toArray(String[]::new));
        cases.forEach(each -> write(xml, each));
        return xml.finished();
    }

    private String[] counts(String name) {
        Duration time = cases.stream().map(Case::time).reduce(Duration.ZERO, Duration::plus);
        return new String[] {
            "name", name,
            "tests", String.valueOf(cases.size()),
            "failures", String.valueOf(count(Outcome.FAILURE)),
            "errors", String.valueOf(count(Outcome.ERROR)),
            "skipped", String.valueOf(count(Outcome.SKIPPED)),
            "time", seconds(time)
        };
    }

    private long count(Outcome outcome) {
        return cases.stream().filter(each -> each.outcome == outcome).count();
    }

    private Case caseOf(ReportedImage image) {
        @Nullable Build build = image.plan().build();
        Duration time =
                build == null ? Duration.ZERO : TypicalTimes.taken(build).orElse(Duration.ZERO);
        String history = image.history().stream().map(Ticket::attempt).collect(Collectors.joining("\n"));
        return report.failureOf(image.id())
                .map(failure -> failed(failure, time, history))
                .orElseGet(() -> new Case(
                        classname(image.id()),
                        image.id(),
                        time,
                        image.verdict() == Verdict.BUILT ? Outcome.PASSED : Outcome.SKIPPED,
                        image.verdict() == Verdict.BUILT
                                ? ""
                                : image.verdict().words() + ": "
                                        + image.plan().reason().message(),
                        "",
                        "",
                        history));
    }

    private static Case failed(ReportedFailure failure, Duration time, String history) {
        return new Case(
                classname(failure.imageId()),
                failure.imageId(),
                time,
                Outcome.FAILURE,
                failure.messageWithAdvice(),
                failure.kind(),
                Ticket.of(failure),
                history);
    }

    /** The folder of the image, as pipelines group by packages. */
    private static String classname(String imageId) {
        int slash = imageId.lastIndexOf('/');
        return slash < 0 ? IMAGES : IMAGES + "." + imageId.substring(0, slash).replace('/', '.');
    }

    private static void write(Markup xml, Case each) {
        xml.open("testcase", "classname", each.classname, "name", each.name, "time", seconds(each.time));
        String message = SafeText.line(each.message, LONGEST_MESSAGE);
        switch (each.outcome) {
            case FAILURE -> xml.element("failure", each.details, "message", message, "type", each.type);
            case ERROR -> xml.element("error", each.details, "message", message, "type", each.type);
            case SKIPPED -> xml.empty("skipped", "message", message);
            case PASSED -> {}
        }
        if (!each.output.isEmpty()) {
            xml.element("system-out", each.output);
        }
        xml.close();
    }

    private static String seconds(Duration duration) {
        return duration.truncatedTo(ChronoUnit.SECONDS).toSeconds() + ".000";
    }
}
