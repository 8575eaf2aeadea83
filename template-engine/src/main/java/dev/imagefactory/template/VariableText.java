package dev.imagefactory.template;

import dev.imagefactory.template.VariableSyntax.Escape;
import dev.imagefactory.template.VariableSyntax.LookAlike;
import dev.imagefactory.template.VariableSyntax.Reference;
import dev.imagefactory.template.VariableSyntax.Segment;
import java.util.List;

/** A text of a definition as its variables divide it; for tools that write definitions. */
public final class VariableText {
    private VariableText() {}

    /** What a part of a text is. */
    public enum Kind {
        /** Stands for itself. */
        LITERAL,
        /** Is replaced: {@code {NAME}} or {@code <NAME>}. */
        VARIABLE,
        /** Stands for itself without its tilde. */
        ESCAPE,
        /** A name in a form that is not replaced, such as <code>${NAME}</code>. */
        LOOK_ALIKE
    }

    /**
     * A part of a text.
     *
     * @param source the characters of the text
     * @param name the name in it; empty for a literal
     */
    public record Part(Kind kind, String source, String name) {}

    /** The parts, which one after the other are the text. */
    public static List<Part> parts(String text) {
        return VariableSyntax.parse(text).stream().map(VariableText::part).toList();
    }

    private static Part part(Segment segment) {
        if (segment instanceof Reference reference) {
            return new Part(Kind.VARIABLE, reference.source(), reference.name());
        } else if (segment instanceof Escape escape) {
            return new Part(Kind.ESCAPE, escape.source(), escape.name());
        } else if (segment instanceof LookAlike lookAlike) {
            return new Part(Kind.LOOK_ALIKE, lookAlike.source(), lookAlike.name());
        }
        return new Part(Kind.LITERAL, segment.source(), "");
    }

    /** Whether a text is the name of a variable. */
    public static boolean isName(String text) {
        return VariableSyntax.isName(text);
    }
}
