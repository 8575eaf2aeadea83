package dev.imagefactory.planner;

import dev.imagefactory.template.ImageIdPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A choice of images by patterns of their ids, see {@link ImageIdPattern}.
 *
 * @param only where not empty, an image must match one of these
 * @param exclude an image must match none of these
 */
public record ImageSelection(List<String> only, List<String> exclude) {
    public static final ImageSelection ALL = new ImageSelection(List.of(), List.of());
    public static final ImageSelection NONE = new ImageSelection(List.of(), List.of("*"));

    public ImageSelection {
        only = List.copyOf(only);
        exclude = List.copyOf(exclude);
    }

    /** The images that match one of these patterns; none where there is no pattern. */
    public static ImageSelection matching(List<String> patterns) {
        return patterns.isEmpty() ? NONE : new ImageSelection(patterns, List.of());
    }

    /** The images with these ids, in which no character has a meaning; none where there is no id. */
    public static ImageSelection ofIds(Collection<String> imageIds) {
        return matching(exactly(imageIds));
    }

    /** The same choice without these images. */
    ImageSelection without(Collection<String> imageIds) {
        List<String> excluded = new ArrayList<>(exclude);
        excluded.addAll(exactly(imageIds));
        return new ImageSelection(only, excluded);
    }

    private static List<String> exactly(Collection<String> imageIds) {
        return imageIds.stream().map(id -> ImageIdPattern.exactly(id).text()).toList();
    }

    public boolean includes(String imageId) {
        return (only.isEmpty() || only.stream().anyMatch(pattern -> matches(pattern, imageId)))
                && exclude.stream().noneMatch(pattern -> matches(pattern, imageId));
    }

    /** Whether an id matches a pattern. */
    public static boolean matches(String pattern, String imageId) {
        return new ImageIdPattern(pattern).matches(imageId);
    }
}
