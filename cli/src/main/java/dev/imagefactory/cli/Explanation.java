package dev.imagefactory.cli;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.template.RedactedPayload;
import dev.imagefactory.template.document.JsonDifference;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about one image.
 *
 * @param decision what a plan would do about it
 * @param history its builds in the order in which they were claimed
 * @param compared the build that {@code differences} are with: the last that succeeded, else the last; null where none
 *     was ever asked for, where the definition is gone, or where the ledger has no payload of it that can be read
 * @param differences between the payload of that build and the wanted one; empty where they are the same
 */
record Explanation(
        PlannedImage decision,
        List<Build> history,
        @Nullable Build compared,
        List<JsonDifference> differences) {
    Explanation {
        history = List.copyOf(history);
        differences = List.copyOf(differences);
    }

    static Explanation of(PlannedImage decision, BuildLedger ledger) {
        List<Build> history = ledger.contents().builds().stream()
                .filter(build -> build.imageId().equals(decision.imageId()))
                .toList();
        Optional<Build> last = history.stream().reduce((earlier, later) -> later);
        Optional<Build> compared = history.stream()
                .filter(build -> build.state() == BuildState.SUCCEEDED)
                .reduce((earlier, later) -> later)
                .or(() -> last);
        Optional<RedactedPayload> before = compared.flatMap(build -> payload(ledger, build));
        if (before.isEmpty() || decision.image() == null) {
            return new Explanation(decision, history, null, List.of());
        }
        List<JsonDifference> differences = JsonDifference.between(
                before.get().document(), decision.image().payload().document());
        return new Explanation(decision, history, compared.orElseThrow(), differences);
    }

    private static Optional<RedactedPayload> payload(BuildLedger ledger, Build build) {
        try {
            return ledger.payload(build.key()).map(RedactedPayload::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
