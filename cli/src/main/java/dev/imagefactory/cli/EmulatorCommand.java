package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.time.Duration;

@Parameters(commandDescription = EmulatorCommand.DESCRIPTION)
final class EmulatorCommand implements Command {
    static final String DESCRIPTION = "Run an Image Factory on this machine until it is interrupted";

    @Parameter(names = "--port", description = "Port on 127.0.0.1 (0: any that is free)")
    int port;

    @Parameter(names = "--data", description = "Folder where the jobs are kept")
    String data = ".imagefactory/emulator";

    @ParametersDelegate
    EmulatorOptions behaviour = new EmulatorOptions();

    @Parameter(names = "--help", help = true, description = "Print this")
    boolean help;

    @Override
    public OutputFormat output() {
        return OutputFormat.TEXT;
    }

    @Override
    public ExitCode run(Wiring wiring) {
        Surroundings surroundings = wiring.surroundings();
        try (ImageFactoryEmulator emulator =
                behaviour.start(surroundings.workingDirectory().resolve(data), port, surroundings.clock())) {
            wiring.console().result(emulator.endpoint().toString());
            wiring.console().note("an emulated Image Factory; nothing is built; end it with Ctrl-C");
            while (!surroundings.stop().isStopped()) {
                surroundings.stop().await(Duration.ofDays(1));
            }
            return ExitCode.OK;
        }
    }
}
