package dev.imagefactory.cli;

import com.beust.jcommander.Parameter;
import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.planner.PlanPolicy;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import java.util.ArrayList;
import java.util.List;

/** Which images are built whether or not they need it. */
final class ForceOptions {
    @Parameter(
            names = "--force",
            variableArity = true,
            splitter = Converters.Whole.class,
            description = "Build these images whether or not they need it (ids, or patterns with *)")
    List<String> images = new ArrayList<>();

    /** A policy that forces them; each must be defined and among the selected. */
    PlanPolicy forcing(PlanPolicy policy, RenderedImages defined, ImageSelection selected) {
        if (images.isEmpty()) {
            return policy;
        }
        List<String> ids = defined.images().stream().map(RenderedImage::id).toList();
        images.forEach(pattern -> Selections.requireMatch(pattern, ids));
        List<String> leftOut = ids.stream()
                .filter(ImageSelection.matching(images)::includes)
                .filter(id -> !selected.includes(id))
                .toList();
        if (!leftOut.isEmpty()) {
            throw new UsageException("--only or --exclude leaves out what is to be built: " + leftOut);
        }
        return policy.forcing(ImageSelection.matching(images));
    }
}
