package dev.imagefactory.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A command that a pipeline's agent finds in what a step prints, by the rules of the agents: those of Azure Pipelines
 * look for {@code ##vso[} anywhere in a line and end the command's head at the next {@code ]}; those of GitHub Actions
 * look for {@code ::} at the start of a line, blanks of all kinds aside.
 */
record PipelineCommand(String name, Map<String, String> properties, String text) {
    static List<PipelineCommand> azure(String output) {
        List<PipelineCommand> commands = new ArrayList<>();
        for (String line : output.split("\r\n|\r|\n", -1)) {
            int start = line.toLowerCase(Locale.ROOT).indexOf("##vso[");
            int end = line.indexOf(']', Math.max(start, 0));
            if (start >= 0 && end >= 0) {
                String[] head = line.substring(start + 6, end).split(" ", 2);
                Map<String, String> properties = new LinkedHashMap<>();
                for (String property : (head.length < 2 ? "" : head[1]).split(";", -1)) {
                    if (property.indexOf('=') > 0) {
                        String[] pair = property.split("=", 2);
                        properties.put(pair[0].strip(), fromAzure(pair[1]));
                    }
                }
                commands.add(new PipelineCommand(head[0], properties, fromAzure(line.substring(end + 1))));
            }
        }
        return commands;
    }

    private static String fromAzure(String text) {
        return text.replace("%3B", ";")
                .replace("%0D", "\r")
                .replace("%0A", "\n")
                .replace("%5D", "]")
                .replace("%AZP25", "%");
    }

    static List<PipelineCommand> gitHub(String output) {
        List<PipelineCommand> commands = new ArrayList<>();
        for (String each : output.split("\r\n|\r|\n", -1)) {
            String line = each.replaceFirst("^[\\s\\p{Z}\\x{85}]+", "");
            int end = line.indexOf("::", 2);
            if (line.startsWith("::") && end >= 0) {
                String[] head = line.substring(2, end).split(" ", 2);
                Map<String, String> properties = new LinkedHashMap<>();
                for (String property : (head.length < 2 ? "" : head[1]).split(",", -1)) {
                    if (property.indexOf('=') > 0) {
                        String[] pair = property.split("=", 2);
                        properties.put(
                                pair[0].strip(),
                                fromGitHub(pair[1].replace("%3A", ":").replace("%2C", ",")));
                    }
                }
                commands.add(new PipelineCommand(head[0], properties, fromGitHub(line.substring(end + 2))));
            }
        }
        return commands;
    }

    private static String fromGitHub(String text) {
        return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    }

    /** The values in a file of outputs: {@code NAME<<END}, lines, {@code END}. */
    static Map<String, String> outputs(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String[] head = lines.get(i).split("<<", 2);
            if (head.length < 2) {
                throw new AssertionError("no output begins with " + lines.get(i));
            }
            List<String> value = new ArrayList<>();
            for (i++; !lines.get(i).equals(head[1]); i++) {
                value.add(lines.get(i));
            }
            values.put(head[0], String.join("\n", value));
        }
        return values;
    }
}
