package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildRunner.CancelReport;
import dev.imagefactory.planner.ImageSelection;
import java.util.ArrayList;
import java.util.List;

@Parameters(commandDescription = "Cancel the builds of images that have not ended")
final class CancelCommand extends InputCommand {
    @ParametersDelegate
    ServiceOptions service = new ServiceOptions();

    @Parameter(description = "IMAGE...", required = true, splitter = Converters.Whole.class)
    List<String> images = new ArrayList<>();

    @Override
    public ExitCode run(Wiring wiring) {
        Settings settings = wiring.settings(input);
        try (BuildLedger ledger = wiring.ledger(settings);
                ServiceSession session = wiring.connect(settings, service)) {
            List<String> known =
                    ledger.contents().builds().stream().map(Build::imageId).toList();
            images.forEach(pattern -> Selections.requireMatch(pattern, known));
            CancelReport report = session.runner(ledger).cancel(ImageSelection.matching(images));
            if (input.output == OutputFormat.JSON) {
                wiring.console().document(ReportJson.cancelled(report.builds(), report.incidents()));
            } else {
                report.builds()
                        .forEach(build -> wiring.console()
                                .result(build.imageId() + " " + build.state().id()));
                wiring.console().result("pending before: " + report.builds().size());
            }
            ReportText.printIncidents(wiring.console(), report.incidents());
            return Results.exitCode(report);
        }
    }
}
