package dev.imagefactory.planner;

import dev.imagefactory.template.RebuildPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an image that was built is to be built again although nothing of it has changed.
 *
 * <p>What counts is when its last success was claimed. No earlier was it decided with which patches it is built; when
 * it ended says nothing of that, and is the service's word. So a build that was claimed before Patch Tuesday counts as
 * before, however late it ended.
 *
 * <p>It is due again with each Patch Tuesday and each further period of its age; what was tried before, and failed,
 * counts for nothing then.
 */
final class RebuildNeed {
    private RebuildNeed() {}

    /**
     * Why it is to be built again; empty where it is not.
     *
     * @param builtAt when its last success was claimed
     * @param triedAt when its last build was claimed, that one or a later one
     */
    static Optional<Reason> of(RebuildPolicy policy, Instant builtAt, Instant triedAt, Instant now) {
        String anew = triedAt.isAfter(builtAt) ? "; attempts begin anew" : "";
        return afterPatches(policy.patchTuesdayDelay(), builtAt, triedAt, now)
                .map(message -> Reason.of(ReasonCode.PATCH_TUESDAY, message + anew))
                .or(() -> afterAge(policy.after(), builtAt, triedAt, now)
                        .map(message -> Reason.of(ReasonCode.OLDER_THAN, message + anew)));
    }

    private static Optional<String> afterPatches(
            @Nullable Duration delay, Instant builtAt, Instant triedAt, Instant now) {
        if (delay == null) {
            return Optional.empty();
        }
        PatchTuesday latest = PatchTuesday.latest(now, delay);
        if (!triedAt.isBefore(latest.start().plus(delay))) {
            return Optional.empty();
        }
        boolean within = !builtAt.isBefore(latest.start());
        return Optional.of(
                "built before " + latest + (within ? " and its delay of " + new ImageAge(delay) + " were over" : ""));
    }

    private static Optional<String> afterAge(@Nullable Duration after, Instant builtAt, Instant triedAt, Instant now) {
        if (after == null || now.isBefore(builtAt.plus(after))) {
            return Optional.empty();
        }
        long periods = Duration.between(builtAt, now).dividedBy(after);
        if (!triedAt.isBefore(builtAt.plus(after.multipliedBy(periods)))) {
            return Optional.empty();
        }
        return Optional.of("older than " + new ImageAge(after) + ": last built "
                + builtAt.atOffset(ZoneOffset.UTC).toLocalDate());
    }
}
