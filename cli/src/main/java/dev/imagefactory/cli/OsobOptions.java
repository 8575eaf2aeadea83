package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import dev.imagefactory.osob.OsobPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    /**
     * A file of promoted versions that is asked for by name, and so must be there; one of the configuration may not
     * have been written yet.
     */
    Path existing(Path file) {
        if (mapping != null && !Files.exists(file)) {
            throw new UsageException("the mapping " + mapping + " does not exist; imagefactory promote writes it");
        }
        return file;
    }

    /**
     * Looks whether there is such a ring: one of the configuration, or one that an image says of itself.
     *
     * @throws UsageException where there is none
     */
    void requireRing(Settings settings, Offered offered) {
        Set<String> rings = new TreeSet<>(offered.rings());
        settings.file().osob().policy().rings().forEach(each -> rings.add(each.name()));
        if (ring != null && !rings.contains(ring)) {
            throw new UsageException("there is no ring '" + ring + "'"
                    + (rings.isEmpty() ? "" : "; the rings are " + String.join(", ", rings)));
        }
    }
}
