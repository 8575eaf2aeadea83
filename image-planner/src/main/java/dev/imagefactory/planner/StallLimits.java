package dev.imagefactory.planner;

import dev.imagefactory.planner.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a build may stand in one state before somebody should look. A stalled build is no failed one: it uses up no
 * attempt.
 *
 * @param limits by state; a state without one may last for ever
 */
public record StallLimits(Map<BuildState, Duration> limits) {
    /** One hour until a job is known, twelve until it runs, eight for its run, twelve in a state that is not known. */
    public static final StallLimits DEFAULT = new StallLimits(Map.of(
            BuildState.SUBMITTING, Duration.ofHours(1),
            BuildState.UNANSWERED, Duration.ofHours(1),
            BuildState.QUEUED, Duration.ofHours(12),
            BuildState.RUNNING, Duration.ofHours(8),
            BuildState.UNKNOWN, Duration.ofHours(12)));

    public StallLimits {
        limits.forEach((state, limit) -> {
            if (!state.isPending() || limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException(
                        "a build cannot be stalled in the state " + state.id() + " after " + limit);
            }
        });
        EnumMap<BuildState, Duration> copy = new EnumMap<>(BuildState.class);
        copy.putAll(limits);
        limits = Collections.unmodifiableMap(copy);
    }

    /** These limits, with others for some states. */
    public StallLimits with(Map<BuildState, Duration> others) {
        EnumMap<BuildState, Duration> all = new EnumMap<>(BuildState.class);
        all.putAll(limits);
        all.putAll(others);
        return new StallLimits(all);
    }

    /**
     * How long a build has stood as it does, where that is longer than it may. Before a job is known of it that counts
     * from its claim: to send its request again is no progress.
     */
    public Optional<Duration> stalled(Build build, Instant now) {
        @Nullable Duration limit = limits.get(build.state());
        BuildProgress progress = build.progress();
        Instant since = progress.trackingId() == null ? build.order().claimedAt() : progress.since();
        Duration age = Duration.between(since, now);
        return limit != null && age.compareTo(limit) > 0 ? Optional.of(age) : Optional.empty();
    }

    /** An incident for each build that is stalled, which says what to do. */
    public List<Incident> incidents(List<Build> builds, Instant now) {
        return builds.stream()
                .flatMap(build -> stalled(build, now).map(age -> incident(build, age)).stream())
                .toList();
    }

    private Incident incident(Build build, Duration age) {
        Duration limit = limits.getOrDefault(build.state(), Duration.ZERO);
        @Nullable String logUrl = build.progress().logUrl();
        String message = build.state().id() + " for " + inWords(age) + " without progress (limit " + inWords(limit)
                + "); " + advice(build) + (logUrl == null ? "" : "; log: " + logUrl);
        return new Incident(Kind.STALLED, build.imageId(), message);
    }

    private static String advice(Build build) {
        @Nullable String trackingId = build.progress().trackingId();
        if (trackingId != null) {
            return "ask the service's owners about the job " + trackingId + ", or cancel it";
        }
        return build.state() == BuildState.SUBMITTING
                ? "run again: it has not reached the service"
                : "ask the service's owners what became of the request "
                        + build.order().requestId();
    }

    private static String inWords(Duration duration) {
        long hours = duration.toHours();
        int minutes = duration.toMinutesPart();
        return hours == 0 ? minutes + " min" : hours + " h" + (minutes == 0 ? "" : " " + minutes + " min");
    }
}
