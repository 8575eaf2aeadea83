package dev.imagefactory.client.models;

import java.util.List;

/**
 * The state of a job: one of the five known ones, or a name that only the service knows.
 *
 * <p>A known name is recognised without regard to case; any other is kept as the service wrote it. A state that is not
 * {@linkplain #isKnown() known} is neither an end nor a success: the job counts as still under way.
 *
 * @param name the state's name
 */
public record ImageJobState(String name) {

    private static final List<String> KNOWN_NAMES = List.of("Queued", "Running", "Succeeded", "Failed", "Cancelled");

    /** The job waits for its turn. */
    public static final ImageJobState QUEUED = new ImageJobState("Queued");

    /** The image is being built. */
    public static final ImageJobState RUNNING = new ImageJobState("Running");

    /** The image was built. */
    public static final ImageJobState SUCCEEDED = new ImageJobState("Succeeded");

    /** The image could not be built. */
    public static final ImageJobState FAILED = new ImageJobState("Failed");

    /** The job was given up on request. */
    public static final ImageJobState CANCELLED = new ImageJobState("Cancelled");

    public ImageJobState {
        for (String known : KNOWN_NAMES) {
            if (known.equalsIgnoreCase(name)) {
                name = known;
            }
        }
    }

    /** Whether this is one of the five states above. */
    public boolean isKnown() {
        return KNOWN_NAMES.contains(name);
    }

    /** Whether the job has succeeded, failed or been cancelled, so that its state will not change any more. */
    public boolean isEnded() {
        return equals(SUCCEEDED) || equals(FAILED) || equals(CANCELLED);
    }

    @Override
    public String toString() {
        return name;
    }
}
