package dev.imagefactory.pullrequests;

/** What a server says, made fit for a message of ours. */
final class ForeignText {
    private static final int MOST = 300;

    private ForeignText() {}

    /** On one line, and not too long. */
    static String oneLine(String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() <= MOST ? line : PullRequestText.cut(line, MOST) + "…";
    }
}
