package dev.imagefactory.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.util.function.Supplier;

@Parameters(commandDescription = CompletionCommand.DESCRIPTION)
final class CompletionCommand implements Command {
    static final String DESCRIPTION = "Print a script that completes commands, options and values in a shell";

    private final Supplier<JCommander> parser;

    @Parameter(description = "bash | zsh | powershell", required = true)
    String shell = "";

    @Parameter(names = "--help", help = true, description = "Print this")
    boolean help;

    /** @param parser of the program's own command line */
    CompletionCommand(Supplier<JCommander> parser) {
        this.parser = parser;
    }

    @Override
    public OutputFormat output() {
        return OutputFormat.TEXT;
    }

    @Override
    public ExitCode run(Wiring wiring) {
        CompletionScript script = new CompletionScript(parser.get());
        wiring.console()
                .document(
                        switch (shell) {
                            case "bash" -> script.bash();
                            case "zsh" -> script.zsh();
                            case "powershell" -> script.powershell();
                            default ->
                                throw new UsageException(
                                        "completion takes bash, zsh or powershell, not '" + shell + "'");
                        });
        return ExitCode.OK;
    }
}
