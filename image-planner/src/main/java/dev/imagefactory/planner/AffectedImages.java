package dev.imagefactory.planner;

import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The images that a change concerns: those whose payload is another one, exactly. What the service does not get
 * (comments, the order of keys, what is meant for this tool) concerns none.
 *
 * @param images sorted by id
 */
public record AffectedImages(List<AffectedImage> images) {
    public AffectedImages {
        images = List.copyOf(images);
    }

    /**
     * An image that a change concerns.
     *
     * @param id as it is now, or was where the image was removed
     * @param causes at least one; undoing them all gives the old payload, doing nothing but them the new one
     */
    public record AffectedImage(String id, List<Cause> causes) {
        public AffectedImage {
            causes = List.copyOf(causes);
        }
    }

    /**
     * What differs between two states of definitions and variables.
     *
     * @throws IllegalArgumentException where one of them has errors: the images left out would look removed
     */
    public static AffectedImages between(RenderedImages before, RenderedImages after) {
        requireValid(before);
        requireValid(after);
        Map<String, RenderedImage> gone = new TreeMap<>();
        before.images().forEach(image -> gone.put(image.id(), image));
        List<RenderedImage> come = new ArrayList<>();
        List<AffectedImage> affected = new ArrayList<>();
        for (RenderedImage image : after.images()) {
            @Nullable RenderedImage old = gone.remove(image.id());
            if (old == null) {
                come.add(image);
            } else if (!old.fingerprint().equals(image.fingerprint())) {
                ImageChange change = new ImageChange(old, before.variables(), image, after.variables());
                affected.add(new AffectedImage(image.id(), change.causes()));
            }
        }
        renamed(gone, come).forEach((id, oldId) -> {
            affected.add(new AffectedImage(id, List.of(Cause.renamedFrom(oldId))));
            gone.remove(oldId);
            come.removeIf(image -> image.id().equals(id));
        });
        come.forEach(image -> affected.add(new AffectedImage(image.id(), List.of(Cause.added()))));
        gone.keySet().forEach(id -> affected.add(new AffectedImage(id, List.of(Cause.removed()))));
        affected.sort(Comparator.comparing(AffectedImage::id));
        return new AffectedImages(affected);
    }

    /**
     * The images that a change of one variable would concern: those that use it, since every use shows in the payload.
     *
     * @param variable the name; one that does not exist concerns no image
     * @throws IllegalArgumentException where the images have errors
     */
    public static AffectedImages uses(RenderedImages images, String variable) {
        requireValid(images);
        return new AffectedImages(images.images().stream()
                .filter(image -> image.variables().containsKey(variable))
                .map(image -> new AffectedImage(
                        image.id(),
                        List.of(Cause.uses(variable, image.variables().get(variable)))))
                .toList());
    }

    private static void requireValid(RenderedImages images) {
        if (images.hasErrors()) {
            throw new IllegalArgumentException("images with errors cannot be compared: " + images.problems());
        }
    }

    /** The old ids of images by their new ones: of those with the same payload first those with the same file name. */
    private static Map<String, String> renamed(Map<String, RenderedImage> gone, List<RenderedImage> come) {
        Map<String, List<String>> oldIds = new HashMap<>();
        gone.forEach((id, image) -> oldIds.computeIfAbsent(image.fingerprint(), each -> new ArrayList<>())
                .add(id));
        Map<String, String> renamed = new TreeMap<>();
        for (boolean sameFileName : new boolean[] {true, false}) {
            for (RenderedImage image : come) {
                Iterator<String> candidates = oldIds.getOrDefault(image.fingerprint(), new ArrayList<>())
                        .iterator();
                while (!renamed.containsKey(image.id()) && candidates.hasNext()) {
                    String oldId = candidates.next();
                    if (!sameFileName || fileName(oldId).equals(fileName(image.id()))) {
                        renamed.put(image.id(), oldId);
                        candidates.remove();
                    }
                }
            }
        }
        return renamed;
    }

    private static String fileName(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
