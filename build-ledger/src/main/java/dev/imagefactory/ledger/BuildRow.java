package dev.imagefactory.ledger;

import dev.imagefactory.planner.Build;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The row at which a result of {@link SqliteBuildLedger} stands, read as a build. */
final class BuildRow {
    /** The columns of {@link BuildFields}, by their names: what was asked for, which never changes, and the rest. */
    static final Map<String, String> ORDER = columns(
            "imageId", "image_id",
            "fingerprint", "fingerprint",
            "attempt", "attempt",
            "requestId", "request_id",
            "claimedAt", "claimed_at",
            "reason", "reason",
            "targets", "targets",
            "variables", "variables",
            "definitionFingerprint", "definition_fingerprint",
            "defaultsFingerprint", "defaults_fingerprint",
            "base", "base");

    static final Map<String, String> PROGRESS = columns(
            "state", "state",
            "since", "updated_at",
            "leaseRun", "lease_run",
            "leaseFrom", "lease_from",
            "leaseUntil", "lease_until",
            "trackingId", "tracking_id",
            "requestIdHonoured", "request_id_honoured",
            "finishedAt", "finished_at",
            "error", "error",
            "logUrl", "log_url",
            "takenBackAt", "taken_back_at",
            "pullRequests", "pull_requests",
            "revision", "revision");

    private static Map<String, String> columns(String... fieldsAndColumns) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < fieldsAndColumns.length; i += 2) {
            columns.put(fieldsAndColumns[i], fieldsAndColumns[i + 1]);
        }
        return columns;
    }

    /** What a query must select, in this order. */
    static final String COLUMNS = String.join(", ", ORDER.values()) + ", " + String.join(", ", PROGRESS.values());

    private static final Map<String, Integer> INDEXES = indexes();

    private static Map<String, Integer> indexes() {
        Map<String, Integer> indexes = new HashMap<>();
        ORDER.keySet().forEach(field -> indexes.put(field, indexes.size() + 1));
        PROGRESS.keySet().forEach(field -> indexes.put(field, indexes.size() + 1));
        return indexes;
    }

    private final ResultSet row;

    /** Builds have names and values in common, each of which is kept once. */
    private final Map<String, String> shared = new HashMap<>();

    /** @param row selects {@link #COLUMNS} first */
    BuildRow(ResultSet row) {
        this.row = row;
    }

    /**
     * The build of the row.
     *
     * @throws IllegalArgumentException where it is not what was written
     */
    Build read() throws SQLException {
        try {
            return BuildFields.read(this::value, this::shared);
        } catch (UnreadableValueException e) {
            throw e.cause;
        }
    }

    private @Nullable Object value(String field) {
        @Nullable Integer index = INDEXES.get(field);
        if (index == null) {
            return null;
        }
        try {
            // SQLite knows no booleans, and gives an integer the smallest type that holds it.
            if (field.equals(BuildFields.REVISION)) {
                return row.getLong(index);
            }
            @Nullable Object value = row.getObject(index);
            return value != null && field.equals(BuildFields.REQUEST_ID_HONOURED) ? (Object) value.equals(1) : value;
        } catch (SQLException e) {
            throw new UnreadableValueException(e);
        }
    }

    private String shared(String text) {
        @Nullable String known = shared.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    /** The database cannot be read, which no caller of a function expects. */
    private static final class UnreadableValueException extends RuntimeException {
        private final SQLException cause;

        UnreadableValueException(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
