package dev.imagefactory.planner.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.InMemoryBuildLedger;
import dev.imagefactory.planner.Incident;
import dev.imagefactory.planner.simulation.Simulation.Ledgers;
import dev.imagefactory.planner.simulation.Simulation.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimulationTest {
    /** Of damaged rows, which no fault here makes, of saved plans, and of ages, which only reports look at. */
    private static final Set<Incident.Kind> NEVER_IN_A_RUN = EnumSet.of(
            Incident.Kind.UNREADABLE_BUILD,
            Incident.Kind.NOT_PLANNED,
            Incident.Kind.AGEING,
            Incident.Kind.TOO_OLD,
            Incident.Kind.NEVER_BUILT);

    private static final int SCHEDULES = 10_000;

    @Test
    void should_submit_nothing_twice_and_lose_nothing_whatever_goes_wrong() throws Exception {
        Coverage coverage = Schedules.play(SCHEDULES, seed -> inMemory());

        if (Schedules.areStandard()) {
            assertThat(coverage.counts()).containsKeys(everything().toArray(String[]::new));
        }
    }

    @Test
    void should_play_a_seed_the_same_way_each_time() {
        for (long seed = 0; seed < 50; seed++) {
            Result first = Simulation.play(seed, inMemory(), true);

            assertThat(first.trace()).isNotEmpty();
            assertThat(Simulation.play(seed, inMemory(), true).trace()).isEqualTo(first.trace());
        }
    }

    private static Ledgers inMemory() {
        BuildLedger ledger = new InMemoryBuildLedger();
        return () -> ledger;
    }

    /** What must have happened somewhere, or the simulation would be blind to it. */
    private static List<String> everything() {
        List<String> events = new ArrayList<>(List.of(
                "429",
                "500 after the effect",
                "500 without effect",
                "503",
                "adopted by hand",
                "answer lost",
                "answer to a question lost",
                "asked to wait",
                "asked to wait for no time",
                "caller gives up early",
                "job found by search",
                "ledger stays away",
                "live job not known",
                "live lease left alone",
                "outage",
                "rejection",
                "rejections for a while",
                "repeat refused for good",
                "repeat refused for its id",
                "request delivered twice",
                "request id forgotten",
                "request lost",
                "request repeated",
                "request repeated with another secret",
                "second job",
                "secret missing",
                "secret store away",
                "sent again by hand",
                "stale lease taken over",
                "stall",
                "stopped",
                "killed sleep",
                "killed waking",
                "killed during submit",
                "killed after submit"));
        for (String side : List.of("before ", "after ")) {
            for (String access : List.of("claim", "contents", "find", "payload", "update")) {
                events.add("killed " + side + "ledger." + access);
                events.add("ledger fails " + side + "ledger." + access);
            }
            Stream.of("secret", "service.find", "service.list", "service.cancel")
                    .forEach(access -> events.add("killed " + side + access));
        }
        Stream.of("service.find", "service.list", "service.cancel").forEach(access -> events.add("refused " + access));
        Arrays.stream(Incident.Kind.values())
                .filter(kind -> !NEVER_IN_A_RUN.contains(kind))
                .forEach(kind -> events.add("incident " + kind));
        return events;
    }
}
