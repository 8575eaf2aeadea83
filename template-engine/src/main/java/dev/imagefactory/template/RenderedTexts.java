package dev.imagefactory.template;

import dev.imagefactory.template.VariableSyntax.Segment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one set of variables, rendered: the same few come again and again in its definitions. Safe for
 * concurrent use.
 */
final class RenderedTexts {
    /** What is kept beyond that would seldom be asked for again. */
    private static final int MOST_TEXTS = 10_000;

    /**
     * A text that nothing is wrong with.
     *
     * @param variables those that it uses, with their values
     * @param isPlain whether there is nothing else to be said of it: it is no secret, and no lint concerns it
     */
    record RenderedText(String text, VariableValues variables, boolean isPlain) {
        static RenderedText of(String text, VariableValues variables) {
            return new RenderedText(text, variables, RenderedTexts.isPlain(text));
        }
    }

    private static boolean isPlain(String text) {
        return SecretReference.nameIn(text).isEmpty()
                && !SecretReference.standsInside(text)
                && TextLint.ALL.stream().noneMatch(lint -> lint.concerns(text));
    }

    private final ScalarRenderer renderer = new ScalarRenderer();
    private final Map<String, RenderedText> kept = new ConcurrentHashMap<>();
    private final Map<VariableValues, VariableValues> values = new ConcurrentHashMap<>();

    @Nullable
    RenderedText get(String template) {
        return kept.get(template);
    }

    void keep(String template, RenderedText text) {
        if (kept.size() < MOST_TEXTS) {
            kept.put(template, text);
        }
    }

    /** The values of the variables of an image, one object for all images with the same. */
    VariableValues shared(Map<String, String> variables) {
        VariableValues own = VariableValues.copyOf(variables);
        return values.size() < MOST_TEXTS ? values.computeIfAbsent(own, each -> each) : own;
    }

    String render(List<Segment> segments, Function<String, @Nullable String> valueOf) {
        synchronized (renderer) {
            return renderer.render(segments, valueOf);
        }
    }
}
