package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildRunner.ManualReport;
import dev.imagefactory.planner.RunPolicy;
import java.util.ArrayList;
import java.util.List;

@Parameters(commandDescription = AdoptCommand.DESCRIPTION)
final class AdoptCommand extends InputCommand {
    static final String DESCRIPTION = "Name the job of a build of which it is not known whether the service started it";

    @ParametersDelegate
    ServiceOptions service = new ServiceOptions();

    @Parameter(description = "IMAGE TRACKING-ID", required = true, splitter = Converters.Whole.class)
    List<String> imageAndJob = new ArrayList<>();

    @Override
    public ExitCode run(Wiring wiring) {
        if (imageAndJob.size() != 2) {
            throw new UsageException("adopt takes an image and a tracking id");
        }
        String image = imageAndJob.get(0);
        String trackingId = imageAndJob.get(1);
        Settings settings = wiring.settings(input);
        try (BuildLedger ledger = wiring.ledger(settings, service.azure);
                ServiceSession session = wiring.connect(settings, service)) {
            ManualReport report = session.runner(ledger, RunPolicy.DEFAULT).adopt(image, trackingId);
            if (report.builds().isEmpty() && report.incidents().isEmpty()) {
                throw new UsageException(
                        "the service does not know the tracking id '" + trackingId + "', or no longer");
            }
            ManualResults.print(wiring, input, report);
            return Results.exitCode(report);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
