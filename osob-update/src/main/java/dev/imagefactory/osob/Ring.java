package dev.imagefactory.osob;

import dev.imagefactory.template.ImageIdPattern;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group of queues that take new images at the same time.
 *
 * @param name for instance {@code scouting}
 * @param files patterns of the paths of its files; empty for all
 * @param queues patterns of the names of its queues; empty for all
 * @param soak how long an image must have been built before the ring takes it: a ring with 14 days takes what one
 *     without had two weeks earlier
 */
public record Ring(String name, List<ImageIdPattern> files, List<ImageIdPattern> queues, Duration soak) {
    public Ring {
        files = List.copyOf(files);
        queues = List.copyOf(queues);
    }

    boolean holds(String file, @Nullable String queue) {
        boolean rightFile = files.isEmpty() || files.stream().anyMatch(pattern -> pattern.matches(file));
        boolean rightQueue =
                queues.isEmpty() || (queue != null && queues.stream().anyMatch(pattern -> pattern.matches(queue)));
        return rightFile && rightQueue;
    }
}
