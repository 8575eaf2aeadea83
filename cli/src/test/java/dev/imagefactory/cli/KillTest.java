package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.ledger.AzureTableBuildLedger;
import dev.imagefactory.ledger.Azurite;
import dev.imagefactory.ledger.SqliteBuildLedger;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.InMemoryBuildLedger;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A run that is killed at any moment: the next one finishes its work, no image is lost and none is built twice.
 *
 * <p>{@code -Dkill.rounds=100} plays as many rounds on each ledger; the default is short, for the ordinary build.
 */
class KillTest extends CommandLineTest {
    private static final List<String> IMAGES = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 5);

    /** Of a killed run; as long, the next one leaves its requests alone. */
    private static final String LEASE = "2s";

    private static final Duration LATENCY = Duration.ofMillis(40);

    /** Longer than a run takes from its first claim to its end; such a kill may hit any moment of it, or none. */
    private static final int LATEST_KILL_MILLIS = 4_000;

    @Test
    void should_build_each_image_once_a_round_with_a_ledger_in_a_file() throws Exception {
        shouldBuildEachImageOnceARound(
                ledger().toString(),
                () -> ledger().toFile().exists() ? SqliteBuildLedger.open(ledger()) : new InMemoryBuildLedger());
    }

    @Test
    void should_build_each_image_once_a_round_with_a_ledger_in_a_table() throws Exception {
        try (Azurite azurite = Azurite.start()) {
            environment.put("IMAGE_FACTORY_STATE_CONNECTION_STRING", azurite.connectionString());
            shouldBuildEachImageOnceARound(
                    "table:kill",
                    () -> AzureTableBuildLedger.openWithConnectionString(azurite.connectionString(), "kill"));
        }
    }

    private void shouldBuildEachImageOnceARound(String ledger, Supplier<BuildLedger> opened)
            throws IOException, InterruptedException {
        long seed = new Random().nextLong();
        System.out.println("KillTest: seed " + seed);
        Random random = new Random(seed);
        IMAGES.forEach(id -> write("templates/" + id + ".json", """
                {"Parameters": {"Token": "kv_token"}, "Destination": [{"CustomImageName": "%s-{ROUND}"}]}
                """.formatted(id)));
        environment.put("KV_TOKEN", "token");
        List<String> expected = new ArrayList<>();
        int killed = 0;
        // The wait after a job was started and before the answer: where a kill does most harm.
        ImageFactoryEmulator emulator = emulator(builder -> builder.clock(Clock.systemUTC())
                .buildTime(Duration.ofMillis(300))
                .latency(LATENCY));
        for (int round = 1; round <= ROUNDS; round++) {
            variables("ROUND", "" + round);
            int before = IMAGES.size() * (round - 1);
            killed += runAndKill(ledger, opened, random, before, round % 4 == 0) ? 1 : 0;

            Outcome repaired = run(
                    Clock.systemUTC(),
                    "run",
                    "--wait",
                    "--poll-interval",
                    "0.05s",
                    "--lease",
                    LEASE,
                    "--ledger",
                    ledger);

            assertThat(repaired.status())
                    .as("round %s: %s", round, repaired.everything())
                    .isZero();
            for (String id : IMAGES) {
                expected.add(id + "-" + round);
            }
        }
        Outcome status = run(Clock.systemUTC(), "status", "--output", "json", "--ledger", ledger);
        System.out.println("KillTest: " + killed + " of " + ROUNDS + " runs killed before their end");

        assertThat(killed).as("runs that were killed before their end").isPositive();
        assertThat(imagesOf(emulator)).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(status.status()).isZero();
        assertThat(status.json().at("/summary/states/succeeded").intValue()).isEqualTo(IMAGES.size());
    }

    /**
     * Starts a run and kills it.
     *
     * @param before how many builds the ledger holds already
     * @param anywhere whether the moment is any at all; else it is soon after the run has claimed a random number of
     *     builds
     * @return whether the kill came before the run's end
     */
    private boolean runAndKill(String ledger, Supplier<BuildLedger> opened, Random random, int before, boolean anywhere)
            throws IOException, InterruptedException {
        try (ProgramProcess run =
                ProgramProcess.start(folder, environment, "run", "--lease", LEASE, "--ledger", ledger)) {
            if (anywhere) {
                Thread.sleep(random.nextInt(LATEST_KILL_MILLIS));
            } else {
                int claims = before + 1 + random.nextInt(IMAGES.size());
                while (run.isAlive() && claimedBuilds(opened) < claims) {
                    Thread.sleep(1);
                }
                Thread.sleep(random.nextInt((int) LATENCY.toMillis()));
            }
            boolean inTime = run.isAlive();
            run.kill();
            return inTime;
        }
    }

    private static int claimedBuilds(Supplier<BuildLedger> opened) {
        try (BuildLedger ledger = opened.get()) {
            return ledger.contents().builds().size();
        }
    }
}
