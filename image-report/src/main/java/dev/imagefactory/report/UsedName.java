package dev.imagefactory.report;

import dev.imagefactory.osob.Reference;
import java.util.List;

/**
 * A name of an image that consumers name.
 *
 * @param imageName the name, which says the version
 * @param behind whether that is not what they should name now
 * @param references where they name it; at least one
 */
public record UsedName(String imageName, boolean behind, List<Reference> references) {
    public UsedName {
        references = List.copyOf(references);
    }
}
