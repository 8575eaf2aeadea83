package dev.imagefactory.planner;

import dev.imagefactory.template.RenderedImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The order of images by what they are built upon: each one's stage is one more than its base's. */
final class BaseStages {
    private final Map<String, RenderedImage> images = new HashMap<>();
    private final List<RenderedImage> inOrder;

    BaseStages(Collection<RenderedImage> images) {
        images.forEach(image -> this.images.put(image.id(), image));
        List<RenderedImage> sorted = new ArrayList<>(images);
        sorted.sort(Comparator.comparing(RenderedImage::id));
        if (images.stream().anyMatch(image -> image.base() != null)) {
            sorted.sort(Comparator.comparingInt(this::stage));
        }
        this.inOrder = sorted;
    }

    /** The images, each after its base, those of one stage by id. */
    List<RenderedImage> inOrder() {
        return inOrder;
    }

    /** The image of the set that one is built upon. */
    Optional<RenderedImage> base(RenderedImage image) {
        @Nullable String base = image.base();
        return base == null ? Optional.empty() : Optional.ofNullable(images.get(base));
    }

    /** How many images one is built upon, one upon the other. */
    int stage(RenderedImage image) {
        int stage = 0;
        for (Optional<RenderedImage> base = base(image); base.isPresent(); base = base(base.get())) {
            stage++;
            if (stage > images.size()) {
                throw new IllegalArgumentException(image.id() + " is built upon itself");
            }
        }
        return stage;
    }
}
