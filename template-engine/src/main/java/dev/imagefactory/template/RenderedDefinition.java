package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A definition rendered by itself: what it has to do with the others of its set is not looked at yet.
 *
 * @param definition what was rendered
 * @param source tells what it was rendered from, its defaults included; null where no cache wants to know, or one knew
 * @param problems what is wrong with it
 * @param lints what is often a mistake in it; only looked for where nothing is wrong
 * @param content null where its document cannot be read
 */
record RenderedDefinition(
        Definition definition,
        @Nullable ContentChecksum source,
        Problems problems,
        Problems lints,
        @Nullable Content content) {

    /** One that a cache knew, so that nothing is wrong with it. */
    static RenderedDefinition known(Definition definition, Content content) {
        return new RenderedDefinition(definition, null, new Problems(), new Problems(), content);
    }

    /** A text of a definition, and where it stands. */
    record Place(Location location, JsonPointer pointer) {}

    /** A name of the image, and where it stands. */
    record Name(ImageTarget target, Place place) {}

    /** What may be the name of the image that this one is built upon. */
    record BaseText(String text, Place place) {}

    /**
     * What a definition that could be read says.
     *
     * @param usedVariables the names of the variables in it
     * @param names the names of its image
     * @param baseTexts what may name its base, unless its settings do
     * @param baseSetting where its settings name the base; null where they do not
     * @param settings what it and its defaults say to this tool, silences included
     * @param withheld what would have been reported without silences
     * @param image without its base; null where something is wrong with it
     */
    record Content(
            Set<String> usedVariables,
            List<Name> names,
            List<BaseText> baseTexts,
            @Nullable Location baseSetting,
            JsonObject settings,
            Set<ProblemCode> withheld,
            @Nullable RenderedImage image) {}
}
