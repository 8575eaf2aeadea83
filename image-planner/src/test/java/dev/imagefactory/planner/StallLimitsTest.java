package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.planner.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StallLimitsTest {
    private static final StallLimits LIMITS = StallLimits.DEFAULT;

    @ParameterizedTest
    @CsvSource({"SUBMITTING, 1", "UNANSWERED, 1", "QUEUED, 12", "RUNNING, 8", "UNKNOWN, 12"})
    void should_call_a_build_stalled_once_it_is_past_the_limit_of_its_state(BuildState state, int hours) {
        Build build = Builds.of("a", state, null);
        Instant limit = Builds.NOW.plus(Duration.ofHours(hours));

        assertThat(LIMITS.stalled(build, Builds.NOW.minusSeconds(1))).isEmpty();
        assertThat(LIMITS.stalled(build, limit)).isEmpty();
        assertThat(LIMITS.stalled(build, limit.plusMillis(1)))
                .contains(Duration.ofHours(hours).plusMillis(1));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED", "LOST"})
    void should_never_call_a_build_stalled_that_has_ended(BuildState state) {
        assertThat(LIMITS.stalled(Builds.of("a", state, null), Instant.MAX)).isEmpty();
        assertThatThrownBy(() -> new StallLimits(Map.of(state, Duration.ofHours(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void should_say_for_how_long_and_what_to_do() {
        Build silent = new Build(
                Builds.of("c", BuildState.UNANSWERED, null).order(),
                Builds.progress(BuildState.UNANSWERED, null, null),
                1);
        Build unsent = new Build(
                Builds.of("d", BuildState.SUBMITTING, null).order(),
                Builds.progress(BuildState.SUBMITTING, null, null),
                1);
        List<Build> builds = List.of(
                Builds.of("a", BuildState.RUNNING, null), Builds.of("b", BuildState.QUEUED, null), silent, unsent);

        assertThat(LIMITS.incidents(builds, Builds.NOW.plus(Duration.ofMinutes(9 * 60 + 12))))
                .containsExactly(
                        new Incident(
                                Kind.STALLED,
                                "a",
                                "running for 9 h 12 min without progress (limit 8 h); ask the service's owners about"
                                        + " the job job-of-a, or cancel it; log: https://log/job-of-a"),
                        new Incident(
                                Kind.STALLED,
                                "c",
                                "unanswered for 9 h 12 min without progress (limit 1 h); ask the service's owners what"
                                        + " became of the request " + Builds.requestId("c")),
                        new Incident(
                                Kind.STALLED,
                                "d",
                                "submitting for 9 h 12 min without progress (limit 1 h); run again: it has not reached"
                                        + " the service"));
    }

    @Test
    void should_not_begin_anew_because_a_request_was_repeated_and_not_answered_again() {
        Build repeated = new Build(
                Builds.of("a", BuildState.UNANSWERED, null).order(),
                BuildProgress.claimed(new Lease("run", Builds.NOW, Builds.NOW.plusSeconds(1)))
                        .unanswered(Builds.NOW.plus(Duration.ofMinutes(50))),
                1);

        assertThat(LIMITS.stalled(repeated, Builds.NOW.plus(Duration.ofMinutes(61))))
                .contains(Duration.ofMinutes(61));
    }

    @Test
    void should_take_limits_of_its_user_and_keep_the_others() {
        StallLimits own = LIMITS.with(Map.of(BuildState.RUNNING, Duration.ofMinutes(30)));
        Instant later = Builds.NOW.plus(Duration.ofMinutes(31));

        assertThat(own.incidents(
                        List.of(Builds.of("a", BuildState.RUNNING, null), Builds.of("b", BuildState.QUEUED, null)),
                        later))
                .extracting(Incident::message)
                .containsExactly("running for 31 min without progress (limit 30 min); ask the service's owners about"
                        + " the job job-of-a, or cancel it; log: https://log/job-of-a");
        assertThat(own.limits()).containsEntry(BuildState.QUEUED, Duration.ofHours(12));
        assertThatThrownBy(() -> LIMITS.with(Map.of(BuildState.RUNNING, Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
