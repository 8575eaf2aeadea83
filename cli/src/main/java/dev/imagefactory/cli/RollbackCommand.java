package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.osob.ImageMapping;
import dev.imagefactory.osob.Promotions;
import dev.imagefactory.osob.Promotions.Move;
import dev.imagefactory.osob.Promotions.WayBack;
import dev.imagefactory.osob.RolloutRecords;
import dev.imagefactory.planner.BuildLedger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = RollbackCommand.DESCRIPTION)
final class RollbackCommand extends InputCommand {
    static final String DESCRIPTION =
            "Take back the version of an image that consumers have: they get the good one before it again";

    @ParametersDelegate
    OsobOptions osob = new OsobOptions();

    @ParametersDelegate
    AzureOptions azure = new AzureOptions();

    @Nullable
    @Parameter(names = "--to", description = "The version to go back to (default: the last good one before)")
    String to;

    @Parameter(description = "IMAGE", splitter = Converters.Whole.class)
    List<String> imageIds = new ArrayList<>();

    @Override
    public ExitCode run(Wiring wiring) {
        if (imageIds.size() != 1) {
            throw new UsageException("rollback takes one image");
        }
        if (osob.ring != null) {
            throw new UsageException("rollback is about one image; leave out --ring");
        }
        Settings settings = wiring.settings(input);
        String imageId = imageIds.get(0);
        Offered offered = Offered.of(wiring, settings, azure);
        MappingFile.requireImage(offered, imageId);
        Optional<Path> file = osob.mapping(settings).map(osob::existing);
        file.ifPresent(each -> MappingFile.check(settings, each));
        ImageMapping before = file.map(each -> Offered.mapping(settings, each)).orElse(ImageMapping.EMPTY);
        Promotions promotions = new Promotions(offered.offers(), offered.at());
        WayBack back = MappingFile.orRefuse(() -> promotions.back(before, imageId, to));
        // The ledger first: where this ends half-way, nothing moves forward again, and a repetition does the rest.
        try (BuildLedger ledger = wiring.ledger(settings, azure)) {
            new RolloutRecords(ledger).takenBack(back.takenBack(), offered.at());
        }
        List<String> names = before.names(imageId);
        List<String> previous = names.isEmpty() && !back.takenBack().isEmpty()
                ? back.takenBack().get(back.takenBack().size() - 1).order().imageNames()
                : names;
        List<Move> moves = List.of(new Move(imageId, previous, back.to().order().imageNames(), null));
        file.ifPresent(each -> MappingFile.write(wiring, settings, each, before, moves));
        MappingFile.print(wiring, input, moves);
        return ExitCode.OK;
    }
}
