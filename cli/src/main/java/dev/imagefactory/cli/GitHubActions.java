package dev.imagefactory.cli;

import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Severity;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * GitHub Actions, by its workflow commands, {@code ::name property=value,...::text}, and its files.
 *
 * @see <a href="https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands">Workflow
 *     commands</a>
 */
final class GitHubActions implements Pipeline {
    private final Surroundings surroundings;
    private final PrintStream err;
    private final Checkout checkout;

    GitHubActions(Surroundings surroundings, Checkout checkout) {
        this.surroundings = surroundings;
        this.err = surroundings.err();
        this.checkout = checkout;
    }

    @Override
    public boolean show(Severity severity, Location place, String code, String message) {
        Map<String, String> properties = new LinkedHashMap<>();
        checkout.path(place.file()).ifPresent(file -> {
            properties.put("file", file);
            if (place.line() > 0) {
                properties.put("line", String.valueOf(place.line()));
                properties.put("col", String.valueOf(place.column()));
            }
        });
        if (!code.isEmpty()) {
            properties.put("title", code);
        }
        String list = properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + escapedProperty(property.getValue()))
                .collect(Collectors.joining(",", properties.isEmpty() ? "" : " ", ""));
        err.println("::" + severity.id() + list + "::" + escaped(message));
        return true;
    }

    @Override
    public void output(String name, String value) {
        String delimiter = "end-" + UUID.randomUUID();
        append("GITHUB_OUTPUT", name + "<<" + delimiter + "\n" + Console.plain(value) + "\n" + delimiter + "\n");
    }

    @Override
    public void summary(Path markdown) {
        try {
            append("GITHUB_STEP_SUMMARY", Files.readString(markdown) + "\n");
        } catch (IOException e) {
            untold(e);
        }
    }

    @Override
    public void endWithIssues() {}

    private void append(String variable, String text) {
        surroundings
                .variable(variable)
                .map(surroundings.workingDirectory()::resolve)
                .ifPresent(file -> {
                    try {
                        Files.writeString(
                                file,
                                text,
                                StandardCharsets.UTF_8,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
                    } catch (IOException e) {
                        untold(e);
                    }
                });
    }

    /** What was done is done, whether or not the pipeline can be told of it. */
    private void untold(IOException e) {
        show(Severity.WARNING, Location.NONE, "", "later steps or the page of the run lack something: " + e);
    }

    private static String escapedProperty(String text) {
        return escaped(text).replace(":", "%3A").replace(",", "%2C");
    }

    private static String escaped(String text) {
        return Console.plain(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }
}
