package dev.imagefactory.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagefactory.cli.Console.Colour;
import dev.imagefactory.cli.Finding.Verdict;
import java.util.ArrayList;
import java.util.List;

/** How the findings of {@code doctor} are printed. */
final class DoctorResults {
    private DoctorResults() {}

    static void print(Console console, OutputFormat output, List<Finding> findings) {
        if (output == OutputFormat.JSON) {
            console.document(json(findings));
            return;
        }
        for (Finding finding : findings) {
            String next = finding.nextStep() == null ? "" : "; " + finding.nextStep();
            console.result(
                    colourOf(finding.verdict()),
                    String.format("%-7s  %-13s  %s", finding.verdict().id(), finding.check(), finding.what() + next));
        }
        console.result(summary(findings));
    }

    private static Colour colourOf(Verdict verdict) {
        return switch (verdict) {
            case OK -> Colour.GREEN;
            case WARNING -> Colour.YELLOW;
            case ERROR -> Colour.RED;
            case SKIPPED -> Colour.NONE;
        };
    }

    private static String summary(List<Finding> findings) {
        List<String> counts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            if (count(findings, verdict) > 0) {
                counts.add(count(findings, verdict) + " " + verdict.id());
            }
        }
        return String.join(", ", counts);
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static String json(List<Finding> findings) {
        ObjectNode root = ReportJson.root();
        ArrayNode list = root.putArray("findings");
        for (Finding finding : findings) {
            list.addObject()
                    .put("check", finding.check())
                    .put("verdict", finding.verdict().id())
                    .put("message", finding.what())
                    .put("nextStep", finding.nextStep())
                    .put("exitCode", finding.exitCode().status());
        }
        ObjectNode summary = root.putObject("summary");
        for (Verdict verdict : Verdict.values()) {
            summary.put(verdict.id(), count(findings, verdict));
        }
        return ReportJson.text(root);
    }
}
