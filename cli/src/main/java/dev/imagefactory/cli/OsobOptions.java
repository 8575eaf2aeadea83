package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import dev.imagefactory.osob.OsobPolicy;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which queues a command is about, and which of the images they may have. */
final class OsobOptions {
    @Nullable
    @Parameter(names = "--ring", description = "Only queues, or images, of this ring")
    String ring;

    @Nullable
    @Parameter(names = "--mapping", description = "File of promoted versions, images.json")
    String mapping;

    OsobPolicy policy(Settings settings) {
        return settings.file().osob().policy().only(ring);
    }

    /** The file of promoted versions; empty where whatever succeeded counts as promoted. */
    Optional<Path> mapping(Settings settings) {
        return Optional.ofNullable(mapping)
                .map(settings::inWorkingDirectory)
                .or(() -> Optional.ofNullable(settings.file().osob().mapping()));
    }
}
