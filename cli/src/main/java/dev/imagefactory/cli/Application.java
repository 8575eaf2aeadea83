package dev.imagefactory.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameter;
import dev.imagefactory.template.NearestName;
import dev.imagefactory.template.SecretMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The program without its process: arguments in, exit code out. */
final class Application {
    private final Console console;
    private final SecretMemory secrets;
    private final Wiring wiring;

    /** Options without a command. */
    private static final class GlobalOptions {
        @Parameter(names = "--help", help = true, description = "Print this")
        boolean help;

        @Parameter(names = "--version", help = true, description = "Print the version")
        boolean version;
    }

    /** The parser of a command line, and where it puts what it finds. */
    private record CommandLine(GlobalOptions global, Map<String, Command> commands, JCommander parser) {}

    Application(Surroundings surroundings) {
        boolean colour = surroundings.terminal() && !surroundings.environment().containsKey("NO_COLOR");
        this.console = new Console(surroundings.out(), surroundings.err(), colour, Pipeline.of(surroundings));
        this.secrets = EnvironmentSecrets.memory(surroundings.environment());
        this.wiring = new Wiring(surroundings, console, secrets);
    }

    /** The parser with all commands, by which completion and tests know the options. */
    JCommander parser() {
        JCommander parser = commandLine(Commands.names()).parser();
        // Which parsing does too.
        parser.createDescriptions();
        return parser;
    }

    private CommandLine commandLine(Set<String> names) {
        GlobalOptions global = new GlobalOptions();
        JCommander parser = JCommander.newBuilder()
                .programName("imagefactory")
                .expandAtSign(false)
                .addObject(global)
                .build();
        Map<String, Command> commands = new LinkedHashMap<>();
        for (String name : names) {
            Command command = Commands.of(name, this::parser);
            commands.put(name, command);
            parser.addCommand(name, command);
        }
        return new CommandLine(global, commands, parser);
    }

    /** Whether there may be requests to an Image Factory under way; may be asked by any thread. */
    boolean asksService() {
        return wiring.isConnected();
    }

    /** Runs the program and returns its exit status. */
    int run(String... arguments) {
        return exitCode(withSeparateValues(arguments)).status();
    }

    private ExitCode exitCode(String... arguments) {
        OutputFormat output = asksForJson(arguments) ? OutputFormat.JSON : OutputFormat.TEXT;
        boolean submits = false;
        try {
            // These are answered without the parser, which is slow to make.
            String first = arguments.length == 0 ? "" : arguments[0];
            if (arguments.length == 1 && first.equals("--version")) {
                return tellVersion();
            }
            if (arguments.length == 0 || (arguments.length == 1 && first.equals("--help"))) {
                return tellCommands(arguments.length == 1);
            }
            CommandLine line = commandLine(Commands.names().contains(first) ? Set.of(first) : Commands.names());
            line.parser().parse(arguments);
            if (line.global().version) {
                return tellVersion();
            }
            @Nullable String name = line.parser().getParsedCommand();
            if (name == null) {
                return tellCommands(line.global().help);
            }
            JCommander commandParser =
                    Objects.requireNonNull(line.parser().getCommands().get(name));
            if (isHelpWanted(commandParser)) {
                console.document(usage(name, commandParser));
                return ExitCode.OK;
            }
            refuseUnknownOptions(name, commandParser, arguments);
            Command command = Objects.requireNonNull(line.commands().get(name));
            output = command.output();
            submits = command.isSubmitting();
            return command.run(wiring);
        } catch (RuntimeException | Error e) {
            return new Failures(console, secrets).tell(e, output, submits);
        }
    }

    private ExitCode tellVersion() {
        console.result("imagefactory " + ProgramVersion.read());
        return ExitCode.OK;
    }

    private ExitCode tellCommands(boolean asked) {
        console.document(Commands.overview());
        return asked ? ExitCode.OK : ExitCode.INVALID_INPUT;
    }

    private static boolean isHelpWanted(JCommander commandParser) {
        return commandParser.getParameters().stream()
                .anyMatch(parameter -> parameter.isHelp() && parameter.isAssigned());
    }

    /** The parser takes an option that it does not know for an argument, where the command has arguments. */
    private static void refuseUnknownOptions(String name, JCommander commandParser, String... arguments) {
        List<String> known = commandParser.getParameters().stream()
                .flatMap(parameter -> Arrays.stream(parameter.getParameter().names()))
                .toList();
        for (int i = List.of(arguments).indexOf(name) + 1; i < arguments.length; i++) {
            boolean isValue = known.contains(arguments[i - 1]);
            if (arguments[i].startsWith("--") && !known.contains(arguments[i]) && !isValue) {
                throw new UsageException("'" + arguments[i] + "' is unknown here"
                        + NearestName.of(arguments[i], known)
                                .map(option -> "; did you mean '" + option + "'?")
                                .orElse(""));
            }
        }
    }

    /** Takes {@code --option=value} for {@code --option value}. */
    private static String[] withSeparateValues(String... arguments) {
        List<String> separate = new ArrayList<>();
        for (String argument : arguments) {
            int end = argument.startsWith("--") ? argument.indexOf('=') : -1;
            if (end > 2 && argument.substring(2, end).chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-')) {
                separate.add(argument.substring(0, end));
                separate.add(argument.substring(end + 1));
            } else {
                separate.add(argument);
            }
        }
        return separate.toArray(String[]::new);
    }

    /** Whether JSON is wanted, as far as a call that may be wrong tells. */
    private static boolean asksForJson(String... arguments) {
        return Collections.indexOfSubList(List.of(arguments), List.of("--output", "json")) >= 0;
    }

    private static String usage(String command, JCommander parser) {
        StringBuilder text = new StringBuilder();
        parser.getUsageFormatter().usage(text);
        List<String> examples = Examples.of(command);
        String usage = text.toString().stripTrailing();
        return examples.isEmpty()
                ? usage
                : usage + "\n\nExamples:\n  imagefactory " + String.join("\n  imagefactory ", examples);
    }
}
