package dev.imagefactory.template;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An image definition with its variables put in: what would be built.
 *
 * @param id the definition's path below its folder, without extension, with {@code /} between folders
 * @param file the path of the definition for messages
 * @param targets the names that the image gets, in the definition's order; at least one
 * @param payload what the service would be asked for, without secrets
 * @param fingerprint {@link RedactedPayload#fingerprint} of the payload
 * @param definitionFingerprint the same over the definition before rendering: it changes when the template was edited,
 *     and not when a variable was
 * @param variables the variables that the definition uses, with their values
 * @param secrets the names of the secrets that it refers to, without prefix
 */
public record RenderedImage(
        String id,
        String file,
        List<ImageTarget> targets,
        RedactedPayload payload,
        String fingerprint,
        String definitionFingerprint,
        SortedMap<String, String> variables,
        SortedSet<String> secrets) {

    public RenderedImage {
        targets = List.copyOf(targets);
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        secrets = Collections.unmodifiableSortedSet(new TreeSet<>(secrets));
    }

    /** The distinct names of the image; built-in variables stand in them as {@code {NAME}}. */
    public List<String> imageNames() {
        return ImageTarget.names(targets);
    }

    /** The names that the image gets when it is submitted at an instant, each with its place. */
    public List<ImageTarget> targetsAt(Instant submission) {
        return targets.stream()
                .map(target -> new ImageTarget(
                        RedactedPayload.withBuiltIns(target.imageName(), submission), target.destination()))
                .toList();
    }
}
