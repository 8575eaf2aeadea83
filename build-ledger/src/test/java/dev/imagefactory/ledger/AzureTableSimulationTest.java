package dev.imagefactory.ledger;

import dev.imagefactory.planner.simulation.Schedules;
import dev.imagefactory.planner.simulation.Simulation.Ledgers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Virtual time stands still during an exchange with the table, so that its real duration changes no schedule. */
class AzureTableSimulationTest {
    private static final int SCHEDULES = 8;

    @AutoClose
    private static Azurite azurite;

    private final AtomicInteger tables = new AtomicInteger();

    @BeforeAll
    static void startAzurite() throws Exception {
        azurite = Azurite.start();
    }

    @Test
    void should_submit_nothing_twice_and_lose_nothing_whatever_goes_wrong() throws Exception {
        Schedules.play(SCHEDULES, seed -> inTable());
    }

    private Ledgers inTable() {
        String table = "simulation" + tables.incrementAndGet();
        return () -> AzureTableBuildLedger.openWithConnectionString(azurite.connectionString(), table);
    }
}
