package dev.imagefactory.template;

import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.Severity;
import java.util.List;

/**
 * The outcome of rendering a set of definitions.
 *
 * @param images those without an error, sorted by id
 * @param problems all errors and warnings, by file and line
 */
public record RenderedImages(List<RenderedImage> images, List<Problem> problems) {
    public RenderedImages {
        images = List.copyOf(images);
        problems = List.copyOf(problems);
    }

    /** Whether anything is wrong that must keep the images from being built. */
    public boolean hasErrors() {
        return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }
}
