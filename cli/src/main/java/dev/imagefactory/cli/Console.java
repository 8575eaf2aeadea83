package dev.imagefactory.cli;

import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.Severity;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What people read: results on standard output, everything beside them on standard error.
 *
 * <p>Text from definitions or from the service controls neither the terminal, since control characters are replaced,
 * nor the pipeline: Azure Pipelines obeys lines that hold {@code ##vso[} or {@code ##[}, so their second {@code #} is
 * replaced too; GitHub Actions obeys lines that begin with {@code ::}, so the first {@code :} is.
 */
final class Console {
    private static final Pattern PIPELINE_COMMAND = Pattern.compile("##(?=(?:vso)?\\[)", Pattern.CASE_INSENSITIVE);

    /** The runner leaves out blanks of all kinds before a command. */
    private static final Pattern COMMAND_OF_LINE = Pattern.compile("^(\\p{Zs}*):(?=:)");

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colour;
    private final Pipeline pipeline;

    /** @param pipeline shows errors and warnings, where there is one, in place of standard error */
    Console(PrintStream out, PrintStream err, boolean colour, Pipeline pipeline) {
        this.out = out;
        this.err = err;
        this.colour = colour;
        this.pipeline = pipeline;
    }

    /** The pipeline that runs the program. */
    Pipeline pipeline() {
        return pipeline;
    }

    /** A line of the result. */
    void result(String line) {
        out.println(plain(line));
    }

    /** A result of several lines: JSON, in which what a terminal or pipeline would obey is written as its escape. */
    void document(String text) {
        StringBuilder document = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' || !isControl(c)) {
                document.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    document.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        });
        // A document is the same on every platform, its last line end included.
        out.print(PIPELINE_COMMAND.matcher(document).replaceAll("\\\\u0023#") + "\n");
    }

    /** Something that people should know, but programs need not. */
    void note(String line) {
        err.println(plain(line));
    }

    void warning(String line) {
        if (!pipeline.show(Severity.WARNING, Location.NONE, "", line)) {
            err.println(paint(Colour.YELLOW, "warning: ") + plain(line));
        }
    }

    void error(String line) {
        error("", line);
    }

    /** An error about a file; empty for none. */
    void error(String file, String line) {
        if (!pipeline.show(Severity.ERROR, Location.of(file), "", line)) {
            err.println(paint(Colour.RED, "error: ") + plain(line));
        }
    }

    void problems(List<Problem> problems) {
        for (Problem problem : problems) {
            String text = problem.toString();
            if (!pipeline.show(
                    problem.severity(), problem.location(), problem.code().id(), text)) {
                Colour severity = problem.severity() == Severity.ERROR ? Colour.RED : Colour.YELLOW;
                err.println(paint(severity, plain(text)));
            }
        }
    }

    /**
     * A fault of this program, with all that helps to find it; indented, as its message may be of several lines.
     *
     * @param hiding takes out secrets, which a message may repeat
     */
    void fault(Throwable fault, UnaryOperator<String> hiding) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace, true));
        hiding.apply(trace.toString()).lines().map(line -> "  " + line).forEach(this::note);
    }

    /** For what draws on a terminal by itself, and holds no foreign text. */
    PrintStream err() {
        return err;
    }

    /** The colours in use. */
    enum Colour {
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        NONE("");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    /** A line of the result, in a colour where that makes sense. */
    void result(Colour lineColour, String line) {
        out.println(paint(lineColour, plain(line)));
    }

    private String paint(Colour paint, String text) {
        return colour && paint != Colour.NONE ? "\u001b[" + paint.code + "m" + text + "\u001b[0m" : text;
    }

    /** A text on one line, without what a terminal or pipeline would obey. */
    static String plain(String text) {
        String line = text.codePoints()
                .map(c -> c == '\n' || c == '\r' || c == '\t' ? ' ' : c)
                .map(c -> isControl(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String obeyedByNone = PIPELINE_COMMAND.matcher(line).replaceAll("#\uFFFD");
        return COMMAND_OF_LINE.matcher(obeyedByNone).replaceFirst("$1\uFFFD");
    }

    /** Control characters, ends of lines, and the invisible marks, some of which reorder what is shown. */
    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
