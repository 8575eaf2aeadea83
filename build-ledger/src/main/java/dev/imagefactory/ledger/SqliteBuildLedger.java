package dev.imagefactory.ledger;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    private static final int SCHEMA_VERSION = 1;
    private static final int BUSY_TIMEOUT_MILLISECONDS = 30_000;
    private static final int OPENING_ATTEMPTS = 500;
    private static final Duration OPENING_PAUSE = Duration.ofMillis(10);

    private static final String[] SCHEMA = {
        "CREATE TABLE IF NOT EXISTS ledger (service TEXT NOT NULL)", """
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
          payload                TEXT NOT NULL,
          state                  TEXT NOT NULL,
          updated_at             TEXT NOT NULL,
          tracking_id            TEXT,
          finished_at            TEXT,
          error                  TEXT,
          log_url                TEXT,
          revision               INTEGER NOT NULL,
          UNIQUE (image_id, fingerprint, attempt)
        )""", "PRAGMA user_version = " + SCHEMA_VERSION,
    };

    private static final String COLUMNS = "image_id, fingerprint, attempt, request_id, claimed_at, reason, targets,"
            + " variables, definition_fingerprint, state, updated_at, tracking_id, finished_at, error, log_url,"
            + " revision";

    private final Path file;
    private final Connection connection;

    private SqliteBuildLedger(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
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
            int version = statement.executeQuery("PRAGMA user_version").getInt(1);
            if (version > SCHEMA_VERSION) {
                throw new LedgerException("the ledger " + file + " has version " + version
                        + ", which is newer than this program knows (" + SCHEMA_VERSION + "); update the program");
            }
            if (version == SCHEMA_VERSION) {
                return;
            }
            connection.setAutoCommit(false);
            for (String definition : SCHEMA) {
                statement.executeUpdate(definition);
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public synchronized void bind(String service) {
        String bound = using(() -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO ledger (service) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM ledger)")) {
                insert.setString(1, service);
                insert.executeUpdate();
            }
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE ledger SET service = ?" + " WHERE NOT EXISTS (SELECT 1 FROM build)")) {
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
    public synchronized List<Build> builds() {
        return using(() -> {
            try (PreparedStatement select =
                            connection.prepareStatement("SELECT " + COLUMNS + " FROM build ORDER BY sequence");
                    ResultSet row = select.executeQuery()) {
                List<Build> builds = new ArrayList<>();
                while (row.next()) {
                    builds.add(readable(row));
                }
                return builds;
            }
        });
    }

    @Override
    public synchronized Optional<Build> claim(BuildOrder order, String payload) {
        return using(() -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO build (" + COLUMNS
                    + ", payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, 1, ?)")) {
                bindKey(insert, 1, order.key());
                insert.setString(4, order.requestId());
                insert.setString(5, order.claimedAt().toString());
                insert.setString(6, order.reason().id());
                insert.setString(7, Columns.targets(order.targets()));
                insert.setString(8, Columns.variables(order.variables()));
                insert.setString(9, order.definitionFingerprint());
                insert.setString(10, BuildState.SUBMITTING.id());
                insert.setString(11, order.claimedAt().toString());
                insert.setString(12, payload);
                insert.executeUpdate();
            } catch (SQLiteException e) {
                if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
                    return Optional.empty();
                }
                throw e;
            }
            return find(order.key());
        });
    }

    @Override
    public synchronized Optional<String> payload(BuildKey key) {
        return using(() -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT payload FROM build WHERE image_id = ? AND fingerprint = ? AND attempt = ?")) {
                bindKey(select, 1, key);
                ResultSet row = select.executeQuery();
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        });
    }

    @Override
    public synchronized Optional<Build> update(Build before, BuildProgress progress) {
        return using(() -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE build SET state = ?, updated_at = ?,"
                    + " tracking_id = ?, finished_at = ?, error = ?, log_url = ?, revision = revision + 1"
                    + " WHERE image_id = ? AND fingerprint = ? AND attempt = ? AND revision = ?")) {
                update.setString(1, progress.state().id());
                update.setString(2, progress.updatedAt().toString());
                update.setString(3, progress.trackingId());
                update.setString(4, text(progress.finishedAt()));
                update.setString(5, progress.error());
                update.setString(6, progress.logUrl());
                bindKey(update, 7, before.key());
                update.setLong(10, before.revision());
                return update.executeUpdate() == 1
                        ? Optional.of(new Build(before.order(), progress, before.revision() + 1))
                        : Optional.empty();
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

    private Optional<Build> find(BuildKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM build WHERE image_id = ? AND fingerprint = ? AND attempt = ?")) {
            bindKey(select, 1, key);
            ResultSet row = select.executeQuery();
            return row.next() ? Optional.of(readable(row)) : Optional.empty();
        }
    }

    private static void bindKey(PreparedStatement statement, int first, BuildKey key) throws SQLException {
        statement.setString(first, key.imageId());
        statement.setString(first + 1, key.fingerprint());
        statement.setInt(first + 2, key.attempt());
    }

    private Build readable(ResultSet row) throws SQLException {
        try {
            return build(row);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new LedgerException(
                    "the ledger " + file + " has a build of '" + row.getString("image_id") + "' that cannot be read ("
                            + e.getMessage() + "); restore the file from a backup",
                    e);
        }
    }

    private static Build build(ResultSet row) throws SQLException {
        BuildOrder order = new BuildOrder(
                new BuildKey(row.getString("image_id"), row.getString("fingerprint"), row.getInt("attempt")),
                row.getString("request_id"),
                Instant.parse(row.getString("claimed_at")),
                ReasonCode.of(row.getString("reason")),
                Columns.targets(row.getString("targets")),
                Columns.variables(row.getString("variables")),
                row.getString("definition_fingerprint"));
        @Nullable String finishedAt = row.getString("finished_at");
        BuildProgress progress = new BuildProgress(
                BuildState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Instant.parse(row.getString("updated_at")),
                row.getString("tracking_id"),
                finishedAt == null ? null : Instant.parse(finishedAt),
                row.getString("error"),
                row.getString("log_url"));
        return new Build(order, progress, row.getLong("revision"));
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
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
