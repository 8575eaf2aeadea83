package dev.imagefactory.template;

/**
 * A pattern of image ids, in which {@code *} stands for any characters, {@code /} included, and {@code ?} for one;
 * {@code \*} and {@code \?} stand for these characters themselves.
 *
 * @param text the pattern as it was written
 */
public record ImageIdPattern(String text) {
    /** The pattern that one id alone matches. */
    public static ImageIdPattern exactly(String imageId) {
        return new ImageIdPattern(imageId.replace("*", "\\*").replace("?", "\\?"));
    }

    /** Whether an id matches. */
    public boolean matches(String imageId) {
        int at = 0;
        int read = 0;
        int afterStar = -1;
        int starEnd = 0;
        while (at < imageId.length()) {
            if (isAt(read, '*')) {
                read++;
                afterStar = read;
                starEnd = at;
            } else if (isAt(read, '?')) {
                read++;
                at = next(imageId, at);
            } else if (isAt(afterEscape(read), imageId.charAt(at))) {
                read = afterEscape(read) + 1;
                at++;
            } else if (afterStar >= 0) {
                // The last star may stand for one character more; those before it need not.
                read = afterStar;
                starEnd = next(imageId, starEnd);
                at = starEnd;
            } else {
                return false;
            }
        }
        while (isAt(read, '*')) {
            read++;
        }
        return read == text.length();
    }

    private boolean isAt(int place, char wanted) {
        return place < text.length() && text.charAt(place) == wanted;
    }

    private int afterEscape(int place) {
        return isAt(place, '\\') && (isAt(place + 1, '*') || isAt(place + 1, '?')) ? place + 1 : place;
    }

    private static int next(String imageId, int at) {
        return at + Character.charCount(imageId.codePointAt(at));
    }

    @Override
    public String toString() {
        return text;
    }
}
