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
 */
final class RebuildNeed {
    private RebuildNeed() {}

    /** Why it is to be built again; empty where it is not. */
    static Optional<Reason> of(RebuildPolicy policy, Instant claimedAt, Instant now) {
        return afterPatches(policy.patchTuesdayDelay(), claimedAt, now)
                .or(() -> afterAge(policy.after(), claimedAt, now));
    }

    private static Optional<Reason> afterPatches(@Nullable Duration delay, Instant claimedAt, Instant now) {
        if (delay == null) {
            return Optional.empty();
        }
        PatchTuesday latest = PatchTuesday.latest(now, delay);
        if (!claimedAt.isBefore(latest.start().plus(delay))) {
            return Optional.empty();
        }
        boolean within = !claimedAt.isBefore(latest.start());
        return Optional.of(Reason.of(
                ReasonCode.PATCH_TUESDAY,
                "built before " + latest + (within ? " and its delay of " + new ImageAge(delay) + " were over" : "")));
    }

    private static Optional<Reason> afterAge(@Nullable Duration after, Instant claimedAt, Instant now) {
        if (after == null || now.isBefore(claimedAt.plus(after))) {
            return Optional.empty();
        }
        return Optional.of(Reason.of(
                ReasonCode.OLDER_THAN,
                "older than " + new ImageAge(after) + ": last built "
                        + claimedAt.atOffset(ZoneOffset.UTC).toLocalDate()));
    }
}
