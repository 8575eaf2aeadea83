package dev.imagefactory.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of variables in a text: {@code {NAME}} and {@code <NAME>} are replaced, {@code {~NAME}} and
 * {@code <~NAME>} stand for the same without the tilde, everything else is literal.
 */
final class VariableSyntax {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");

    /** Anything in braces or angle brackets that might be meant as a variable. */
    private static final Pattern CANDIDATE =
            Pattern.compile(candidate("\\{", "brace", "}") + "|" + candidate("<", "angle", ">"));

    private VariableSyntax() {}

    /** A name in brackets, with any white space around it, that of a copied web page included. */
    private static String candidate(String open, String group, String close) {
        String space = "[\\s\\p{Z}\\p{Cf}]*";
        return open + "~?" + space + "(?<" + group + ">[A-Za-z][A-Za-z0-9_]*)" + space + close;
    }

    /** A piece of a text; the pieces of a text, one after the other, are the text. */
    sealed interface Segment {
        /** The characters of the template. */
        String source();
    }

    record Literal(String source) implements Segment {}

    /** A variable to be replaced. */
    record Reference(String source, String name) implements Segment {}

    /**
     * A literal text that is written with a tilde because it would be, or look like, a variable without.
     *
     * @param looksAlikeOnly whether it would not be replaced without the tilde either
     */
    record Escape(String source, String name, boolean looksAlikeOnly) implements Segment {
        String literal() {
            return source.replace("~", "");
        }
    }

    /** A name in a form that is not replaced: <code>${NAME}</code>, <code>{{NAME}}</code>, <code>{name}</code>. */
    record LookAlike(String source, String name) implements Segment {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether a text can hold anything but literals; a quick test that saves parsing most scalars. */
    static boolean mayHoldVariable(String text) {
        return text.indexOf('{') >= 0 || text.indexOf('<') >= 0;
    }

    static List<Segment> parse(String text) {
        List<Segment> segments = new ArrayList<>();
        Matcher candidate = CANDIDATE.matcher(text);
        int end = 0;
        while (candidate.find()) {
            if (candidate.start() > end) {
                segments.add(new Literal(text.substring(end, candidate.start())));
            }
            segments.add(segment(text, candidate));
            end = candidate.end();
        }
        if (end < text.length()) {
            segments.add(new Literal(text.substring(end)));
        }
        return segments;
    }

    private static Segment segment(String text, Matcher candidate) {
        String source = candidate.group();
        String name = source.charAt(0) == '{' ? candidate.group("brace") : candidate.group("angle");
        boolean escaped = source.charAt(1) == '~';
        boolean plain = source.length() == name.length() + (escaped ? 3 : 2);
        boolean looksAlikeOnly = !plain || !isName(name) || isForeign(text, candidate.start(), candidate.end());
        if (escaped) {
            return new Escape(source, name, looksAlikeOnly);
        }
        return looksAlikeOnly ? new LookAlike(source, name) : new Reference(source, name);
    }

    /**
     * Whether the neighbours make the braces somebody else's: <code>${X}</code>, <code>%{X}</code>, <code>{{X}}</code>,
     * or the heredoc {@code <<EOF>file}.
     */
    private static boolean isForeign(String text, int start, int end) {
        if (start == 0) {
            return false;
        }
        char before = text.charAt(start - 1);
        return switch (before) {
            case '$', '%' -> true;
            case '<' -> text.charAt(start) == '<';
            case '{' -> text.charAt(start) == '{' && end < text.length() && text.charAt(end) == '}';
            default -> false;
        };
    }
}
