package dev.imagefactory.client.implementation;

/** Text that somebody else wrote, made fit for a message. It is never cut: half a secret could not be recognised. */
final class ForeignText {

    private ForeignText() {}

    /** The text on one line, without control or formatting characters. */
    static String clean(String text) {
        // Escape sequences, nulls and bidirectional marks mislead a reader; line ends and tabs separate words.
        return text.replaceAll("[\\p{Cf}\\p{Cs}[\\p{Cc}&&[^\\s]]]", "")
                .replaceAll("[\\s\\p{Zl}\\p{Zp}]+", " ")
                .strip();
    }

    /**
     * A URL as far as it is safe to show: queries and fragments may carry secrets, and so may user-info. What must not
     * be seen has to be out of it already, since half of it would not be recognised any more.
     */
    static String withoutQuery(String url) {
        return clean(url.replaceAll("[?#].*", "").replaceAll("//[^/@]*@", "//"));
    }
}
