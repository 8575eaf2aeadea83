package dev.imagefactory.osob;

import org.jspecify.annotations.Nullable;

/**
 * A place in a consumer that names an image.
 *
 * @param file the path of its file
 * @param line where the name stands, from 1; with anchors and merge keys, one name may stand for several references
 * @param pointer the value in the file with anchors and merge keys resolved, as a JSON pointer (RFC 6901)
 * @param queue the queue that it belongs to; null where none is named
 * @param ring the ring of the queue, else that of the image; null where it has none
 * @param imageId the image
 * @param imageName its name as it stands there
 */
public record Reference(
        String file,
        int line,
        String pointer,
        @Nullable String queue,
        @Nullable String ring,
        String imageId,
        String imageName) {
    /** The queue, or the pointer where none is named. */
    public String holder() {
        return queue == null ? pointer : queue;
    }
}
