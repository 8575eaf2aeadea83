package dev.imagefactory.template;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern of image ids, in which {@code *} stands for any characters, {@code /} included, and {@code ?} for one;
 * {@code \*} and {@code \?} stand for these characters themselves.
 *
 * @param text the pattern as it was written
 */
public record ImageIdPattern(String text) {
    private static final String ALL = "*";

    private static final Pattern PART = Pattern.compile("\\\\[*?]|.", Pattern.DOTALL);

    /** The pattern that one id alone matches. */
    public static ImageIdPattern exactly(String imageId) {
        return new ImageIdPattern(imageId.replace("*", "\\*").replace("?", "\\?"));
    }

    /** Whether an id matches. */
    public boolean matches(String imageId) {
        if (text.equals(ALL)) {
            return true;
        }
        String regex = PART.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(part -> switch (part) {
                    case "*" -> ".*";
                    case "?" -> ".";
                    case "\\*", "\\?" -> part;
                    default -> Pattern.quote(part);
                })
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL).matcher(imageId).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
