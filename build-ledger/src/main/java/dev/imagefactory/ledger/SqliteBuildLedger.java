package dev.imagefactory.ledger;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.Lease;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.UnreadableBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A ledger in one SQLite file: it survives a crash at any moment, and any number of processes on one machine may use it
 * at once. Not for network file systems, whose locks SQLite cannot trust.
 */
public final class SqliteBuildLedger implements BuildLedger {
    private static final int BUSY_TIMEOUT_MILLISECONDS = 30_000;
    private static final int OPENING_ATTEMPTS = 500;
    private static final Duration OPENING_PAUSE = Duration.ofMillis(10);

    private static final List<String> SCHEMA =
            List.of("CREATE TABLE IF NOT EXISTS ledger (service TEXT NOT NULL)", """
        CREATE TABLE IF NOT EXISTS build (
          sequence               INTEGER PRIMARY KEY,
          image_id               TEXT NOT NULL,
          fingerprint            TEXT NOT NULL,
          attempt                INTEGER NOT NULL,
          request_id             TEXT NOT NULL UNIQUE,
          claimed_at             TEXT NOT NULL,
          reason                 TEXT NOT NULL,
          targets                TEXT NOT NULL,
          variables              TEXT NOT NULL,
          definition_fingerprint TEXT NOT NULL,
          defaults_fingerprint   TEXT,
          base                   TEXT,
          payload                TEXT NOT NULL,
          state                  TEXT NOT NULL,
          updated_at             TEXT NOT NULL,
          lease_run              TEXT,
          lease_from             TEXT,
          lease_until            TEXT,
          tracking_id            TEXT,
          request_id_honoured    INTEGER,
          finished_at            TEXT,
          error                  TEXT,
          log_url                TEXT,
          taken_back_at          TEXT,
          pull_requests          TEXT,
          revision               INTEGER NOT NULL,
          UNIQUE (image_id, fingerprint, attempt)
        )""");

    /** From each version to the next, the first one from version 1. */
    private static final List<List<String>> MIGRATIONS = List.of(
            // A claim of that time had no lease: it may have been sent.
            List.of(
                    "ALTER TABLE build ADD COLUMN lease_run TEXT",
                    "ALTER TABLE build ADD COLUMN lease_from TEXT",
                    "ALTER TABLE build ADD COLUMN lease_until TEXT",
                    "ALTER TABLE build ADD COLUMN request_id_honoured INTEGER",
                    "UPDATE build SET state = 'unanswered' WHERE state = 'submitting'"),
            List.of("ALTER TABLE build ADD COLUMN defaults_fingerprint TEXT"),
            List.of("ALTER TABLE build ADD COLUMN base TEXT"),
            List.of(
                    "ALTER TABLE build ADD COLUMN taken_back_at TEXT",
                    "ALTER TABLE build ADD COLUMN pull_requests TEXT"));

    static final int SCHEMA_VERSION = MIGRATIONS.size() + 1;

    private static final String OF_KEY = " WHERE image_id = ? AND fingerprint = ? AND attempt = ?";
    private static final String UPDATE = "UPDATE build SET " + String.join(" = ?, ", BuildRow.PROGRESS.values())
            + " = ?" + OF_KEY + " AND revision = ?";
    private static final String INSERT = "INSERT INTO build (" + String.join(", ", BuildRow.ORDER.values()) + ", "
            + String.join(", ", BuildRow.PROGRESS.values()) + ", payload) VALUES ("
            + "?, ".repeat(BuildRow.ORDER.size() + BuildRow.PROGRESS.size()) + "?)";

    private final Path file;
    private final Connection connection;
    private final GroupCommit transactions;

    private SqliteBuildLedger(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
        this.transactions = new GroupCommit(connection, this);
    }

