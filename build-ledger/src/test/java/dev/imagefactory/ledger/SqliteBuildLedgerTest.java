package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildLedgerContract;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.template.ImageTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteBuildLedgerTest extends BuildLedgerContract {
    @TempDir
    private Path folder;

    @Override
    protected BuildLedger open() {
        return SqliteBuildLedger.open(folder.resolve("deep/in/ledger.db"));
    }

    @Test
    void should_remember_over_a_restart() {
        try (BuildLedger first = open()) {
            first.bind("https://a");
            Build claimed = first.claim(order("a", 1), "{}").orElseThrow();
            first.update(claimed, new BuildProgress(BuildState.QUEUED, Instant.EPOCH, "job-1", null, null, null));
        }

        try (BuildLedger second = open()) {
            assertThat(second.builds()).extracting(Build::order).containsExactly(order("a", 1));
            assertThatThrownBy(() -> second.bind("https://b")).isInstanceOf(LedgerException.class);
        }
    }

    @Test
    void should_refuse_a_file_that_is_no_ledger() throws IOException {
        Path file = Files.writeString(folder.resolve("x.db"), "something else, and long enough to be read as a header");

        assertThatThrownBy(() -> SqliteBuildLedger.open(file))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("x.db")
                .hasMessageContaining("check that it is a ledger");
    }

    @Test
    void should_name_a_build_that_cannot_be_read() throws Exception {
        Path file = folder.resolve("damaged.db");
        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            ledger.claim(order("VS2022/a", 1), "{}");
        }
        for (String damage : List.of("variables = '['", "claimed_at = 'soon'", "state = 'asleep'")) {
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    var statement = connection.createStatement()) {
                statement.execute("UPDATE build SET " + damage);
            }
            try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
                assertThatThrownBy(ledger::builds)
                        .isInstanceOf(LedgerException.class)
                        .hasMessageContaining("damaged.db")
                        .hasMessageContaining("VS2022/a");
            }
        }
    }

    @Test
    void should_refuse_a_ledger_of_a_newer_version() throws Exception {
        Path file = folder.resolve("new.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }

        assertThatThrownBy(() -> SqliteBuildLedger.open(file))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("update the program");
    }

    @Test
    void should_be_opened_by_many_at_once_while_it_is_new() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < 20; i++) {
                Path file = folder.resolve("new-" + i + ".db");
                Callable<Boolean> opening = () -> {
                    SqliteBuildLedger.open(file).close();
                    return true;
                };
                for (Future<Boolean> opened : threads.invokeAll(Collections.nCopies(8, opening))) {
                    assertThat(opened.get()).isTrue();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void should_let_one_of_two_processes_claim_each_build() throws Exception {
        Path file = folder.resolve("shared.db");
        Process first = claimer(file);
        Process second = claimer(file);

        List<String> claimed = new ArrayList<>(claimedBy(first));
        claimed.addAll(claimedBy(second));

        assertThat(claimed).hasSize(Claimer.BUILDS).doesNotHaveDuplicates();
    }

    @Test
    void should_keep_every_claim_that_was_answered_before_a_kill() throws Exception {
        Path file = folder.resolve("killed.db");
        Process process = claimer(file);
        List<String> answered = new ArrayList<>();
        try (BufferedReader lines = reader(process)) {
            for (int i = 0; i < 20; i++) {
                answered.add(lines.readLine());
            }
            process.destroyForcibly().waitFor();
        }

        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            assertThat(ledger.builds()).extracting(Build::imageId).containsAll(answered);
        }
    }

    /** A second process that claims one build after the other and prints those it got. */
    static final class Claimer {
        static final int BUILDS = 200;

        public static void main(String[] arguments) {
            try (BuildLedger ledger = SqliteBuildLedger.open(Path.of(arguments[0]))) {
                for (int i = 0; i < BUILDS; i++) {
                    BuildOrder order = new BuildOrder(
                            new BuildKey("image-" + i, "f", 1),
                            UUID.randomUUID().toString(),
                            Instant.EPOCH,
                            ReasonCode.NEW,
                            List.of(new ImageTarget("x", "")),
                            new TreeMap<>(),
                            "d");
                    ledger.claim(order, "{}").ifPresent(build -> System.out.println(build.imageId()));
                }
            }
        }
    }

    private static Process claimer(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Claimer.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> claimedBy(Process process) throws Exception {
        try (BufferedReader lines = reader(process)) {
            List<String> claimed = lines.lines().toList();
            assertThat(process.waitFor()).isZero();
            return claimed;
        }
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
