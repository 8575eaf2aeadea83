package dev.imagefactory.planner;

import org.jspecify.annotations.Nullable;

/**
 * A build in the ledger that cannot be read, and is set aside so that the others go on.
 *
 * @param imageId the image; null where not even that can be read
 * @param description where it is, what is wrong with it, and what to do
 */
public record UnreadableBuild(@Nullable String imageId, String description) {}
