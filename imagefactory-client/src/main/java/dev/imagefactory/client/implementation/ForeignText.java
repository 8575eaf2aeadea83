package dev.imagefactory.client.implementation;

/** Text that somebody else wrote, made fit for a message. */
final class ForeignText {

    private static final int LONGEST = 500;

    private ForeignText() {}

    /** The text on one line, without control or formatting characters, cut after 500 characters. */
    static String clean(String text) {
        // Line ends and tabs separate words; escape sequences, nulls and bidirectional marks mislead a reader.
        String line = text.replaceAll("\\s+", " ")
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", "")
                .strip();
        if (line.codePointCount(0, line.length()) <= LONGEST) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
    }

    /** A URL as far as it is safe to show: queries and fragments may carry secrets, and so may user-info. */
    static String withoutQuery(String url) {
        return clean(url.replaceAll("[?#].*", "").replaceAll("//[^/@]*@", "//"));
    }
}
