package dev.imagefactory.osob;

/** Foreign texts in Markdown, so that they mean nothing to it: no link, no mention, no table, no markup. */
final class Markdown {
    private static final int LONGEST = 300;

    private Markdown() {}

    /**
     * A text as code on one line, cut after 300 characters; no escape keeps a bar from ending a cell in all readers.
     */
    static String code(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
        int end = line.offsetByCodePoints(0, Math.min(LONGEST, line.codePointCount(0, line.length())));
        String cut = end < line.length() ? line.substring(0, end) + "..." : line;
        return cut.isEmpty() ? "" : "`" + cut.replace('`', '\'').replace('|', '\u00A6') + "`";
    }
}
