package dev.imagefactory.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagefactory.authoring.Comment;
import dev.imagefactory.authoring.JsonConversion;
import dev.imagefactory.authoring.JsonConversion.ConvertedFile;
import dev.imagefactory.authoring.VariableExtraction;
import dev.imagefactory.authoring.VariableExtraction.Literals;
import dev.imagefactory.authoring.VariableExtraction.NewVariable;

/** How the results of commands that rewrite definitions are printed. */
final class AuthoringResults {
    private static final int LONGEST_SHOWN = 100;

    private AuthoringResults() {}

    static void print(
            Console console, OutputFormat output, JsonConversion conversion, boolean dryRun, boolean keepComments) {
        if (output == OutputFormat.JSON) {
            ObjectNode root = ReportJson.root();
            ArrayNode files = root.putArray("files");
            for (ConvertedFile file : conversion.files()) {
                ObjectNode node = files.addObject().put("from", file.from()).put("to", file.to());
                ArrayNode comments = node.putArray("comments");
                for (Comment comment : file.comments()) {
                    comments.addObject().put("line", comment.line()).put("text", comment.text());
                }
            }
            console.document(ReportJson.text(root.put("dryRun", dryRun)));
            return;
        }
        int comments = 0;
        for (ConvertedFile file : conversion.files()) {
            console.result(file.from() + " -> " + file.to());
            for (Comment comment : file.comments()) {
                console.result("  " + file.from() + ":" + comment.line() + ": # " + comment.text());
                comments++;
            }
        }
        if (comments > 0 && !keepComments) {
            console.note("JSON is written without " + ReportText.counted(comments, "comment")
                    + "; --keep-comments keeps them beside");
        }
        console.result(ReportText.counted(conversion.files().size(), "file")
                + (dryRun ? " would become JSON" : " became JSON"));
    }

    static void print(Console console, OutputFormat output, VariableExtraction extraction, boolean dryRun) {
        VariableExtraction.Summary summary = extraction.summary();
        if (output == OutputFormat.JSON) {
            ObjectNode root = ReportJson.root();
            ArrayNode variables = root.putArray("variables");
            for (NewVariable variable : extraction.variables()) {
                ArrayNode files = variables
                        .addObject()
                        .put("name", variable.name())
                        .put("value", variable.value())
                        .put("uses", variable.uses())
                        .putArray("files");
                variable.files().forEach(files::add);
            }
            ObjectNode node = root.putObject("summary")
                    .put("definitions", summary.definitions())
                    .put("touched", summary.touched())
                    .put("escapes", summary.escapes())
                    .put("buildDates", summary.buildDates());
            put(node.putObject("before"), summary.before());
            put(node.putObject("after"), summary.after());
            console.document(ReportJson.text(root.put("dryRun", dryRun)));
            return;
        }
        for (NewVariable variable : extraction.variables()) {
            console.result(variable.name() + " = " + shown(variable.value()) + " ("
                    + ReportText.counted(variable.uses(), "use") + " in "
                    + ReportText.counted(variable.files().size(), "file") + ")");
        }
        console.result("before: " + text(summary.before()));
        console.result("after:  " + text(summary.after()));
        if (summary.escapes() > 0) {
            console.result(ReportText.counted(summary.escapes(), "text") + " with what would be a variable: escaped");
        }
        if (summary.buildDates() > 0) {
            console.warning(ReportText.counted(summary.buildDates(), "image name")
                    + " with the date of the build: the next run builds these images");
        }
        console.result(summary.touched() + " of " + ReportText.counted(summary.definitions(), "definition")
                + (dryRun ? " would change" : " changed") + ", "
                + ReportText.counted(extraction.variables().size(), "new variable"));
    }

    private static void put(ObjectNode node, Literals literals) {
        node.put("distinct", literals.distinct())
                .put("repeated", literals.repeated())
                .put("places", literals.places());
    }

    private static String text(Literals literals) {
        return ReportText.counted(literals.distinct(), "literal value") + " in "
                + ReportText.counted(literals.places(), "place") + ", " + literals.repeated() + " of them repeated";
    }

    private static String shown(String value) {
        return value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "...";
    }
}
