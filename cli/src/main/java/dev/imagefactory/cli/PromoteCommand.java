package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import com.beust.jcommander.ParametersDelegate;
import dev.imagefactory.osob.ImageMapping;
import dev.imagefactory.osob.Promotions;
import dev.imagefactory.osob.Promotions.Move;
import dev.imagefactory.osob.Ring;
import dev.imagefactory.osob.RolloutRecords;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.template.RenderedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Parameters(commandDescription = PromoteCommand.DESCRIPTION)
final class PromoteCommand extends InputCommand {
    static final String DESCRIPTION = "Write the versions that consumers shall have into the mapping file, images.json";

    @ParametersDelegate
    OsobOptions osob = new OsobOptions();

    @ParametersDelegate
    AzureOptions azure = new AzureOptions();

    @Parameter(names = "--all-passed", description = "All images of which what is wanted now succeeded")
    boolean allPassed;

    @Nullable
    @Parameter(names = "--to", description = "This version of the one image, also one that was taken back")
    String to;

    @Parameter(description = "IMAGE...", splitter = Converters.Whole.class)
    List<String> imageIds = new ArrayList<>();

    @Override
    public ExitCode run(Wiring wiring) {
        Settings settings = wiring.settings(input);
        Path file = MappingFile.required(osob, settings);
        if (allPassed != imageIds.isEmpty() || (to != null && imageIds.size() != 1)) {
            throw new UsageException("promote takes --all-passed, or images, or one image with --to");
        }
        Offered offered = Offered.of(wiring, settings, azure);
        imageIds.forEach(id -> MappingFile.requireImage(offered, id));
        MappingFile.check(settings, file);
        requireRing(offered);
        ImageMapping before = Offered.mapping(settings, file);
        Promotions promotions = new Promotions(offered.offers(), offered.at());
        List<Move> moves = to == null
                ? promotions.promote(before, selected(offered), soak(settings))
                : List.of(version(wiring, settings, promotions, before, imageIds.get(0), to));
        MappingFile.write(wiring, settings, file, before, moves);
        MappingFile.print(wiring, input, moves);
        boolean refused = !allPassed && moves.stream().anyMatch(move -> move.heldBack() != null);
        return refused ? ExitCode.IMAGE_FAILED : ExitCode.OK;
    }

    /** Promotion is about images, so the ring is one that images say of themselves. */
    private void requireRing(Offered offered) {
        if (osob.ring != null && !offered.rings().contains(osob.ring)) {
            throw new UsageException("no image says of itself that it is of the ring '" + osob.ring
                    + "'; name the images, or give them a ring in their settings");
        }
        for (String imageId : imageIds) {
            if (osob.ring != null && !selected(offered).contains(imageId)) {
                throw new UsageException("the image '" + imageId + "' is not of the ring '" + osob.ring + "'");
            }
        }
    }

    private List<String> selected(Offered offered) {
        return offered.images().images().stream()
                .filter(image -> allPassed || imageIds.contains(image.id()))
                .filter(image ->
                        osob.ring == null || Objects.equals(image.settings().ring(), osob.ring))
                .map(RenderedImage::id)
                .toList();
    }

    private Duration soak(Settings settings) {
        return settings.file().osob().policy().rings().stream()
                .filter(ring -> ring.name().equals(osob.ring))
                .map(Ring::soak)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private Move version(
            Wiring wiring, Settings settings, Promotions promotions, ImageMapping before, String imageId, String name) {
        Build build = MappingFile.orRefuse(() -> promotions.version(imageId, name));
        try (BuildLedger ledger = wiring.ledger(settings, azure)) {
            new RolloutRecords(ledger).allowed(build);
        }
        return new Move(imageId, before.names(imageId), build.order().imageNames(), null);
    }
}
