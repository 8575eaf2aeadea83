package dev.imagefactory.template;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern of image ids, in which {@code *} stands for any characters, {@code /} included, and {@code ?} for one.
 *
 * @param text the pattern as it was written
 */
public record ImageIdPattern(String text) {
    /** Whether an id matches. */
    public boolean matches(String imageId) {
        String regex = text.codePoints()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL).matcher(imageId).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
