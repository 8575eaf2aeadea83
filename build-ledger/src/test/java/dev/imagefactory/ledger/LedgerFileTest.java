package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.Lease;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.ReasonCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
    private static final Lease LEASE = new Lease("run", Instant.EPOCH, Instant.EPOCH.plusSeconds(900));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void fill() {
        file = folder.resolve("ledger.db");
        try (SqliteBuildLedger ledger = SqliteBuildLedger.open(file)) {
            for (int attempt = 1; attempt <= 50; attempt++) {
                ledger.claim(order(attempt), "{\"text\":\"" + "x".repeat(2_000) + "\"}", LEASE);
            }
        }
    }

    private static BuildOrder order(int attempt) {
        return new BuildOrder(
                new BuildKey("a", "f", attempt),
                UUID.randomUUID().toString(),
                Instant.EPOCH,
                ReasonCode.NEW,
                List.of(),
                new TreeMap<>(),
                "d",
                null,
                null);
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }

    @Test
    void should_find_nothing_wrong_and_change_nothing() throws IOException {
        byte[] before = Files.readAllBytes(file);

        LedgerFile found = LedgerFile.examine(file);

        assertThat(found).isEqualTo(new LedgerFile(SqliteBuildLedger.SCHEMA_VERSION, List.of(), null));
        assertThat(found.isOlder() || found.isNewer()).isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void should_tell_versions_apart_without_bringing_them_up_to_date() throws SQLException {
        execute("PRAGMA user_version = 3");
        LedgerFile older = LedgerFile.examine(file);
        LedgerFile again = LedgerFile.examine(file);
        execute("PRAGMA user_version = 99");
        LedgerFile newer = LedgerFile.examine(file);

        assertThat(older.isOlder()).isTrue();
        assertThat(again.version()).isEqualTo(3);
        assertThat(newer.isNewer()).isTrue();
    }

    @Test
    void should_find_damaged_pages() throws IOException {
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            pages.seek(5 * 4_096);
            pages.write(new byte[(int) pages.length() - 5 * 4_096]);
        }

        assertThat(LedgerFile.examine(file).damages()).isNotEmpty().hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void should_refuse_what_is_no_ledger_and_make_no_file() throws SQLException, IOException {
        Path other = folder.resolve("other.db");
        assertThatThrownBy(() -> LedgerFile.examine(other)).isInstanceOf(LedgerException.class);
        assertThat(other).doesNotExist();

        Files.writeString(other, "no database, but long enough to be taken for one by its size ".repeat(30));
        assertThatThrownBy(() -> LedgerFile.examine(other)).hasMessageContaining("other.db cannot be read");

        execute("DROP TABLE build");
        assertThatThrownBy(() -> LedgerFile.examine(file)).hasMessageContaining("is no ledger");
    }

    @Test
    void should_say_that_it_cannot_be_written_while_another_holds_the_lock() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement other = connection.createStatement()) {
            other.execute("BEGIN IMMEDIATE");

            assertThat(LedgerFile.examine(file).unwritable()).contains("SQLITE_BUSY");
        }
    }

    @Test
    void should_say_that_it_may_not_be_written() {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may write everything");
        assertThat(file.toFile().setReadOnly()).isTrue();

        assertThat(LedgerFile.examine(file).unwritable()).contains("readonly");
    }
}