    /**
     * Opens the ledger in a file, which is made where it does not exist, its folder included.
     *
     * @throws LedgerException where the file cannot be used, or was written by a newer version
     */
    public static SqliteBuildLedger open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLISECONDS);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new LedgerException("the folder of the ledger " + file + " cannot be made (" + e + ")", e);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return open(config, file);
            } catch (SQLException e) {
                // SQLite does not wait its busy time-out while another process switches a fresh file to the log.
                boolean busy = (e.getErrorCode() & 0xFF) == SQLiteErrorCode.SQLITE_BUSY.code;
                if (!busy || attempt == OPENING_ATTEMPTS) {
                    throw new LedgerException(
                            "the ledger " + file + " cannot be opened (" + e.getMessage()
                                    + "); check that it is a ledger and that its folder is writable",
                            e);
                }
                LockSupport.parkNanos(OPENING_PAUSE.toNanos());
            }
        }
    }

    private static SqliteBuildLedger open(SQLiteConfig config, Path file) throws SQLException {
        Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        try {
            SqliteBuildLedger ledger = new SqliteBuildLedger(file, connection);
            ledger.prepare();
            return ledger;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (version(statement) == SCHEMA_VERSION) {
                return;
            }
            connection.setAutoCommit(false);
            int version = version(statement);
            if (version > SCHEMA_VERSION) {
                throw new LedgerException("the ledger " + file + " has version " + version
                        + ", which is newer than this program knows (" + SCHEMA_VERSION + "); update the program");
            }
            List<String> changes = version == 0
                    ? SCHEMA
                    : MIGRATIONS.subList(version - 1, MIGRATIONS.size()).stream()
                            .flatMap(List::stream)
                            .toList();
            for (String change : changes) {
                statement.executeUpdate(change);
            }
            statement.executeUpdate("PRAGMA user_version = " + SCHEMA_VERSION);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private static int version(Statement statement) throws SQLException {
        return statement.executeQuery("PRAGMA user_version").getInt(1);
    }

    @Override
    public void bind(String service) {
        String bound = written(() -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO ledger (service) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM ledger)")) {
                insert.setString(1, service);
                insert.executeUpdate();
            }
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE ledger SET service = ? WHERE NOT EXISTS (SELECT 1 FROM build)")) {
                update.setString(1, service);
                update.executeUpdate();
            }
            try (Statement select = connection.createStatement()) {
                return select.executeQuery("SELECT service FROM ledger").getString(1);
            }
        });
        if (!bound.equals(service)) {
            throw LedgerException.boundToAnother("the ledger " + file, bound, service);
        }
    }

    @Override
    public synchronized Optional<String> service() {
        return using(() -> {
            try (Statement select = connection.createStatement()) {
                ResultSet row = select.executeQuery("SELECT service FROM ledger");
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        });
    }

    @Override
    public synchronized LedgerContents contents() {
        return using(() -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT " + BuildRow.COLUMNS + ", sequence FROM build ORDER BY sequence");
                    ResultSet row = select.executeQuery()) {
                List<Build> builds = new ArrayList<>();
                List<UnreadableBuild> unreadable = new ArrayList<>();
                BuildRow build = new BuildRow(row);
                while (row.next()) {
                    try {
                        builds.add(build.read());
                    } catch (IllegalArgumentException e) {
                        unreadable.add(unreadable(row, e));
                    }
                }
                return new LedgerContents(builds, unreadable);
            }
        });
    }

    @Override
    public synchronized Optional<Build> find(BuildKey key) {
        return using(() -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT " + BuildRow.COLUMNS + " FROM build" + OF_KEY)) {
                bindKey(select, 1, key);
                ResultSet row = select.executeQuery();
                return row.next() ? Optional.of(new BuildRow(row).read()) : Optional.empty();
            } catch (IllegalArgumentException e) {
                throw new LedgerException(
                        "the build " + key + " in the ledger " + file + " cannot be read (" + e.getMessage() + ")", e);
            }
        });
    }

    @Override
    public synchronized Optional<String> payload(BuildKey key) {
        return using(() -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT payload FROM build" + OF_KEY)) {
                bindKey(select, 1, key);
                ResultSet row = select.executeQuery();
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        });
    }

    @Override
    public Optional<Build> claim(BuildOrder order, String payload, Lease lease) {
        Build build = new Build(order, BuildProgress.claimed(lease), 1);
        return restore(build, payload) ? Optional.of(build) : Optional.empty();
    }

    @Override
    public Optional<Build> update(Build before, BuildProgress progress) {
        Build after = new Build(before.order(), progress, before.revision() + 1);
        Map<String, Object> fields = BuildFields.of(after);
        return written(() -> {
            try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
                int next = bindFields(update, 1, BuildRow.PROGRESS, fields);
                next = bindKey(update, next, before.key());
                update.setLong(next, before.revision());
                return update.executeUpdate() == 1 ? Optional.of(after) : Optional.empty();
            }
        });
    }

    @Override
    public boolean restore(Build build, String payload) {
        Map<String, Object> fields = BuildFields.of(build);
        return written(() -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                int next = bindFields(insert, 1, BuildRow.ORDER, fields);
                next = bindFields(insert, next, BuildRow.PROGRESS, fields);
                insert.setString(next, payload);
                insert.executeUpdate();
                return true;
            } catch (SQLiteException e) {
                if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public synchronized void close() {
        using(() -> {
            connection.close();
            return true;
        });
    }

    private static int bindKey(PreparedStatement statement, int first, BuildKey key) throws SQLException {
        statement.setString(first, key.imageId());
        statement.setString(first + 1, key.fingerprint());
        statement.setInt(first + 2, key.attempt());
        return first + 3;
    }

    private static int bindFields(
            PreparedStatement statement, int first, Map<String, String> columns, Map<String, Object> fields)
            throws SQLException {
        int next = first;
        for (String field : columns.keySet()) {
            statement.setObject(next++, fields.get(field));
        }
        return next;
    }

    private UnreadableBuild unreadable(ResultSet row, RuntimeException e) throws SQLException {
        @Nullable String imageId = row.getString("image_id");
        return new UnreadableBuild(
                imageId,
                "row " + row.getLong("sequence") + " of the ledger " + file + " cannot be read (" + e.getMessage()
                        + "); correct it, restore the file from a backup, or delete the row if the image shall be"
                        + " built again");
    }

    private <T> T written(GroupCommit.Write<T> write) {
        return using(() -> transactions.write(write));
    }

    /** A use of the database. */
    private interface Query<T> {
        T run() throws SQLException;
    }

    private <T> T using(Query<T> query) {
        try {
            return query.run();
        } catch (SQLException e) {
            throw new LedgerException("the ledger " + file + " cannot be used (" + e.getMessage() + ")", e);
        }
    }
}
