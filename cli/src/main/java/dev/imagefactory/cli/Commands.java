package dev.imagefactory.cli;

import com.beust.jcommander.JCommander;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The commands: told without loading a class of theirs, and made when they are asked for. */
final class Commands {
    /** In the order in which they are listed. The compiler copies the texts, which keep their place at the commands. */
    private static final Map<String, String> DESCRIPTIONS = descriptions();

    private Commands() {}

    private static Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        descriptions.put("run", RunCommand.DESCRIPTION);
        descriptions.put("plan", PlanCommand.DESCRIPTION);
        descriptions.put("status", StatusCommand.DESCRIPTION);
        descriptions.put("report", ReportCommand.DESCRIPTION);
        descriptions.put("affected", AffectedCommand.DESCRIPTION);
        descriptions.put("explain", ExplainCommand.DESCRIPTION);
        descriptions.put("graph", GraphCommand.DESCRIPTION);
        descriptions.put("validate", ValidateCommand.DESCRIPTION);
        descriptions.put("render", RenderCommand.DESCRIPTION);
        descriptions.put("retry", RetryCommand.DESCRIPTION);
        descriptions.put("cancel", CancelCommand.DESCRIPTION);
        descriptions.put("adopt", AdoptCommand.DESCRIPTION);
        descriptions.put("osob", OsobCommand.DESCRIPTION);
        descriptions.put("promote", PromoteCommand.DESCRIPTION);
        descriptions.put("rollback", RollbackCommand.DESCRIPTION);
        descriptions.put("doctor", DoctorCommand.DESCRIPTION);
        descriptions.put("ledger", LedgerCommand.DESCRIPTION);
        descriptions.put("submit", SubmitCommand.DESCRIPTION);
        descriptions.put("emulator", EmulatorCommand.DESCRIPTION);
        descriptions.put("init", InitCommand.DESCRIPTION);
        descriptions.put("convert", ConvertCommand.DESCRIPTION);
        descriptions.put("extract", ExtractCommand.DESCRIPTION);
        descriptions.put("completion", CompletionCommand.DESCRIPTION);
        return descriptions;
    }

    static Set<String> names() {
        return DESCRIPTIONS.keySet();
    }

    /** @param parser of the program's own command line, with all commands */
    static Command of(String name, Supplier<JCommander> parser) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "plan" -> new PlanCommand();
            case "status" -> new StatusCommand();
            case "report" -> new ReportCommand();
            case "affected" -> new AffectedCommand();
            case "explain" -> new ExplainCommand();
            case "graph" -> new GraphCommand();
            case "validate" -> new ValidateCommand();
            case "render" -> new RenderCommand();
            case "retry" -> new RetryCommand();
            case "cancel" -> new CancelCommand();
            case "adopt" -> new AdoptCommand();
            case "osob" -> new OsobCommand();
            case "promote" -> new PromoteCommand();
            case "rollback" -> new RollbackCommand();
            case "doctor" -> new DoctorCommand();
            case "ledger" -> new LedgerCommand();
            case "submit" -> new SubmitCommand();
            case "emulator" -> new EmulatorCommand();
            case "init" -> new InitCommand();
            case "convert" -> new ConvertCommand();
            case "extract" -> new ExtractCommand();
            case "completion" -> new CompletionCommand(parser);
            default -> throw new IllegalArgumentException("there is no command '" + name + "'");
        };
    }

    /** What {@code --help} without a command tells. */
    static String overview() {
        StringBuilder text = new StringBuilder("Usage: imagefactory COMMAND [OPTION...]\n\nCommands:\n");
        DESCRIPTIONS.forEach((name, description) -> text.append("  ")
                .append(name)
                .append(" ".repeat(12 - name.length()))
                .append(description)
                .append('\n'));
        return text.append("\n'imagefactory COMMAND --help' tells the options of a command;")
                .append(" 'imagefactory --version' tells the version.")
                .toString();
    }
}
