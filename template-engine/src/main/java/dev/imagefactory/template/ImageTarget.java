package dev.imagefactory.template;

import java.util.List;
import java.util.Locale;

/**
 * A name that an image gets, in the place where it gets it.
 *
 * @param imageName may hold built-in variables, as {@code Helix-{BUILD_DATE}}
 * @param destination identifies the place: the storage account's name, else all that stands beside the name as
 *     canonical JSON; empty where the definition names no place
 */
public record ImageTarget(String imageName, String destination) {
    /** The distinct names of targets, in their order. */
    public static List<String> names(List<ImageTarget> targets) {
        return targets.stream().map(ImageTarget::imageName).distinct().toList();
    }

    /** What two targets have in common where they are the same image: Azure compares names without regard to case. */
    public ImageTarget normalised() {
        return new ImageTarget(imageName.toLowerCase(Locale.ROOT), destination);
    }
}
