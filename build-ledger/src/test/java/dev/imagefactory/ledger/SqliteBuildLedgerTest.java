package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildLedgerContract;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            Build claimed = first.claim(order("a", 1), "{}", LEASE).orElseThrow();
            first.update(
                    claimed,
                    new BuildProgress(BuildState.QUEUED, Instant.EPOCH, null, "job-1", null, null, null, null));
        }

        try (BuildLedger second = open()) {
            assertThat(second.contents().builds()).extracting(Build::order).containsExactly(order("a", 1));
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

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "\u001f", "a\u001fb\u001f=", "\u0000a", "=\u0000", "\uD83D\uDE00 \u00e9"})
    void should_keep_every_text_as_it_is(String text) {
        BuildProgress failed = new BuildProgress(
                BuildState.FAILED, Instant.EPOCH, null, text, false, Instant.EPOCH, text + text, null);
        try (BuildLedger ledger = open()) {
            Build other = ledger.claim(order("b", 1), "{}", LEASE).orElseThrow();
            Build claimed = ledger.claim(order("a" + text, 1), "{}", LEASE).orElseThrow();
            Build updated = ledger.update(claimed, failed).orElseThrow();

            assertThat(ledger.contents().unreadable()).isEmpty();
            assertThat(ledger.contents().builds()).containsExactly(other, updated);
            assertThat(ledger.find(claimed.key())).contains(updated);
        }
    }

    @Test
    void should_set_aside_a_build_that_cannot_be_read() throws Exception {
        Path file = folder.resolve("damaged.db");
        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            ledger.claim(order("VS2022/a", 1), "{}", LEASE);
            ledger.claim(order("VS2022/b", 1), "{}", LEASE);
        }
        for (String damage : List.of(
                "variables = '['",
                "variables = 'null'",
                "variables = '{\"A\":null}'",
                "targets = '[null]'",
                "request_id = '1-2-3-4-5'",
                "reason = 'whim'",
                "claimed_at = 'soon'",
                "state = 'asleep'",
                "lease_until = NULL",
                "base = '{\"imageId\":\"a\"}'",
                "pull_requests = '[null]'",
                "taken_back_at = 'soon'",
                "attempt = 'x'")) {
            execute(file, "UPDATE build SET " + damage + " WHERE image_id = 'VS2022/a'");
            try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
                LedgerContents contents = ledger.contents();
                assertThat(contents.builds()).extracting(Build::imageId).containsExactly("VS2022/b");
                assertThat(contents.unreadable()).as(damage).singleElement().satisfies(unreadable -> {
                    assertThat(unreadable.imageId()).isEqualTo("VS2022/a");
                    assertThat(unreadable.description())
                            .contains("row 1 of the ledger")
                            .contains("damaged.db")
                            .doesNotContain("No enum constant", "could not be parsed");
                });
            }
        }
    }

    @Test
    void should_bring_a_ledger_of_version_1_up_to_date() throws Exception {
        Path file = folder.resolve("old.db");
        execute(
                file,
                "CREATE TABLE ledger (service TEXT NOT NULL)",
                "INSERT INTO ledger VALUES ('https://a')",
                "CREATE TABLE build (sequence INTEGER PRIMARY KEY, image_id TEXT NOT NULL, fingerprint TEXT NOT NULL,"
                        + " attempt INTEGER NOT NULL, request_id TEXT NOT NULL UNIQUE, claimed_at TEXT NOT NULL,"
                        + " reason TEXT NOT NULL, targets TEXT NOT NULL, variables TEXT NOT NULL,"
                        + " definition_fingerprint TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL,"
                        + " updated_at TEXT NOT NULL, tracking_id TEXT, finished_at TEXT, error TEXT, log_url TEXT,"
                        + " revision INTEGER NOT NULL, UNIQUE (image_id, fingerprint, attempt))",
                "INSERT INTO build VALUES (1, 'a', 'f', 1, '11111111-1111-1111-1111-111111111111',"
                        + " '2026-11-23T10:00:00Z', 'new', '[]', '{}', 'd',"
                        + " '{}', 'submitting', '2026-11-23T10:00:00Z', NULL, NULL, NULL, NULL, 1)",
                "INSERT INTO build VALUES (2, 'b', 'f', 1, '22222222-2222-2222-2222-222222222222',"
                        + " '2026-11-23T10:00:00Z', 'new', '[]', '{}', 'd',"
                        + " '{}', 'queued', '2026-11-23T10:00:00Z', 'job-1', NULL, NULL, NULL, 2)",
                "PRAGMA user_version = 1");

        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            assertThat(ledger.service()).contains("https://a");
            assertThat(ledger.contents().builds())
                    .extracting(build -> build.progress().state())
                    .containsExactly(BuildState.UNANSWERED, BuildState.QUEUED);
            Build queued = ledger.contents().builds().get(1);
            assertThat(ledger.update(
                            queued,
                            new BuildProgress(
                                    BuildState.RUNNING, Instant.EPOCH, null, "job-1", true, null, null, null)))
                    .isPresent();
        }
    }

    @Test
    void should_bring_a_ledger_of_version_2_up_to_date() throws Exception {
        Path file = folder.resolve("old.db");
        Build before;
        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            ledger.bind("https://a");
            before = ledger.claim(order("a", 1), "{}", LEASE).orElseThrow();
        }
        execute(
                file,
                "ALTER TABLE build DROP COLUMN pull_requests",
                "ALTER TABLE build DROP COLUMN taken_back_at",
                "ALTER TABLE build DROP COLUMN base",
                "ALTER TABLE build DROP COLUMN defaults_fingerprint",
                "PRAGMA user_version = 2");

        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            assertThat(ledger.contents().builds()).hasSize(1);
            assertThat(ledger.update(before, before.progress())).isPresent();
        }
    }

    @Test
    void should_bring_a_ledger_of_version_3_up_to_date() throws Exception {
        Path file = folder.resolve("old.db");
        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            ledger.claim(order("a", 1), "{}", LEASE);
        }
        execute(
                file,
                "ALTER TABLE build DROP COLUMN pull_requests",
                "ALTER TABLE build DROP COLUMN taken_back_at",
                "ALTER TABLE build DROP COLUMN base",
                "PRAGMA user_version = 3");

        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            assertThat(ledger.contents().builds())
                    .extracting(build -> build.order().base())
                    .containsOnlyNulls();
            ledger.claim(order("a", 2), "{}", LEASE);
            assertThat(ledger.find(order("a", 2).key())).map(Build::order).contains(order("a", 2));
        }
    }

    @Test
    void should_bring_a_ledger_of_version_4_up_to_date() throws Exception {
        Path file = folder.resolve("old.db");
        Build before;
        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            before = ledger.claim(order("a", 1), "{}", LEASE).orElseThrow();
        }
        execute(
                file,
                "ALTER TABLE build DROP COLUMN pull_requests",
                "ALTER TABLE build DROP COLUMN taken_back_at",
                "PRAGMA user_version = 4");

        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            assertThat(ledger.contents().builds()).containsExactly(before);
        }
    }

    private static void execute(Path file, String... statements) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    @Test
    void should_refuse_a_ledger_of_a_newer_version() throws Exception {
        Path file = folder.resolve("new.db");
        execute(file, "PRAGMA user_version = 99");

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
    void should_give_many_threads_that_write_at_once_their_own_answers() throws Exception {
        Path file = folder.resolve("busy.db");
        BuildProgress queued =
                new BuildProgress(BuildState.QUEUED, Instant.EPOCH, null, "job-1", null, null, null, null);
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            List<Callable<Optional<Build>>> writes = new ArrayList<>();
            for (int image = 0; image < 50; image++) {
                BuildOrder order = order("image-" + image, 1);
                writes.addAll(Collections.nCopies(3, () -> {
                    Optional<Build> claimed = ledger.claim(order, "{}", LEASE);
                    claimed.ifPresent(build -> {
                        assertThat(ledger.update(build, queued)).isPresent();
                        assertThat(ledger.update(build, build.progress())).isEmpty();
                    });
                    return claimed;
                }));
            }

            List<String> claimed = new ArrayList<>();
            for (Future<Optional<Build>> write : threads.invokeAll(writes)) {
                write.get().ifPresent(build -> claimed.add(build.imageId()));
            }

            assertThat(claimed).hasSize(50).doesNotHaveDuplicates();
            assertThat(ledger.contents().builds()).hasSize(50).allSatisfy(build -> {
                assertThat(build.revision()).isEqualTo(2);
                assertThat(build.progress()).isEqualTo(queued);
            });
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void should_refuse_to_write_once_it_is_closed() {
        BuildLedger ledger = open();
        ledger.close();

        assertThatThrownBy(() -> ledger.claim(order("a", 1), "{}", LEASE))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("ledger.db");
    }

    @Test
    void should_let_one_of_two_processes_claim_each_build() throws Exception {
        Path file = folder.resolve("shared.db");

        assertThat(Claimer.claimedByTwo(file.toString()))
                .hasSize(Claimer.BUILDS)
                .doesNotHaveDuplicates();
    }

    @Test
    void should_keep_every_claim_that_was_answered_before_a_kill() throws Exception {
        Path file = folder.resolve("killed.db");
        List<String> answered = Claimer.answeredBeforeKill(file.toString());

        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            assertThat(ledger.contents().builds()).extracting(Build::imageId).containsAll(answered);
        }
    }
}
