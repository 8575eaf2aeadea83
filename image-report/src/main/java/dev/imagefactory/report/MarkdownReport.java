package dev.imagefactory.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A report as a Markdown summary for a pipeline's page: short, failures first. It stays far below the 1 MiB that GitHub
 * takes, however many images there are.
 */
public final class MarkdownReport {
    private static final int MAX_BYTES = 500_000;
    private static final int LONGEST_CELL = 300;

    private final StringBuilder out = new StringBuilder();
    private int bytes;

    private MarkdownReport() {}

    /** The text of the file. */
    public static String of(ImageReport report) {
        MarkdownReport markdown = new MarkdownReport();
        markdown.write(report);
        return markdown.out.toString();
    }

    private void write(ImageReport report) {
        line("# Images: " + summary(report));
        report.hindrances().forEach(hindrance -> line("\n**" + "The run could not do its work:** " + code(hindrance)));
        if (!report.failures().isEmpty()) {
            line("\n## Failures\n");
            table(
                    List.of("Image", "Kind", "What happened", "Artifact", "Next step", "Owner", "Job"),
                    report.failures().stream().map(MarkdownReport::row).toList());
        }
        List<List<String>> notices = report.incidents().stream()
                .filter(incident ->
                        incident.imageId() != null || !incident.kind().keepsFromWork())
                .map(incident -> List.of(
                        incident.kind().id(),
                        incident.imageId() == null ? "" : code(incident.imageId()),
                        code(incident.message())))
                .toList();
        if (!notices.isEmpty()) {
            line("\n## Notices\n");
            table(List.of("Kind", "Image", "What"), notices);
        }
        if (!report.images().isEmpty()) {
            line("\n## All images\n");
            table(
                    List.of("Image", "State", "Age", "Consumers name", "Reason"),
                    report.images().stream().map(MarkdownReport::row).toList());
        }
    }

    /** The counts of verdicts, those that are not zero. */
    static String summary(ImageReport report) {
        List<String> counts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            if (report.count(verdict) > 0) {
                counts.add(report.count(verdict) + " " + verdict.words());
            }
        }
        int strays = report.strays().size();
        if (strays > 0) {
            counts.add(strays + " failed beside them");
        }
        return counts.isEmpty() ? "none" : String.join(", ", counts);
    }

    private static List<String> row(ReportedFailure failure) {
        String job = SafeText.webAddress(failure.logUrl())
                .map(url -> "[log](" + url.replace("(", "%28").replace(")", "%29") + ")")
                .orElse("");
        String id = failure.trackingId();
        return List.of(
                code(failure.imageId()),
                failure.kind(),
                code(failure.message()),
                failure.artifact() == null ? "" : code(failure.artifact()),
                failure.advice() == null ? "" : code(failure.advice()),
                failure.owner() == null ? "" : code(failure.owner()),
                (id == null ? "" : code(id) + " ") + job);
    }

    private static List<String> row(ReportedImage image) {
        String mark = image.ageMark().words();
        return List.of(
                code(image.id()),
                image.verdict().words(),
                (image.age() == null ? "" : image.age() + " ") + mark,
                String.join(
                        " ",
                        image.used().stream()
                                .limit(5)
                                .map(used -> code(used.imageName()))
                                .toList()),
                code(image.plan().reason().message()));
    }

    private void table(List<String> head, List<List<String>> rows) {
        row(head);
        row(head.stream().map(cell -> "---").toList());
        for (int i = 0; i < rows.size(); i++) {
            if (bytes > MAX_BYTES) {
                line("\n... and " + (rows.size() - i) + " more");
                return;
            }
            row(rows.get(i));
        }
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void line(String line) {
        out.append(line).append('\n');
        bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    /**
     * A text as code on one line, in which nothing is markup; a bar would end the cell of a table, whatever is before
     * it, so a broken one stands for it.
     */
    static String code(String text) {
        String line = SafeText.line(text, LONGEST_CELL).replace('`', '\'').replace('|', '\u00A6');
        return line.isEmpty() ? "" : "`" + line + "`";
    }
}
