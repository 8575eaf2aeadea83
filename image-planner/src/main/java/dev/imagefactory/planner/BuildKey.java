package dev.imagefactory.planner;

import org.jspecify.annotations.Nullable;

/**
 * What identifies a build: the same key is never submitted as two builds.
 *
 * @param imageId the definition's path without extension
 * @param fingerprint of the payload, as {@link dev.imagefactory.template.RedactedPayload#fingerprint} makes it
 * @param attempt counted from 1 for each image and fingerprint; a forced rebuild is a new attempt
 */
public record BuildKey(String imageId, String fingerprint, int attempt) {
    public BuildKey {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt " + attempt + " of " + imageId + "; attempts count from 1");
        }
    }

    // A record's own equals and hashCode are put together at each start of the program, which takes 10 ms; this is a
    // key.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BuildKey key
                && key.attempt == attempt
                && key.imageId.equals(imageId)
                && key.fingerprint.equals(fingerprint);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * imageId.hashCode() + fingerprint.hashCode()) + attempt;
    }

    @Override
    public String toString() {
        return imageId + " " + fingerprint.substring(0, Math.min(12, fingerprint.length())) + " #" + attempt;
    }
}
