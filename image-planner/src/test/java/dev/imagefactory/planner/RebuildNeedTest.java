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
    void should_be_due_once_for_each_patch_tuesday_and_each_period_since_it_was_tried(
            @ForAll @IntRange(max = 400 * 24) int builtHour,
            @ForAll @IntRange(max = 120 * 24) int triedHours,
            @ForAll @IntRange(max = 120 * 24) int laterHours,
            @ForAll @IntRange(max = 20 * 24) int delayHours,
            @ForAll @IntRange(min = 1, max = 90) int afterDays,
            @ForAll boolean hasFailed,
            @ForAll boolean byPatch,
            @ForAll boolean byAge) {
        Instant builtAt = START.plus(Duration.ofHours(builtHour));
        Instant triedAt = hasFailed ? builtAt.plus(Duration.ofHours(triedHours)) : builtAt;
        Instant now = triedAt.plus(Duration.ofHours(laterHours));
        Duration delay = Duration.ofHours(delayHours);
        Duration after = Duration.ofDays(afterDays);
        RebuildPolicy policy = new RebuildPolicy(byAge ? after : null, byPatch ? delay : null);
        boolean patched = IntStream.range(0, 40)
                .mapToObj(month ->
                        PatchTuesday.of(FIRST.plusMonths(month)).start().plus(delay))
                .anyMatch(due -> triedAt.isBefore(due) && !due.isAfter(now));
        boolean aged = IntStream.rangeClosed(1, 240)
                .mapToObj(period -> builtAt.plus(after.multipliedBy(period)))
                .anyMatch(due -> triedAt.isBefore(due) && !due.isAfter(now));

        Optional<ReasonCode> need =
                RebuildNeed.of(policy, builtAt, triedAt, now).map(Reason::code);

        if (byPatch && patched) {
            assertThat(need).contains(ReasonCode.PATCH_TUESDAY);
        } else if (byAge && aged) {
            assertThat(need).contains(ReasonCode.OLDER_THAN);
        } else {
            assertThat(need).isEmpty();
        }
        assertThat(RebuildNeed.of(policy, builtAt, now, now)).isEmpty();
    }
}
