package dev.imagefactory.planner;

import dev.imagefactory.template.ImageTarget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The builds of a ledger, by image and by the names that they make. */
final class BuildHistory {
    private final Map<String, List<Build>> byImage = new LinkedHashMap<>();
    private final Map<ImageTarget, List<Entry>> byTarget = new HashMap<>();
    private final Set<ImageTarget> pendingTargets = new HashSet<>();
    private final Set<String> damaged = new HashSet<>();

    /** A build, and how many there were before it. */
    private record Entry(int sequence, Build build) {}

    BuildHistory(LedgerContents ledger) {
        ledger.unreadable().forEach(build -> damaged.add(String.valueOf(build.imageId())));
        int sequence = 0;
        for (Build build : ledger.builds()) {
            Entry entry = new Entry(sequence++, build);
            add(byImage, build.imageId(), build);
            for (ImageTarget target : build.order().targets()) {
                ImageTarget normalised = target.normalised();
                add(byTarget, normalised, entry);
                if (build.state().isPending()) {
                    pendingTargets.add(normalised);
                }
            }
        }
    }

    /** Most images have one build only, for which no list is made that could hold more. */
    private static <K, V> void add(Map<K, List<V>> lists, K key, V value) {
        lists.merge(key, List.of(value), (before, one) -> {
            List<V> all = before instanceof ArrayList ? before : new ArrayList<>(before);
            all.addAll(one);
            return all;
        });
    }

    /** The images that have a build. */
    Set<String> imageIds() {
        return Collections.unmodifiableSet(byImage.keySet());
    }

    /** The builds of an image, in the order in which they were claimed. */
    List<Build> of(String imageId) {
        return Collections.unmodifiableList(byImage.getOrDefault(imageId, List.of()));
    }

    /** Whether a build of an image cannot be read. */
    boolean isDamaged(String imageId) {
        return damaged.contains(imageId);
    }

    /** The last build, of whichever image, that makes one of the targets and has not ended. */
    Optional<Build> lastPending(List<ImageTarget> targets) {
        return pendingTargets.isEmpty()
                ? Optional.empty()
                : lastOf(targets, build -> build.state().isPending());
    }

    /** The last build, of whichever image, that makes one of the targets and has succeeded. */
    Optional<Build> lastSuccess(List<ImageTarget> targets) {
        return lastOf(targets, build -> build.state() == BuildState.SUCCEEDED);
    }

    private Optional<Build> lastOf(List<ImageTarget> targets, Predicate<Build> condition) {
        @Nullable Entry last = null;
        for (ImageTarget target : targets) {
            for (Entry entry : byTarget.getOrDefault(target.normalised(), List.of())) {
                if ((last == null || entry.sequence() > last.sequence()) && condition.test(entry.build())) {
                    last = entry;
                }
            }
        }
        return last == null ? Optional.empty() : Optional.of(last.build());
    }

    /** The last build of an image, of whichever payload, that succeeded. */
    Optional<Build> lastSuccess(String imageId) {
        return last(of(imageId), (Build build) -> build.state() == BuildState.SUCCEEDED);
    }

    /** The build, of another payload or another image, that replaced what a build made; empty while that is there. */
    Optional<Build> replacement(Build build) {
        return lastSuccess(build.order().targets())
                .filter(newest -> !newest.imageId().equals(build.imageId())
                        || !newest.key().fingerprint().equals(build.key().fingerprint()));
    }

    /** The last of some builds that meets a condition. */
    static Optional<Build> last(List<Build> builds, Predicate<Build> condition) {
        for (int i = builds.size() - 1; i >= 0; i--) {
            if (condition.test(builds.get(i))) {
                return Optional.of(builds.get(i));
            }
        }
        return Optional.empty();
    }
}
