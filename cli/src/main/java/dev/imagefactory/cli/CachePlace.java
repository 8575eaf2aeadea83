package dev.imagefactory.cli;

import dev.imagefactory.template.RenderingCache;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Where renderings are kept from one call to the next: one file for each folder of definitions. */
final class CachePlace {
    private final Surroundings surroundings;
    private final ProgramVersion version;

    /** @param version of the program; nothing is kept of one that other code may have too */
    CachePlace(Surroundings surroundings, ProgramVersion version) {
        this.surroundings = surroundings;
        this.version = version;
    }

    /** The cache of a folder of definitions; empty where nothing is to be kept, or nobody knows where. */
    Optional<RenderingCache> of(Settings settings) {
        if (!settings.keepsRenderings() || !version.isCertain()) {
            return Optional.empty();
        }
        Optional<Path> folder = settings.cache().or(this::ofUser);
        String definitions = settings.templates().toAbsolutePath().normalize().toString();
        UUID name = UUID.nameUUIDFromBytes(definitions.getBytes(StandardCharsets.UTF_8));
        return folder.map(each -> new RenderingCache(each.resolve(name + ".renderings"), version.toString()));
    }

    /**
     * The user's caches, after the XDG base directory specification; on Windows among the local data of applications.
     */
    private Optional<Path> ofUser() {
        return surroundings
                .variable("XDG_CACHE_HOME")
                .or(() -> surroundings.variable("LOCALAPPDATA"))
                .or(() -> surroundings.variable("HOME").map(home -> home + "/.cache"))
                .map(caches -> surroundings.workingDirectory().resolve(caches).resolve("imagefactory"));
    }
}
