package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildRunner.ManualReport;
import dev.imagefactory.planner.ImageSelection;
import java.util.ArrayList;
import java.util.List;

@Parameters(commandDescription = CancelCommand.DESCRIPTION)
final class CancelCommand extends InputCommand {
    static final String DESCRIPTION = "Cancel the builds of images that have not ended";

    @ParametersDelegate
    ServiceOptions service = new ServiceOptions();

    @ParametersDelegate
    LimitOptions limits = new LimitOptions();

    @Parameter(description = "IMAGE...", required = true, splitter = Converters.Whole.class)
    List<String> images = new ArrayList<>();

    @Override
    public ExitCode run(Wiring wiring) {
        Settings settings = wiring.settings(input);
        try (BuildLedger ledger = wiring.ledger(settings, service.azure);
                ServiceSession session = wiring.connect(settings, service)) {
            List<String> known =
                    ledger.contents().builds().stream().map(Build::imageId).toList();
            images.forEach(pattern -> Selections.requireMatch(pattern, known));
            ManualReport report = session.runner(ledger, settings.limits(limits, service.emulator, false))
                    .cancel(ImageSelection.matching(images));
            ManualResults.print(wiring, input, report);
            wiring.console().note("pending before: " + report.builds().size());
            return Results.exitCode(report);
        }
    }
}
