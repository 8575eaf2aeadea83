package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import dev.imagefactory.authoring.NewRepository;
import java.util.List;

@Parameters(commandDescription = InitCommand.DESCRIPTION)
final class InitCommand implements Command {
    static final String DESCRIPTION = "Begin a repository: a definition, variables, a configuration, a pipeline";

    @Parameter(description = "[DIR]")
    String folder = ".";

    @Parameter(names = "--help", help = true, description = "Print this")
    boolean help;

    @Override
    public OutputFormat output() {
        return OutputFormat.TEXT;
    }

    @Override
    public ExitCode run(Wiring wiring) {
        List<String> written =
                NewRepository.write(wiring.surroundings().workingDirectory().resolve(folder));
        written.forEach(wiring.console()::result);
        wiring.console()
                .note(
                        "in that folder 'imagefactory validate' checks it, 'imagefactory run --emulator --wait' tries it");
        return ExitCode.OK;
    }
}
