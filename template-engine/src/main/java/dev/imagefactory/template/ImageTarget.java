package dev.imagefactory.template;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A name that an image gets, in the place where it gets it.
 *
 * @param imageName may hold built-in variables, as {@code Helix-{BUILD_DATE}}
 * @param destination identifies the place: the storage account's name, else all that stands beside the name as
 *     canonical JSON; empty where the definition names no place
 */
public record ImageTarget(String imageName, String destination) {
    // A record's own equals and hashCode are put together at each start of the program, which takes 10 ms; this is a
    // key.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ImageTarget target
                && target.imageName.equals(imageName)
                && target.destination.equals(destination);
    }

    @Override
    public int hashCode() {
        return 31 * imageName.hashCode() + destination.hashCode();
    }

    /** The distinct names of targets, in their order. */
    public static List<String> names(List<ImageTarget> targets) {
        return targets.size() == 1
                ? List.of(targets.get(0).imageName())
                : targets.stream().map(ImageTarget::imageName).distinct().toList();
    }

    /** What two targets have in common where they are the same image: Azure compares names without regard to case. */
    public ImageTarget normalised() {
        return new ImageTarget(imageName.toLowerCase(Locale.ROOT), destination);
    }
}
