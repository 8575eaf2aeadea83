package dev.imagefactory.cli;

import dev.imagefactory.planner.ImageSelection;
import dev.imagefactory.template.NearestName;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import java.util.List;

/** Checks of the patterns that people give: one that matches nothing is a mistake, not an empty success. */
final class Selections {
    private Selections() {}

    static ImageSelection checked(ImageSelection selection, RenderedImages images) {
        List<String> ids = images.images().stream().map(RenderedImage::id).toList();
        selection.only().forEach(pattern -> requireMatch(pattern, ids));
        selection.exclude().forEach(pattern -> requireMatch(pattern, ids));
        return selection;
    }

    static void requireMatch(String pattern, List<String> ids) {
        if (ids.stream().noneMatch(id -> ImageSelection.matches(pattern, id))) {
            throw new UsageException("no defined image matches '" + pattern + "'; "
                    + NearestName.of(pattern, ids)
                            .map(id -> "did you mean '" + id + "'?")
                            .orElse("'imagefactory plan --all' lists the images"));
        }
    }
}
