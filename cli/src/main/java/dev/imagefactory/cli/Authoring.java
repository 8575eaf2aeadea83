package dev.imagefactory.cli;

import dev.imagefactory.authoring.DefinitionTexts;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.TemplateEngine;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the commands that rewrite definitions work on. */
final class Authoring {
    private final Wiring wiring;
    private final Settings settings;
    private final Path folder;
    private final List<Path> variables;

    /**
     * @param named the folder of definitions; null for the one of the settings. For another one than that of the
     *     settings, their files of variables do not count
     */
    Authoring(Wiring wiring, InputOptions input, @Nullable String named) {
        this.wiring = wiring;
        Settings configured = wiring.settings(input);
        Path usual = configured.templates().normalize();
        if (named != null) {
            input.templates = named;
        }
        settings = wiring.settings(input);
        folder = settings.templates().normalize();
        boolean isUsual = folder.equals(usual);
        List<Path> said = isUsual || !input.variables.isEmpty() ? settings.variables() : List.of();
        variables = said.isEmpty() ? DefinitionTexts.variablesIn(folder) : said;
    }

    /** Reads the files as they are. */
    DefinitionTexts read() {
        return DefinitionTexts.read(folder, variables, settings::shown);
    }

    TemplateEngine engine() {
        return Wiring.engine(settings);
    }

    ImageNamePointer imageNames() {
        return settings.imageNamePointer();
    }

    /** Another folder to write to; null for none. */
    @Nullable
    Path target(@Nullable String out) {
        if (out == null) {
            return null;
        }
        Path target = wiring.surroundings().workingDirectory().resolve(out).normalize();
        if (target.startsWith(folder)) {
            throw new UsageException("--out " + out + " lies in the folder of the definitions; name one outside");
        }
        return target;
    }
}
