package dev.imagefactory.template;

import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.Severity;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/**
 * The outcome of rendering a set of definitions.
 *
 * @param images those without an error, sorted by id
 * @param variables all variables of the set with their values, whether or not an image uses them
 * @param problems all errors and warnings, by file and line
 */
public record RenderedImages(List<RenderedImage> images, SortedMap<String, String> variables, List<Problem> problems) {
    public RenderedImages {
        images = List.copyOf(images);
        variables = VariableValues.copyOf(variables);
        problems = List.copyOf(problems);
    }

    /**
     * The same images, with fingerprints by which a new version of a secret is a change: they cover the name and
     * version of each secret of an image too, and {@link RenderedImage#variables} tells the versions. An image without
     * secrets stays as it is.
     *
     * @param versionOf the version of a secret by its name without prefix; asked for each image that uses the secret
     */
    public RenderedImages withSecretVersions(UnaryOperator<String> versionOf) {
        return new RenderedImages(
                images.stream()
                        .map(image -> image.withSecretVersions(versionOf))
                        .toList(),
                variables,
                problems);
    }

    /** Whether anything is wrong that must keep the images from being built. */
    public boolean hasErrors() {
        return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }
}
