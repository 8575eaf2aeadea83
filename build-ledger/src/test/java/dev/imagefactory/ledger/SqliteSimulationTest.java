package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.InMemoryBuildLedger;
import dev.imagefactory.planner.simulation.Schedules;
import dev.imagefactory.planner.simulation.Simulation;
import dev.imagefactory.planner.simulation.Simulation.Ledgers;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSimulationTest {
    private static final int SCHEDULES = 120;
    private static final int COMPARED = 15;

    @TempDir
    private Path folder;

    private final AtomicInteger files = new AtomicInteger();

    @Test
    void should_submit_nothing_twice_and_lose_nothing_whatever_goes_wrong() throws Exception {
        Schedules.play(SCHEDULES, seed -> inFile());
    }

    @Test
    void should_do_at_each_step_what_the_ledger_in_memory_does() {
        for (long seed = 0; seed < COMPARED; seed++) {
            BuildLedger inMemory = new InMemoryBuildLedger();

            assertThat(Simulation.play(seed, inFile(), true).trace())
                    .isEqualTo(Simulation.play(seed, () -> inMemory, true).trace());
        }
    }

    private Ledgers inFile() {
        Path file = folder.resolve(files.incrementAndGet() + ".db");
        return () -> SqliteBuildLedger.open(file);
    }
}
