package dev.imagefactory.ledger;

import dev.imagefactory.planner.LedgerException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * What a look at the file of a {@link SqliteBuildLedger} found. The look changes nothing: a ledger of an older version
 * stays one.
 *
 * @param version of the file's layout
 * @param damages what SQLite's quick check finds wrong; empty where nothing is
 * @param unwritable why nothing can be written; null where it can, for which the lock was taken and given back
 */
public record LedgerFile(
        int version, List<String> damages, @Nullable String unwritable) {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int SHOWN_DAMAGES = 3;

    public LedgerFile {
        damages = List.copyOf(damages);
    }

    /**
     * Looks at a file.
     *
     * @throws LedgerException where it cannot be read, or is no ledger
     */
    public static LedgerFile examine(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) PATIENCE.toMillis());
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
                Statement statement = connection.createStatement()) {
            int version = number(statement, "PRAGMA user_version");
            List<String> damages = damages(statement);
            if (number(statement, "SELECT count(*) FROM sqlite_master WHERE name = 'build'") == 0) {
                throw new LedgerException("the file " + file + " is no ledger; name the right one");
            }
            return new LedgerFile(version, damages, unwritable(statement));
        } catch (SQLException e) {
            throw new LedgerException("the ledger " + file + " cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.getInt(1);
        }
    }

    private static List<String> damages(Statement statement) throws SQLException {
        List<String> damages = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("PRAGMA quick_check(" + SHOWN_DAMAGES + ")")) {
            while (row.next()) {
                damages.add(row.getString(1));
            }
        }
        damages.remove("ok");
        return damages;
    }

    private static @Nullable String unwritable(Statement statement) {
        try {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
            return null;
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Whether the next run brings it up to date, after which older programs refuse it. */
    public boolean isOlder() {
        return version < SqliteBuildLedger.SCHEMA_VERSION;
    }

    /** Whether this program refuses it. */
    public boolean isNewer() {
        return version > SqliteBuildLedger.SCHEMA_VERSION;
    }
}
