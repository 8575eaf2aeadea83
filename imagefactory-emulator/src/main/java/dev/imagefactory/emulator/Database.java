package dev.imagefactory.emulator;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * An SQLite file that several processes may use and that survives the kill of any of them.
 *
 * <p>A transaction takes the write lock at its beginning, so that what it read still holds when it writes. One
 * connection serves one thread at a time.
 */
final class Database implements AutoCloseable {

    private static final int BUSY_TIMEOUT_MILLIS = 30_000;
    private static final int OPENING_ATTEMPTS = 200;
    private static final int OPENING_PAUSE_MILLIS = 10;

    private final Path file;
    private final Connection connection;

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Reads one row of a result. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private interface Steps<T> {
        T run() throws SQLException;
    }

    /**
     * Opens the file, creates it where it is absent, and brings it to a schema.
     *
     * @param schema statements that change nothing where they have run before
     */
    static Database open(Path file, List<String> schema) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        Database database = new Database(file, connect(file, config));
        try {
            database.inTransaction(() -> {
                schema.forEach(database::update);
                return file;
            });
            return database;
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    /** SQLite does not wait its busy timeout while another process switches the fresh file to the write-ahead log. */
    private static Connection connect(Path file, SQLiteConfig config) {
        for (int attempt = 1; ; attempt++) {
            try {
                return config.createConnection("jdbc:sqlite:" + file);
            } catch (SQLException e) {
                if (!isBusy(e) || attempt == OPENING_ATTEMPTS) {
                    throw broken(file, e);
                }
                pause(file);
            }
        }
    }

    /** Runs several steps as one; nothing of them is kept where one throws. */
    synchronized <T> T inTransaction(Supplier<T> steps) {
        return sql(() -> {
            connection.setAutoCommit(false);
            try {
                T result = steps.get();
                connection.commit();
                return result;
            } catch (RuntimeException | SQLException | Error e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    /** Runs a statement that changes something. */
    synchronized void update(String statement, @Nullable Object... arguments) {
        sql(() -> {
            try (PreparedStatement prepared = prepare(statement, arguments)) {
                return prepared.executeUpdate();
            }
        });
    }

    /** Runs a statement that answers with rows. */
    synchronized <T> List<T> query(String statement, RowReader<T> reader, @Nullable Object... arguments) {
        return sql(() -> {
            List<T> results = new ArrayList<>();
            try (PreparedStatement prepared = prepare(statement, arguments);
                    ResultSet rows = prepared.executeQuery()) {
                while (rows.next()) {
                    results.add(reader.read(rows));
                }
            }
            return results;
        });
    }

    @Override
    public synchronized void close() {
        sql(() -> {
            connection.close();
            return file;
        });
    }

    private PreparedStatement prepare(String statement, @Nullable Object... arguments) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < arguments.length; i++) {
            prepared.setObject(i + 1, arguments[i]);
        }
        return prepared;
    }

    private <T> T sql(Steps<T> steps) {
        try {
            return steps.run();
        } catch (SQLException e) {
            throw broken(file, e);
        }
    }

    private static boolean isBusy(SQLException e) {
        return e instanceof SQLiteException sqlite
                && (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    private static IllegalStateException broken(Path file, Throwable cause) {
        return new IllegalStateException(
                "The emulator's state in " + file + " cannot be used: " + cause.getMessage()
                        + ". Delete the file to start with no jobs, or name another data directory.",
                cause);
    }

    private static void pause(Path file) {
        try {
            Thread.sleep(OPENING_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken(file, e);
        }
    }
}
