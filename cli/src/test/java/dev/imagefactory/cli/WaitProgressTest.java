package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.Action;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.PlannedImage;
import dev.imagefactory.planner.Reason;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.planner.RunReport;
import dev.imagefactory.report.TypicalTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a waiting run tells of the time. */
class WaitProgressTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private static Build build(String id, Duration ago, @Nullable Duration took) {
        Instant claimed = NOW.minus(ago);
        BuildOrder order = new BuildOrder(
                new BuildKey(id, "f", 1),
                UUID.randomUUID().toString(),
                claimed,
                ReasonCode.NEW,
                List.of(),
                new TreeMap<>(),
                "f",
                null,
                null);
        return new Build(
                order,
                new BuildProgress(
                        took == null ? BuildState.RUNNING : BuildState.SUCCEEDED,
                        claimed,
                        null,
                        "job",
                        true,
                        took == null ? null : claimed.plus(took),
                        null,
                        null),
                1);
    }

    private static RunReport running(Build... builds) {
        return RunReport.of(
                List.of(builds).stream()
                        .map(build -> new PlannedImage(
                                build.imageId(),
                                List.of(),
                                Action.WAIT,
                                new Reason(ReasonCode.IN_PROGRESS, "submitted", List.of()),
                                List.of(),
                                1,
                                2,
                                build,
                                null,
                                null,
                                0,
                                null,
                                null))
                        .toList(),
                List.of());
    }

    @Test
    void should_tell_the_longest_and_what_is_left_as_a_rule() {
        TypicalTimes typical = new TypicalTimes(new LedgerContents(
                List.of(
                        build("quick", Duration.ofDays(9), Duration.ofMinutes(30)),
                        build("slow", Duration.ofDays(9), Duration.ofHours(4))),
                List.of()));

        assertThat(WaitProgress.remaining(
                        running(
                                build("quick", Duration.ofMinutes(50), null),
                                build("slow", Duration.ofMinutes(20), null)),
                        typical,
                        NOW))
                .isEqualTo(", for 50 min, about 3 h 40 min left");
        assertThat(WaitProgress.remaining(running(), typical, NOW)).isEmpty();
    }

    @Test
    void should_guess_nothing_where_nothing_was_built() {
        TypicalTimes none = new TypicalTimes(new LedgerContents(List.of(), List.of()));

        assertThat(WaitProgress.remaining(running(build("image", Duration.ofSeconds(70), null)), none, NOW))
                .isEqualTo(", for 1 min");
    }
}
