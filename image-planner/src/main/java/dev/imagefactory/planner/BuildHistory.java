package dev.imagefactory.planner;

import dev.imagefactory.template.ImageTarget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The builds of a ledger, by image and by the names that they make. */
final class BuildHistory {
    private final Map<String, List<Build>> byImage = new LinkedHashMap<>();
    private final Map<ImageTarget, List<Build>> byTarget = new HashMap<>();
    private final Map<BuildKey, Integer> sequence = new HashMap<>();
    private final Set<String> damaged = new HashSet<>();

    BuildHistory(LedgerContents ledger) {
        ledger.unreadable().forEach(build -> damaged.add(String.valueOf(build.imageId())));
        for (Build build : ledger.builds()) {
            sequence.put(build.key(), sequence.size());
            byImage.computeIfAbsent(build.imageId(), id -> new ArrayList<>()).add(build);
            build.order().targets().stream()
                    .map(ImageTarget::normalised)
                    .distinct()
                    .forEach(target -> byTarget.computeIfAbsent(target, each -> new ArrayList<>())
                            .add(build));
        }
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

    /** The last build, of whichever image, that makes one of the targets and meets the condition. */
    Optional<Build> last(List<ImageTarget> targets, Predicate<Build> condition) {
        return targets.stream()
                .map(target -> byTarget.getOrDefault(target.normalised(), List.of()))
                .flatMap(builds -> last(builds, condition).stream())
                .max(Comparator.comparing(build -> sequence.getOrDefault(build.key(), -1)));
    }

    /** The last build of an image, of whichever payload, that succeeded. */
    Optional<Build> lastSuccess(String imageId) {
        return last(of(imageId), (Build build) -> build.state() == BuildState.SUCCEEDED);
    }

    /** The build, of another payload or another image, that replaced what a build made; empty while that is there. */
    Optional<Build> replacement(Build build) {
        return last(build.order().targets(), each -> each.state() == BuildState.SUCCEEDED)
                .filter(newest -> !newest.imageId().equals(build.imageId())
                        || !newest.key().fingerprint().equals(build.key().fingerprint()));
    }

    /** The last of some builds that meets a condition. */
    static Optional<Build> last(Iterable<Build> builds, Predicate<Build> condition) {
        Optional<Build> last = Optional.empty();
        for (Build build : builds) {
            last = condition.test(build) ? Optional.of(build) : last;
        }
        return last;
    }
}
