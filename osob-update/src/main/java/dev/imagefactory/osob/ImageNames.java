package dev.imagefactory.osob;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.template.ImageNamePattern;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which image a text names: one whose build of the ledger has that name, else the one whose definition makes such
 * names.
 *
 * <p>Safe for concurrent use.
 */
public final class ImageNames {
    /** The shortest beginning by which a text looks like a name. */
    private static final int TELLING_PREFIX = 8;

    private final Map<String, List<ImageNamePattern>> patterns = new LinkedHashMap<>();
    private final Prefixes<Known> byPrefix = new Prefixes<>();
    private final Map<String, Set<String>> makers = new HashMap<>();

    /** What must stand in a text that names an image: how a pattern begins, or a name that no pattern makes. */
    private final Prefixes<String> traces = new Prefixes<>();

    /**
     * A pattern of an image.
     *
     * @param order among all patterns
     */
    private record Known(int order, String imageId, ImageNamePattern pattern) {}

    /**
     * @param images the definitions, rendered
     * @param names where definitions say the names of their images
     * @param ledger what was built; names in it are known even where the definition has changed its pattern since
     */
    public ImageNames(RenderedImages images, ImageNamePointer names, LedgerContents ledger) {
        int order = 0;
        for (RenderedImage image : images.images()) {
            List<ImageNamePattern> ofImage = ImageNamePattern.of(image, names);
            patterns.put(image.id(), ofImage);
            for (ImageNamePattern pattern : ofImage) {
                byPrefix.add(pattern.prefix(), new Known(order++, image.id(), pattern));
                traces.add(pattern.prefix(), pattern.prefix());
            }
        }
        for (Build build : ledger.builds()) {
            if (patterns.containsKey(build.imageId())) {
                for (String name : build.order().imageNames()) {
                    makers.computeIfAbsent(lowerCase(name), each -> new TreeSet<>())
                            .add(build.imageId());
                }
            }
        }
        makers.keySet().stream().filter(name -> traces.of(name).isEmpty()).forEach(name -> traces.add(name, name));
    }

    /**
     * Whether a text, be it a value or a whole file, may hold a name of any image, or what is nearly one; a quick look
     * that saves a closer one at most texts.
     */
    boolean mayStandIn(String text) {
        return traces.anyIn(text);
    }

    /**
     * An image that a text names.
     *
     * @param imageId the image
     * @param pattern the pattern that the text has; null where only the ledger knows the name
     * @param slots the values of the pattern's variables in the text
     */
    record Named(String imageId, @Nullable ImageNamePattern pattern, Map<String, String> slots) {}

    /**
     * The image of a name; empty where the text is no image's name.
     *
     * @throws AmbiguousNameException where it may be the name of several
     */
    Optional<Named> find(String text) {
        Set<String> known = makers.getOrDefault(lowerCase(text), Set.of());
        List<Named> candidates = candidates(text);
        Optional<Named> own = candidates.stream()
                .filter(each -> known.size() == 1 && known.contains(each.imageId))
                .findFirst();
        if (own.isPresent()) {
            return own;
        }
        if (known.size() == 1) {
            known.forEach(imageId -> candidates.add(new Named(imageId, null, Map.of())));
        }
        if (candidates.size() > 1) {
            throw new AmbiguousNameException("'" + text + "' may be the name of several images: "
                    + candidates.stream()
                            .map(each ->
                                    each.imageId + " (" + (each.pattern == null ? "by the ledger" : each.pattern) + ")")
                            .collect(Collectors.joining(", ")));
        }
        return candidates.stream().findFirst();
    }

    /** Those whose patterns a text has closely, or else at all. */
    private List<Named> candidates(String text) {
        List<Named> close = candidates(text, ImageNamePattern::matchClosely);
        return close.isEmpty() ? candidates(text, ImageNamePattern::match) : close;
    }

    /** The image whose names begin as a text does that is no image's name; of several the one with most in common. */
    Optional<Named> nearly(String text) {
        @Nullable Known nearest = null;
        for (Known known : byPrefix.of(text)) {
            int length = known.pattern.prefix().length();
            if (length >= TELLING_PREFIX
                    && (nearest == null || length > nearest.pattern.prefix().length())) {
                nearest = known;
            }
        }
        return nearest == null ? Optional.empty() : Optional.of(new Named(nearest.imageId, nearest.pattern, Map.of()));
    }

    /** By the first of an image's patterns that the text has, in the order of the definitions. */
    private List<Named> candidates(
            String text, BiFunction<ImageNamePattern, String, Optional<Map<String, String>>> match) {
        Map<String, Named> candidates = new LinkedHashMap<>();
        byPrefix.of(text).stream()
                .filter(known -> known.pattern.isTelling())
                .sorted(Comparator.comparingInt(Known::order))
                .forEach(known -> match.apply(known.pattern, text)
                        .ifPresent(slots ->
                                candidates.putIfAbsent(known.imageId, new Named(known.imageId, known.pattern, slots))));
        return new ArrayList<>(candidates.values());
    }

    /** That one of some names of an image which a reference to it means; empty where that is not clear. */
    static Optional<String> fitting(List<String> names, Named reference) {
        @Nullable ImageNamePattern pattern = reference.pattern;
        if (pattern == null) {
            return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
        }
        List<String> close = names.stream()
                .filter(name -> pattern.matchClosely(name).isPresent())
                .toList();
        List<String> fitting = close.isEmpty()
                ? names.stream().filter(name -> pattern.match(name).isPresent()).toList()
                : close;
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    /** Whether an image is defined. */
    boolean knows(String imageId) {
        return patterns.containsKey(imageId);
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** A text may be the name of several images; the message says which. */
    static final class AmbiguousNameException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AmbiguousNameException(String message) {
            super(message);
        }
    }
}
