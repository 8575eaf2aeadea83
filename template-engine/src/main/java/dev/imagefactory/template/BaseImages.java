package dev.imagefactory.template;

import dev.imagefactory.template.RenderedDefinition.BaseText;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which images of a set are built upon which others of it. */
final class BaseImages {
    private static final Pattern RESOURCE_ID =
            Pattern.compile("/images/([^/]+)(?:/versions/[^/]+)?/?$", Pattern.CASE_INSENSITIVE);

    private static final String IMAGES = "/images/";

    private final Set<String> defined;
    private final Map<String, Location> said;
    private final Map<String, List<BaseText>> texts;
    private final Problems problems;

    /**
     * @param defined the ids of all definitions, the faulty ones included
     * @param said where the base of an image is said by its id; without those of which it is not
     * @param texts what may name the base of an image otherwise
     */
    BaseImages(Set<String> defined, Map<String, Location> said, Map<String, List<BaseText>> texts, Problems problems) {
        this.defined = defined;
        this.said = said;
        this.texts = texts;
        this.problems = problems;
    }

    /** The images, each with its base, in their order. */
    List<RenderedImage> resolve(List<RenderedImage> images) {
        Map<String, Set<String>> makers = makers(images);
        List<RenderedImage> resolved = new ArrayList<>(images.size());
        boolean anyBase = false;
        for (RenderedImage image : images) {
            @Nullable String base = base(image, makers);
            resolved.add(base == null ? image : image.withBase(base));
            anyBase |= base != null;
        }
        if (anyBase) {
            refuseCycles(resolved);
        }
        return List.copyOf(resolved);
    }

    /** Which images make the names that are asked for; without regard to case, as all names here. */
    private Map<String, Set<String>> makers(List<RenderedImage> images) {
        Set<String> names = texts.values().stream()
                .flatMap(List::stream)
                .map(text -> lowerCase(nameIn(text.text())))
                .collect(Collectors.toSet());
        Map<String, Set<String>> makers = new HashMap<>();
        for (RenderedImage image : images) {
            for (ImageTarget target : image.targets()) {
                String name = lowerCase(target.imageName());
                if (names.contains(name)) {
                    makers.merge(name, Set.of(image.id()), BaseImages::union);
                }
            }
        }
        return makers;
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }

    private @Nullable String base(RenderedImage image, Map<String, Set<String>> makers) {
        @Nullable String named = image.settings().base();
        if (named != null) {
            if (!defined.contains(named)) {
                problems.add(
                        ProblemCode.UNKNOWN_BASE,
                        locationOf(image),
                        "/" + ImageSettings.KEY + "/base",
                        "the base '" + named + "' is the id of no definition",
                        NearestName.of(named, defined)
                                .map(id -> "did you mean '" + id + "'?")
                                .orElse("give a path below the folder of definitions, without extension"));
            }
            return named;
        }
        for (BaseText text : texts.getOrDefault(image.id(), List.of())) {
            Optional<String> base = madeBy(image, text, makers);
            if (base.isPresent()) {
                return base.get();
            }
        }
        return null;
    }

    /**
     * The image that a text names, by itself or as an image's resource id, {@code /.../images/NAME/versions/1}. Other
     * paths, as {@code /Publisher/Offer/Sku/latest}, name something else, whatever their parts are called.
     */
    private Optional<String> madeBy(RenderedImage image, BaseText text, Map<String, Set<String>> makers) {
        @Nullable Set<String> all = makers.isEmpty() ? null : makers.get(lowerCase(nameIn(text.text())));
        if (all == null) {
            return Optional.empty();
        }
        Set<String> candidates = new TreeSet<>(all);
        candidates.remove(image.id());
        if (candidates.size() > 1) {
            problems.add(
                    ProblemCode.AMBIGUOUS_BASE,
                    text.place().location(),
                    text.place().pointer().text(),
                    "several definitions make an image of this name: " + String.join(", ", candidates),
                    "say which one is meant by \"" + ImageSettings.KEY + "\": {\"base\": ID}");
        }
        return candidates.stream().findFirst();
    }

    private static String nameIn(String text) {
        if (!TextLint.contains(text, IMAGES)) {
            return text;
        }
        Matcher resource = RESOURCE_ID.matcher(text);
        return resource.find() ? resource.group(1) : text;
    }

    private Location locationOf(RenderedImage image) {
        return said.getOrDefault(image.id(), Location.of(image.file()));
    }

    private void refuseCycles(List<RenderedImage> all) {
        Map<String, RenderedImage> images = new HashMap<>();
        all.forEach(image -> images.put(image.id(), image));
        Set<String> seen = new HashSet<>();
        for (RenderedImage start : all) {
            if (start.base() == null) {
                continue;
            }
            List<String> chain = new ArrayList<>();
            @Nullable RenderedImage image = start;
            while (image != null && seen.add(image.id())) {
                chain.add(image.id());
                @Nullable String base = image.base();
                image = base == null ? null : images.get(base);
            }
            if (image != null && chain.contains(image.id())) {
                List<String> circle = chain.subList(chain.indexOf(image.id()), chain.size());
                problems.add(
                        ProblemCode.BASE_CYCLE,
                        locationOf(image),
                        "",
                        "images are based on one another in a circle: " + String.join(" on ", circle) + " on "
                                + image.id(),
                        "give one of them another base");
            }
        }
    }
}
