package dev.imagefactory.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes XML, and HTML that is XML too. Text and values of attributes are escaped here and nowhere else, so that no
 * caller can forget it.
 */
final class Markup {
    /** Elements inside a line of text; the others begin on a line of their own. */
    private static final Set<String> INLINE =
            Set.of("a", "code", "span", "strong", "time", "tspan", "title", "text", "rect", "path", "summary", "label");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    Markup(String prologue) {
        out.append(prologue);
    }

    /** @param attributes names and values in turn */
    Markup open(String name, String... attributes) {
        tag(name, attributes);
        out.append('>');
        open.push(name);
        return this;
    }

    /** An element without content, which HTML knows as such. */
    Markup empty(String name, String... attributes) {
        tag(name, attributes);
        out.append("/>");
        return this;
    }

    Markup element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close();
    }

    Markup text(String text) {
        escape(SafeText.block(text), false);
        return this;
    }

    /** The style sheet, which is our own and holds nothing to escape. */
    Markup style(String css) {
        out.append("\n<style>").append(css).append("</style>");
        return this;
    }

    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** The document, ended by a line feed. */
    String finished() {
        while (!open.isEmpty()) {
            close();
        }
        return out.append('\n').toString();
    }

    private void tag(String name, String... attributes) {
        if (!INLINE.contains(name)) {
            out.append('\n');
        }
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(SafeText.line(attributes[i + 1]), true);
            out.append('"');
        }
    }

    private void escape(String text, boolean attribute) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append(attribute ? "&quot;" : "\"");
                default -> out.append(c);
            }
        }
    }
}
