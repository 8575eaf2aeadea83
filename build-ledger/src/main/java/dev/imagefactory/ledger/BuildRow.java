package dev.imagefactory.ledger;

import dev.imagefactory.planner.Build;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    private static final List<String> FIELDS =
            Stream.concat(ORDER.keySet().stream(), PROGRESS.keySet().stream()).toList();
    private static final List<String> NAMES =
            Stream.concat(ORDER.values().stream(), PROGRESS.values().stream()).toList();

    /** Between the values of a row in one text, and before each value that is there. */
    private static final char SEPARATOR = '\u001f';

    private static final char PRESENT = '=';

    /**
     * What a query must select, in this order: all values in one text, since a call of the driver for each of them
     * takes longer than all the rest of reading a row; and each by itself, which only a row is asked for whose text is
     * not clear.
     */
    static final String COLUMNS = "concat_ws(char(" + (int) SEPARATOR + ")"
            + NAMES.stream()
                    .map(name -> ", coalesce('" + PRESENT + "' || " + name + ", '')")
                    .collect(Collectors.joining())
            + "), " + String.join(", ", NAMES);

    private static final Map<String, Integer> INDEXES = indexes();

    private static Map<String, Integer> indexes() {
        Map<String, Integer> indexes = new HashMap<>();
        FIELDS.forEach(field -> indexes.put(field, indexes.size()));
        return indexes;
    }

    private final ResultSet row;

    /** The values of the row, null where there is none; of no use where the text was not clear. */
    private final @Nullable String[] values = new String[FIELDS.size()];

    private final SharedValues shared = new SharedValues();

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
        @Nullable String text = row.getString(1);
        if (text != null && split(text)) {
            return BuildFields.read(this::value, shared);
        }
        try {
            return BuildFields.read(this::column, shared);
        } catch (UnreadableValueException e) {
            throw e.cause;
        }
    }

    /** Takes a text apart; false where a value holds a separator. */
    private boolean split(String text) {
        int begin = 0;
        for (int i = 0; i < values.length; i++) {
            int end = text.indexOf(SEPARATOR, begin);
            boolean isLast = i == values.length - 1;
            if (isLast != (end < 0)) {
                return false;
            }
            int to = isLast ? text.length() : end;
            values[i] = begin == to ? null : text.substring(begin + 1, to);
            begin = to + 1;
        }
        return true;
    }

    private @Nullable Object value(String field) {
        @Nullable Integer index = INDEXES.get(field);
        @Nullable String text = index == null ? null : values[index];
        if (text == null) {
            return null;
        }
        try {
            return switch (field) {
                case BuildFields.ATTEMPT -> (Object) Integer.valueOf(text);
                case BuildFields.REVISION -> (Object) Long.valueOf(text);
                case BuildFields.REQUEST_ID_HONOURED -> (Object) text.equals("1");
                default -> text;
            };
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private @Nullable Object column(String field) {
        @Nullable Integer index = INDEXES.get(field);
        if (index == null) {
            return null;
        }
        int place = index + 2;
        try {
            // SQLite knows no booleans, and gives an integer the smallest type that holds it.
            if (field.equals(BuildFields.REVISION)) {
                return row.getLong(place);
            }
            @Nullable Object value = row.getObject(place);
            return value != null && field.equals(BuildFields.REQUEST_ID_HONOURED) ? (Object) value.equals(1) : value;
        } catch (SQLException e) {
            throw new UnreadableValueException(e);
        }
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
