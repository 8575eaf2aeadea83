package dev.imagefactory.template;

import dev.imagefactory.template.VariableSyntax.Escape;
import dev.imagefactory.template.VariableSyntax.Reference;
import dev.imagefactory.template.VariableSyntax.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The names that an image has had and may get: a definition's name of its image, with a slot for each variable. So
 * {@code Helix-VS2022_{VS_2022_VERSION}-{BUILD_DATE}} has the name {@code Helix-VS2022_17_3_1-2022-06-20}.
 *
 * <p>A slot takes letters, digits, dots and underscores, and dashes where the variable's present value has one. Where
 * that begins with a digit, the slot does too, and where it has no letter, a name fits closely that has none there
 * either. A built-in variable takes what has its form.
 */
public final class ImageNamePattern {
    private static final int LONGEST_NAME = 256;

    private final String text;
    private final boolean telling;
    private final String prefix;
    private final Pattern pattern;
    private final Pattern close;
    private final List<String> slots;

    private ImageNamePattern(
            String text, boolean telling, String prefix, Pattern pattern, Pattern close, List<String> slots) {
        this.text = text;
        this.telling = telling;
        this.prefix = prefix;
        this.pattern = pattern;
        this.close = close;
        this.slots = List.copyOf(slots);
    }

    /**
     * The distinct patterns of an image, in the order of its definition.
     *
     * @param names where definitions say the names of their images
     */
    public static List<ImageNamePattern> of(RenderedImage image, ImageNamePointer names) {
        List<ImageNamePointer.Found> templates = names.findIn(image.source().whole());
        List<ImageNamePointer.Found> rendered = names.findIn(image.payload().document());
        boolean alike = templates.size() == rendered.size();
        Map<String, ImageNamePattern> patterns = new LinkedHashMap<>();
        if (rendered.isEmpty()) {
            image.imageNames().forEach(name -> patterns.put(name, parse(name, Collections.emptySortedMap())));
        }
        for (int i = 0; i < rendered.size(); i++) {
            // A variable in a key moves the names of a definition to elsewhere; they are names without slots then.
            (alike ? templates : rendered)
                    .get(i)
                    .text()
                    .ifPresent(template -> patterns.computeIfAbsent(template, each -> parse(each, image.variables())));
        }
        return List.copyOf(patterns.values());
    }

    /** @param values the variables' present values */
    static ImageNamePattern parse(String template, SortedMap<String, String> values) {
        StringBuilder regex = new StringBuilder();
        StringBuilder close = new StringBuilder();
        StringBuilder literals = new StringBuilder();
        @Nullable String prefix = null;
        List<String> slots = new ArrayList<>();
        for (Segment segment : VariableSyntax.parse(template)) {
            if (segment instanceof Reference reference) {
                prefix = prefix == null ? literals.toString() : prefix;
                int known = slots.indexOf(reference.name());
                if (known < 0) {
                    slots.add(reference.name());
                    regex.append('(')
                            .append(slot(reference.name(), values, "A-Za-z"))
                            .append(')');
                    close.append('(').append(slot(reference.name(), values, "")).append(')');
                } else {
                    regex.append("(?:\\").append(known + 1).append(')');
                    close.append("(?:\\").append(known + 1).append(')');
                }
            } else {
                String literal = segment instanceof Escape escape ? escape.literal() : segment.source();
                regex.append(Pattern.quote(literal));
                close.append(Pattern.quote(literal));
                literals.append(literal);
            }
        }
        return new ImageNamePattern(
                template,
                literals.chars().anyMatch(Character::isLetter),
                prefix == null ? literals.toString() : prefix,
                Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE),
                Pattern.compile(close.toString(), Pattern.CASE_INSENSITIVE),
                slots);
    }

    /** @param letters those that a slot takes although the present value has none */
    private static String slot(String name, SortedMap<String, String> values, String letters) {
        Optional<BuiltIn> builtIn = BuiltIn.named(name);
        if (builtIn.isPresent()) {
            return switch (builtIn.get()) {
                case BUILD_DATE -> "[0-9]{4}-[0-9]{2}-[0-9]{2}";
                case BUILD_DAY -> "[0-9]{8}";
                case BUILD_TIME -> "[0-9]{8}-[0-9]{6}";
            };
        }
        String value = values.getOrDefault(name, "");
        boolean number = value.matches("(?s)[0-9].*");
        boolean hasLetters = value.matches("(?s).*\\p{L}.*");
        String first = number ? "[0-9]" : "[0-9A-Za-z]";
        String dash = value.indexOf('-') < 0 ? "" : "-";
        return first + "[0-9._" + (number && !hasLetters ? letters : "A-Za-z") + dash + "]*";
    }

    /** As the definition writes it. */
    public String text() {
        return text;
    }

    /** What all its names begin with, without regard to case. */
    public String prefix() {
        return prefix;
    }

    /** Whether it says enough to tell names of images from other texts: more than its variables. */
    public boolean isTelling() {
        return telling;
    }

    /** The values of the slots, by variable, in their order; empty where a text is no name of the image. */
    public Optional<Map<String, String>> match(String name) {
        return match(name, pattern);
    }

    /** The same for a text that looks like the present name; fewer do. */
    public Optional<Map<String, String>> matchClosely(String name) {
        return match(name, close);
    }

    private Optional<Map<String, String>> match(String name, Pattern form) {
        if (name.length() > LONGEST_NAME || !name.regionMatches(true, 0, prefix, 0, prefix.length())) {
            return Optional.empty();
        }
        Matcher matcher = form.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        IntStream.range(0, slots.size()).forEach(i -> values.put(slots.get(i), matcher.group(i + 1)));
        return Optional.of(Collections.unmodifiableMap(values));
    }

    @Override
    public String toString() {
        return text;
    }
}
