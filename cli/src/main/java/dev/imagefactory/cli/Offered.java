package dev.imagefactory.cli;

import dev.imagefactory.osob.ImageMapping;
import dev.imagefactory.osob.ImageNames;
import dev.imagefactory.osob.Offers;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.ImagePlanner;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the definitions and the ledger offer to consumers.
 *
 * @param at when
 */
record Offered(RenderedImages images, ImageNames names, Offers offers, Instant at) {
    /**
     * Reads definitions and ledger; no service is asked.
     *
     * @throws InvalidInputException where anything is wrong with the definitions
     */
    static Offered of(Wiring wiring, Settings settings, AzureOptions azure) {
        Instant now = wiring.surroundings().clock().instant();
        SelectionOptions standard = new SelectionOptions();
        RenderedImages images =
                wiring.versioned(wiring.renderValid(settings), settings, settings.secretVersions(standard), azure);
        LedgerContents contents;
        try (BuildLedger ledger = wiring.ledgers(settings, azure).openToRead()) {
            contents = ledger.contents();
        }
        contents.incidents().forEach(incident -> wiring.console().warning(incident.message()));
        ImagePlanner planner = new ImagePlanner(settings.policy(standard));
        return new Offered(
                images,
                new ImageNames(images, settings.imageNamePointer(), contents),
                new Offers(planner.plan(images, contents, ImageSelection.ALL, now), contents),
                now);
    }

    /** The rings that images say of themselves. */
    Set<String> rings() {
        Set<String> rings = new TreeSet<>();
        for (RenderedImage image : images.images()) {
            Optional.ofNullable(image.settings().ring()).ifPresent(rings::add);
        }
        return rings;
    }

    /** The versions in a file; none where it does not exist. */
    static ImageMapping mapping(Settings settings, Path file) {
        String shown = settings.shown(file);
        try {
            return ImageMapping.parse(Files.readString(file), shown);
        } catch (NoSuchFileException e) {
            return ImageMapping.EMPTY;
        } catch (IOException e) {
            throw new UncheckedIOException("the mapping " + shown + " cannot be read (" + e + ")", e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
