package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A run that is killed at any moment: the next one finishes its work, no image is lost and none is built twice. */
class KillTest extends CommandLineTest {
    private static final List<String> IMAGES = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    private static final int ROUNDS = 8;
    private static final Duration LATENCY = Duration.ofMillis(40);

    /** Longer than a run takes from its first claim to its end; such a kill may hit any moment of it, or none. */
    private static final int LATEST_KILL_MILLIS = 4_000;

    @Test
    void should_build_each_image_once_a_round_however_runs_are_killed()
            throws IOException, InterruptedException, SQLException {
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
            killed += runAndKill(random, before, round % 4 == 0) ? 1 : 0;

            Outcome repaired = run(Clock.systemUTC(), "run", "--wait", "--poll-interval", "0.05s");

            assertThat(repaired.status())
                    .as("round %s: %s", round, repaired.everything())
                    .isZero();
            for (String id : IMAGES) {
                expected.add(id + "-" + round);
            }
        }
        Outcome status = run(Clock.systemUTC(), "status", "--output", "json");

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
    private boolean runAndKill(Random random, int before, boolean anywhere)
            throws IOException, InterruptedException, SQLException {
        try (ProgramProcess run = ProgramProcess.start(folder, environment, "run")) {
            if (anywhere) {
                Thread.sleep(random.nextInt(LATEST_KILL_MILLIS));
            } else {
                int claims = before + 1 + random.nextInt(IMAGES.size());
                while (run.isAlive() && claimedBuilds() < claims) {
                    Thread.sleep(1);
                }
                Thread.sleep(random.nextInt((int) LATENCY.toMillis()));
            }
            boolean inTime = run.isAlive();
            run.kill();
            return inTime;
        }
    }

    private int claimedBuilds() throws SQLException {
        if (!ledger().toFile().exists()) {
            return 0;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger());
                Statement query = connection.createStatement();
                ResultSet count = query.executeQuery("SELECT count(*) FROM build")) {
            return count.getInt(1);
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("no such table")
                    || String.valueOf(e.getMessage()).contains("locked")) {
                return 0;
            }
            throw e;
        }
    }
}
