package dev.imagefactory.osob;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.template.ImageNamePattern;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImages;
import java.util.ArrayList;
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
    private final Map<String, Set<String>> makers = new HashMap<>();

    /**
     * @param images the definitions, rendered
     * @param names where definitions say the names of their images
     * @param ledger what was built; names in it are known even where the definition has changed its pattern since
     */
    public ImageNames(RenderedImages images, ImageNamePointer names, LedgerContents ledger) {
        images.images().forEach(image -> patterns.put(image.id(), ImageNamePattern.of(image, names)));
        for (Build build : ledger.builds()) {
            if (patterns.containsKey(build.imageId())) {
                for (String name : build.order().imageNames()) {
                    makers.computeIfAbsent(lowerCase(name), each -> new TreeSet<>())
                            .add(build.imageId());
                }
            }
        }
    }

    /** Whether a text, of a whole file, may hold a name of any image; a quick look that saves reading most files. */
    boolean mayStandIn(String text) {
        String lowerCase = lowerCase(text);
        return patterns.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(pattern -> lowerCase.contains(lowerCase(pattern.prefix())))
                || makers.keySet().stream().anyMatch(lowerCase::contains);
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
        Optional<Named> nearest = Optional.empty();
        int length = TELLING_PREFIX - 1;
        for (Map.Entry<String, List<ImageNamePattern>> image : patterns.entrySet()) {
            for (ImageNamePattern pattern : image.getValue()) {
                String prefix = pattern.prefix();
                if (prefix.length() > length && text.regionMatches(true, 0, prefix, 0, prefix.length())) {
                    nearest = Optional.of(new Named(image.getKey(), pattern, Map.of()));
                    length = prefix.length();
                }
            }
        }
        return nearest;
    }

    private List<Named> candidates(
            String text, BiFunction<ImageNamePattern, String, Optional<Map<String, String>>> match) {
        List<Named> candidates = new ArrayList<>();
        patterns.forEach((imageId, ofImage) -> ofImage.stream()
                .filter(ImageNamePattern::isTelling)
                .flatMap(
                        pattern -> match.apply(pattern, text).map(slots -> new Named(imageId, pattern, slots)).stream())
                .findFirst()
                .ifPresent(candidates::add));
        return candidates;
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
