package dev.imagefactory.template;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is said about an image to this tool and not to the service: under the key {@value #KEY} of its definition or of
 * its defaults, or by {@link SettingsRule}s.
 *
 * @param owner whom to ask about the image; null where nothing is said
 * @param ring the ring that takes the image, for instance {@code scouting}; null where nothing is said
 * @param base the id of the image that this one is built upon; null where nothing is said
 * @param rebuild when it is built again without a change
 * @param silenced the codes of warnings that are not reported of this image, each with the reason
 */
public record ImageSettings(
        @Nullable String owner,
        @Nullable String ring,
        @Nullable String base,
        RebuildPolicy rebuild,
        SortedMap<String, String> silenced) {
    /** The reserved key of a definition; it is not sent, and does not count in the fingerprint. */
    public static final String KEY = "x-imagefactory";

    /** The key below it of the warnings that are silenced. */
    static final String SILENCE = "silence";

    /** Nothing is said. */
    public static final ImageSettings NONE = new ImageSettings(null, null, null, RebuildPolicy.NEVER, new TreeMap<>());

    public ImageSettings {
        silenced = Collections.unmodifiableSortedMap(new TreeMap<>(silenced));
    }
}
