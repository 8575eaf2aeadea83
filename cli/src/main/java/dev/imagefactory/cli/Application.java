package dev.imagefactory.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParameterException;
import dev.imagefactory.authoring.AuthoringException;
import dev.imagefactory.osob.ConsumerException;
import dev.imagefactory.osob.ConsumerUnreachableException;
import dev.imagefactory.planner.BuildRejectedException;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.RequestReusedException;
import dev.imagefactory.planner.ServiceUnavailableException;
import dev.imagefactory.planner.StalePlanException;
import dev.imagefactory.template.MissingSecretException;
import dev.imagefactory.template.NearestName;
import dev.imagefactory.template.SecretMemory;
import dev.imagefactory.template.SecretStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The program without its process: arguments in, exit code out. The one place that turns exceptions into messages. */
final class Application {
    private final Console console;
    private final SecretMemory secrets;
    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final JCommander parser;
    private final GlobalOptions global = new GlobalOptions();
    private final Wiring wiring;

    /** Options without a command. */
    private static final class GlobalOptions {
        @Parameter(names = "--help", help = true, description = "Print this")
        boolean help;

        @Parameter(names = "--version", help = true, description = "Print the version")
        boolean version;
    }

    Application(Surroundings surroundings) {
        boolean colour = surroundings.terminal() && !surroundings.environment().containsKey("NO_COLOR");
        this.console = new Console(surroundings.out(), surroundings.err(), colour, Pipeline.of(surroundings));
        this.secrets = EnvironmentSecrets.memory(surroundings.environment());
        this.wiring = new Wiring(surroundings, console, secrets);
        commands.put("run", new RunCommand());
        commands.put("plan", new PlanCommand());
        commands.put("status", new StatusCommand());
        commands.put("report", new ReportCommand());
        commands.put("affected", new AffectedCommand());
        commands.put("explain", new ExplainCommand());
        commands.put("graph", new GraphCommand());
        commands.put("validate", new ValidateCommand());
        commands.put("render", new RenderCommand());
        commands.put("retry", new RetryCommand());
        commands.put("cancel", new CancelCommand());
        commands.put("adopt", new AdoptCommand());
        commands.put("osob", new OsobCommand());
        commands.put("promote", new PromoteCommand());
        commands.put("rollback", new RollbackCommand());
        commands.put("doctor", new DoctorCommand());
        commands.put("ledger", new LedgerCommand());
        commands.put("submit", new SubmitCommand());
        commands.put("emulator", new EmulatorCommand());
        commands.put("init", new InitCommand());
        commands.put("convert", new ConvertCommand());
        commands.put("extract", new ExtractCommand());
        commands.put("completion", new CompletionCommand(this::parser));
        parser = JCommander.newBuilder()
                .programName("imagefactory")
                .expandAtSign(false)
                .addObject(global)
                .build();
        commands.forEach(parser::addCommand);
    }

    /** The parser, by which a test holds the documents against the options. */
    JCommander parser() {
        return parser;
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
            parser.parse(arguments);
            if (global.version) {
                console.result("imagefactory " + version());
                return ExitCode.OK;
            }
            @Nullable String name = parser.getParsedCommand();
            if (name == null) {
                console.document(overview());
                return global.help ? ExitCode.OK : ExitCode.INVALID_INPUT;
            }
            JCommander commandParser =
                    Objects.requireNonNull(parser.getCommands().get(name));
            if (commandParser.getParameters().stream()
                    .anyMatch(parameter -> parameter.isHelp() && parameter.isAssigned())) {
                console.document(usage(name, commandParser));
                return ExitCode.OK;
            }
            refuseUnknownOptions(name, commandParser, arguments);
            Command command = Objects.requireNonNull(commands.get(name));
            output = command.output();
            submits = command.isSubmitting();
            return command.run(wiring);
        } catch (ParameterException | UsageException | InvalidPathException e) {
            return failed(ExitCode.INVALID_INPUT, plain(e.getMessage()) + " (imagefactory --help tells more)", output);
        } catch (InvalidInputException e) {
            console.problems(e.problems());
            if (output == OutputFormat.JSON) {
                console.document(ReportJson.invalid(e.problems()));
            }
            console.note(
                    ReportText.counted(e.problems().size(), "problem") + (submits ? "; nothing was submitted" : ""));
            return ExitCode.INVALID_INPUT;
        } catch (AuthoringException e) {
            console.problems(e.problems());
            return failed(ExitCode.INVALID_INPUT, String.valueOf(e.getMessage()), output);
        } catch (StalePlanException e) {
            return failed(ExitCode.INVALID_INPUT, String.valueOf(e.getMessage()), output);
        } catch (ConsumerException e) {
            ExitCode code = e instanceof ConsumerUnreachableException ? ExitCode.UNREACHABLE : ExitCode.INVALID_INPUT;
            return failed(code, secrets.hide(String.valueOf(e.getMessage())), output);
        } catch (LedgerException
                | ServiceUnavailableException
                | MissingSecretException
                | SecretStoreException
                | UncheckedIOException e) {
            return failed(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), output);
        } catch (BuildRejectedException | RequestReusedException e) {
            return failed(ExitCode.IMAGE_FAILED, "the service refused the image: " + e.getMessage(), output);
        } catch (RuntimeException | Error e) {
            ExitCode code = failed(
                    ExitCode.INTERNAL_ERROR, "a fault of this program; please report it with what follows", output);
            console.fault(e, secrets::hide);
            return code;
        }
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

    private ExitCode failed(ExitCode code, String message, OutputFormat output) {
        console.error(message);
        if (output == OutputFormat.JSON) {
            console.document(ReportJson.failed(message));
        }
        return code;
    }

    /** Takes {@code --option=value} for {@code --option value}. */
    private static String[] withSeparateValues(String... arguments) {
        return Arrays.stream(arguments)
                .flatMap(argument -> argument.matches("--[a-z-]+=(?s:.*)")
                        ? Arrays.stream(argument.split("=", 2))
                        : Stream.of(argument))
                .toArray(String[]::new);
    }

    /** The parser's words without those that are for programmers. */
    private static String plain(@Nullable String message) {
        return String.valueOf(message)
                .replaceFirst(
                        "Was passed main parameter '(.*)' but no main parameter was defined in your arg class",
                        "'$1' is unknown here")
                .replaceFirst("Main parameters are required \\(\"(.*)\"\\)", "an argument is missing: $1")
                .replaceFirst(
                        "Only one main parameter allowed but found several: ",
                        "one argument is taken, not " + "several: ");
    }

    /** Whether JSON is wanted, as far as a call that may be wrong tells. */
    private static boolean asksForJson(String... arguments) {
        return Collections.indexOfSubList(List.of(arguments), List.of("--output", "json")) >= 0;
    }

    private String overview() {
        StringBuilder text = new StringBuilder("Usage: imagefactory COMMAND [OPTION...]\n\nCommands:\n");
        parser.getCommands()
                .forEach((name, command) -> text.append(String.format(
                        "  %-10s  %s\n", name, parser.getUsageFormatter().getCommandDescription(name))));
        return text.append("\n'imagefactory COMMAND --help' tells the options of a command;")
                .append(" 'imagefactory --version' tells the version.")
                .toString();
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

    private static String version() {
        Properties properties = new Properties();
        try (@Nullable InputStream resource = Application.class.getResourceAsStream("version.properties")) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own version cannot be read", e);
        }
        return properties.getProperty("version", "unknown") + " (commit " + properties.getProperty("commit", "unknown")
                + ")";
    }
}
