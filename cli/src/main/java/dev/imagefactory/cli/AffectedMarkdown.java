package dev.imagefactory.cli;

import dev.imagefactory.planner.AffectedImages;
import dev.imagefactory.planner.AffectedImages.AffectedImage;
import dev.imagefactory.planner.Cause;
import java.util.stream.Collectors;

/** The affected images as a table in Markdown, for the page of a pull request's run. Names are foreign text. */
final class AffectedMarkdown {
    private AffectedMarkdown() {}

    static String of(AffectedImages affected) {
        StringBuilder text = new StringBuilder("### ")
                .append(ReportText.counted(affected.images().size(), "image"))
                .append(" affected\n");
        if (!affected.images().isEmpty()) {
            text.append("\n| image | why |\n|---|---|\n");
        }
        for (AffectedImage image : affected.images()) {
            String causes = image.causes().stream()
                    .map(Cause::toString)
                    .map(AffectedMarkdown::cell)
                    .collect(Collectors.joining("<br>"));
            text.append("| ")
                    .append(cell(image.id()))
                    .append(" | ")
                    .append(causes)
                    .append(" |\n");
        }
        return text.toString();
    }

    /** A text in which nothing is Markdown or HTML: what could be stands by its number. */
    private static String cell(String text) {
        return Console.plain(text)
                .codePoints()
                .mapToObj(c -> Character.isLetterOrDigit(c) || " .,-/".indexOf(c) >= 0
                        ? Character.toString(c)
                        : "&#" + c + ";")
                .collect(Collectors.joining());
    }
}
