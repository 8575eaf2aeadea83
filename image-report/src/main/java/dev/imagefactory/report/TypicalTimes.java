package dev.imagefactory.report;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.LedgerContents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long builds take as a rule: the median over those of the image that succeeded, from the claim to the end; of an
 * image that was never built, over those of all images.
 */
public final class TypicalTimes {
    private final Map<String, List<Duration>> byImage = new HashMap<>();
    private final List<Duration> all = new ArrayList<>();

    /** @param ledger what was built so far */
    public TypicalTimes(LedgerContents ledger) {
        for (Build build : ledger.builds()) {
            if (build.state() == BuildState.SUCCEEDED) {
                taken(build).ifPresent(duration -> {
                    byImage.computeIfAbsent(build.imageId(), id -> new ArrayList<>())
                            .add(duration);
                    all.add(duration);
                });
            }
        }
        byImage.values().forEach(Collections::sort);
        Collections.sort(all);
    }

    /** How long a build of an image takes; empty where nothing was built yet. */
    public Optional<Duration> of(String imageId) {
        List<Duration> sorted = byImage.getOrDefault(imageId, all);
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get((sorted.size() - 1) / 2));
    }

    /** How long a build took that has ended; nothing where the clocks of two machines make it negative. */
    static Optional<Duration> taken(Build build) {
        @Nullable Instant finished = build.progress().finishedAt();
        if (finished == null) {
            return Optional.empty();
        }
        Duration taken = Duration.between(build.order().claimedAt(), finished);
        return Optional.of(taken.isNegative() ? Duration.ZERO : taken);
    }

    /** A duration as people read it: {@code 2 h 5 min}, {@code 12 min} or {@code 40 s}. */
    public static String words(Duration duration) {
        if (duration.toMinutes() == 0) {
            return duration.toSeconds() + " s";
        }
        if (duration.toHours() == 0) {
            return duration.toMinutes() + " min";
        }
        return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
