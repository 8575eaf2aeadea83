package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.RebuildPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RebuildNeedTest {
    private static final YearMonth FIRST = YearMonth.of(2025, 1);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Property
    void should_be_due_for_a_patch_tuesday_since_or_by_age_and_not_again_once_claimed(
            @ForAll @IntRange(max = 400 * 24) int claimedHour,
            @ForAll @IntRange(max = 120 * 24) int laterHours,
            @ForAll @IntRange(max = 20 * 24) int delayHours,
            @ForAll @IntRange(min = 1, max = 90) int afterDays,
            @ForAll boolean byPatch,
            @ForAll boolean byAge) {
        Instant claimedAt = START.plus(Duration.ofHours(claimedHour));
        Instant now = claimedAt.plus(Duration.ofHours(laterHours));
        Duration delay = Duration.ofHours(delayHours);
        RebuildPolicy policy = new RebuildPolicy(byAge ? Duration.ofDays(afterDays) : null, byPatch ? delay : null);
        boolean patched = IntStream.range(0, 40)
                .mapToObj(month ->
                        PatchTuesday.of(FIRST.plusMonths(month)).start().plus(delay))
                .anyMatch(due -> claimedAt.isBefore(due) && !due.isAfter(now));

        Optional<ReasonCode> need = RebuildNeed.of(policy, claimedAt, now).map(Reason::code);

        if (byPatch && patched) {
            assertThat(need).contains(ReasonCode.PATCH_TUESDAY);
        } else if (byAge && laterHours >= afterDays * 24) {
            assertThat(need).contains(ReasonCode.OLDER_THAN);
        } else {
            assertThat(need).isEmpty();
        }
        assertThat(RebuildNeed.of(policy, now, now)).isEmpty();
    }
}
