package dev.imagefactory.cli;

import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Severity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Azure Pipelines, by its logging commands: {@code ##vso[area.action name=value;...]text}.
 *
 * @see <a href="https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands">Logging commands</a>
 */
final class AzurePipelines implements Pipeline {
    private final PrintStream err;
    private final Checkout checkout;

    AzurePipelines(PrintStream err, Checkout checkout) {
        this.err = err;
        this.checkout = checkout;
    }

    @Override
    public boolean show(Severity severity, Location place, String code, String message) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("type", severity.id());
        checkout.path(place.file()).ifPresent(file -> {
            properties.put("sourcepath", file);
            if (place.line() > 0) {
                properties.put("linenumber", String.valueOf(place.line()));
                properties.put("columnnumber", String.valueOf(place.column()));
            }
        });
        if (!code.isEmpty()) {
            properties.put("code", code);
        }
        command("task.logissue", properties, message);
        return true;
    }

    @Override
    public void output(String name, String value) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("variable", name);
        properties.put("isOutput", "true");
        command("task.setvariable", properties, value);
    }

    @Override
    public void summary(Path markdown) {
        command("task.uploadsummary", Map.of(), markdown.toAbsolutePath().toString());
    }

    @Override
    public void endWithIssues() {
        command("task.complete", Map.of("result", "SucceededWithIssues"), "");
    }

    private void command(String action, Map<String, String> properties, String text) {
        StringBuilder line = new StringBuilder("##vso[").append(action);
        String before = " ";
        for (Map.Entry<String, String> property : properties.entrySet()) {
            line.append(before).append(property.getKey()).append('=').append(escaped(property.getValue()));
            before = ";";
        }
        err.println(line.append(']').append(escaped(text)));
    }

    /** The agent takes its escapes back in properties and text alike, the percent sign last. */
    private static String escaped(String text) {
        return Console.plain(text)
                .replace("%", "%AZP25")
                .replace("\r", "%0D")
                .replace("\n", "%0A")
                .replace("]", "%5D")
                .replace(";", "%3B");
    }
}
