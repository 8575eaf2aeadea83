package dev.imagefactory.planner;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a build stands. */
public enum BuildState {
    /**
     * Written down. Under a {@link Lease} its request is being sent; without one it is known that the service has
     * started nothing.
     */
    SUBMITTING,
    /** Sent, and it is not known whether the service started a job. */
    UNANSWERED,
    /** Accepted, not begun. */
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** The service names a state that this tool does not know; counts as not ended. */
    UNKNOWN,
    /** The service no longer knows the tracking id. */
    LOST;

    /** Whether the build has not ended, as far as is known. */
    public boolean isPending() {
        return this == SUBMITTING || this == UNANSWERED || this == QUEUED || this == RUNNING || this == UNKNOWN;
    }

    /** Whether the build ended without an image; another attempt may follow. */
    public boolean isUnsuccessful() {
        return this == FAILED || this == CANCELLED || this == LOST;
    }

    /** The name in text, JSON and ledgers: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static final Map<String, BuildState> BY_ID =
            Stream.of(values()).collect(Collectors.toMap(BuildState::id, Function.identity()));

    /**
     * The state of a name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static BuildState of(String id) {
        @Nullable BuildState state = BY_ID.get(id);
        if (state == null) {
            throw new IllegalArgumentException("'" + id + "' is no state of a build");
        }
        return state;
    }
}
