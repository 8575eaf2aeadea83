package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = DoctorCommand.DESCRIPTION)
final class DoctorCommand extends InputCommand {
    static final String DESCRIPTION =
            "Check configuration, sign-in, secrets, service, clocks, ledger and consumer; change nothing";

    @ParametersDelegate
    ServiceOptions service = new ServiceOptions();

    @Nullable
    @Parameter(
            names = "--expected-every",
            converter = Converters.ToDuration.class,
            description = "Warn where the ledger has no trace of a run that is younger")
    Duration expectedEvery;

    @Parameter(
            names = "--check-limit",
            converter = Converters.ToDuration.class,
            description = "How long each check may take (default: 20s)")
    Duration checkLimit = Duration.ofSeconds(20);

    @Parameter(names = "--strict", description = "Exit code 1 where there are warnings")
    boolean strict;

    @Override
    public ExitCode run(Wiring wiring) {
        if (checkLimit.isZero()) {
            throw new UsageException("--check-limit leaves no time for a check; give at least 1s");
        }
        Checkup checkup = new Checkup(checkLimit, wiring.surroundings().stop());
        new Doctor(wiring, input, service, expectedEvery).examine(checkup);
        // Now all secrets are known that the texts may hold.
        List<Finding> findings = checkup.findings().stream()
                .map(finding -> finding.without(wiring.secrets()))
                .toList();
        DoctorResults.print(wiring.console(), input.output, findings);
        return Finding.exitCode(findings, strict);
    }
}
