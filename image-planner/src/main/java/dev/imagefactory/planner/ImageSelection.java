package dev.imagefactory.planner;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A choice of images by patterns of their ids.
 *
 * <p>In a pattern {@code *} stands for any characters, {@code /} included, and {@code ?} for one.
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

    public boolean includes(String imageId) {
        return (only.isEmpty() || only.stream().anyMatch(pattern -> matches(pattern, imageId)))
                && exclude.stream().noneMatch(pattern -> matches(pattern, imageId));
    }

    /** Whether an id matches a pattern. */
    public static boolean matches(String pattern, String imageId) {
        String regex = pattern.chars()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL).matcher(imageId).matches();
    }
}
