package dev.imagefactory.osob;

/**
 * A scalar as it stands in a file. By anchors and merge keys one scalar can be several values ({@link Leaf}); they then
 * have the same instance.
 *
 * @param start where its token begins, quotes included, anchor and tag not: an offset in chars
 * @param end where its token ends
 * @param line of its beginning, from 1
 * @param column of its beginning, from 1
 * @param value what the token says
 * @param style how it is written
 * @param type as what the value is read: the tag in YAML, the kind of token in JSON
 */
record Scalar(int start, int end, int line, int column, String value, Style style, String type) {
    /** How a scalar is written. */
    enum Style {
        PLAIN,
        /** Plain within brackets or braces, where fewer characters are allowed. */
        PLAIN_IN_FLOW,
        QUOTED,
        /** Behind {@code |} or {@code >}. */
        BLOCK
    }

    /** Of one text no two scalars begin at the same place, but for empty ones. */
    @Override
    public int hashCode() {
        return start;
    }

    boolean isPlain() {
        return style == Style.PLAIN || style == Style.PLAIN_IN_FLOW;
    }
}
