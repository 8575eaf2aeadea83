package dev.imagefactory.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagefactory.emulator.EmulatorRule.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a data directory. What a transaction stored is on disk when it returns, whatever becomes of the process.
 */
final class JobStore implements AutoCloseable {

    private static final List<String> SCHEMA = List.of("""
            CREATE TABLE IF NOT EXISTS job (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                tracking_id TEXT NOT NULL UNIQUE,
                request_id TEXT UNIQUE,
                body_sha256 TEXT NOT NULL,
                image_names TEXT NOT NULL,
                artifact_names TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                build_millis INTEGER NOT NULL,
                outcome TEXT NOT NULL,
                forgotten_at INTEGER,
                cancelled_at INTEGER
            ) STRICT""", """
            CREATE TABLE IF NOT EXISTS job_image (
                name_key TEXT NOT NULL,
                sequence INTEGER NOT NULL REFERENCES job (sequence),
                PRIMARY KEY (name_key, sequence)
            ) STRICT, WITHOUT ROWID""", """
            CREATE TABLE IF NOT EXISTS failure_message (
                tracking_id TEXT PRIMARY KEY REFERENCES job (tracking_id),
                message TEXT NOT NULL
            ) STRICT, WITHOUT ROWID""", """
            CREATE TABLE IF NOT EXISTS creation (
                name_key TEXT PRIMARY KEY,
                times INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID""");

    /** The message stands apart, so that a directory of an older emulator can still be used. */
    private static final String SELECT = "SELECT * FROM job LEFT JOIN failure_message USING (tracking_id)";

    private static final JsonMapper JSON = new JsonMapper();

    private final Database database;

    private JobStore(Database database) {
        this.database = database;
    }

    /** Opens the store of a directory; creates both where they are absent. */
    static JobStore open(Path dataDirectory) {
        try {
            Files.createDirectories(dataDirectory);
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory " + dataDirectory + " cannot be created", e);
        }
        return new JobStore(Database.open(dataDirectory.resolve("emulator.db"), SCHEMA));
    }

    /** Runs several steps as one, with no other writer in between; nothing of them is kept where one throws. */
    <T> T inTransaction(Supplier<T> steps) {
        return database.inTransaction(steps);
    }

    void insert(Job job) {
        String trackingId = job.trackingId().toString();
        database.update(
                """
                INSERT INTO job (tracking_id, request_id, body_sha256, image_names, artifact_names, created_at,
                    build_millis, outcome, forgotten_at, cancelled_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                trackingId,
                job.requestId() == null ? null : job.requestId().toString(),
                job.bodySha256(),
                writeNames(job.imageNames()),
                writeNames(job.artifactNames()),
                job.created().toEpochMilli(),
                job.buildTime().toMillis(),
                job.outcome().name(),
                millis(job.forgotten()),
                millis(job.cancelled()));
        if (job.failureMessage() != null) {
            database.update("INSERT INTO failure_message VALUES (?, ?)", trackingId, job.failureMessage());
        }
        for (String imageName : job.imageNames()) {
            database.update(
                    "INSERT OR IGNORE INTO job_image SELECT ?, sequence FROM job WHERE tracking_id = ?",
                    ImageNameKey.of(imageName).folded(),
                    trackingId);
        }
    }

    void updateCancelled(Job job) {
        database.update(
                "UPDATE job SET cancelled_at = ? WHERE tracking_id = ?",
                millis(job.cancelled()),
                job.trackingId().toString());
    }

    @Nullable
    Job find(UUID trackingId) {
        return first(database.query(SELECT + " WHERE tracking_id = ?", JobStore::read, trackingId.toString()));
    }

    @Nullable
    Job findByRequest(UUID requestId) {
        return first(database.query(SELECT + " WHERE request_id = ?", JobStore::read, requestId.toString()));
    }

    /** All jobs, the oldest first, those that the service pretends to have forgotten included. */
    List<Job> all() {
        return database.query(SELECT + " ORDER BY sequence", JobStore::read);
    }

    /**
     * Lists the jobs that are not forgotten, the newest first.
     *
     * @param imageName an image that they make; null for all
     * @param olderThan the job after which the list goes on; null for its beginning
     */
    List<Job> list(@Nullable ImageNameKey imageName, @Nullable UUID olderThan, Instant now, int limit) {
        StringBuilder statement = new StringBuilder(SELECT + " WHERE (forgotten_at IS NULL OR forgotten_at > ?)");
        List<Object> arguments = new ArrayList<>();
        arguments.add(now.toEpochMilli());
        if (imageName != null) {
            statement.append(" AND sequence IN (SELECT sequence FROM job_image WHERE name_key = ?)");
            arguments.add(imageName.folded());
        }
        if (olderThan != null) {
            statement.append(" AND sequence < (SELECT sequence FROM job WHERE tracking_id = ?)");
            arguments.add(olderThan.toString());
        }
        statement.append(" ORDER BY sequence DESC LIMIT ?");
        arguments.add(limit);
        return database.query(statement.toString(), JobStore::read, arguments.toArray());
    }

    /** How often an image was asked for: jobs and rejections. */
    int creations(ImageNameKey imageName) {
        Integer times = first(database.query(
                "SELECT times FROM creation WHERE name_key = ?", row -> row.getInt("times"), imageName.folded()));
        return times == null ? 0 : times;
    }

    void countCreation(ImageNameKey imageName) {
        database.update(
                "INSERT INTO creation VALUES (?, 1) ON CONFLICT (name_key) DO UPDATE SET times = times + 1",
                imageName.folded());
    }

    @Override
    public void close() {
        database.close();
    }

    private static Job read(ResultSet row) throws SQLException {
        String requestId = row.getString("request_id");
        long cancelled = row.getLong("cancelled_at");
        boolean isCancelled = !row.wasNull();
        return new Job(
                UUID.fromString(row.getString("tracking_id")),
                requestId == null ? null : UUID.fromString(requestId),
                row.getString("body_sha256"),
                readNames(row.getString("image_names")),
                readNames(row.getString("artifact_names")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Duration.ofMillis(row.getLong("build_millis")),
                outcome(row.getString("outcome")),
                row.getString("message"),
                isCancelled ? Instant.ofEpochMilli(cancelled) : null);
    }

    private static Outcome outcome(String name) {
        return Stream.of(Outcome.values())
                .filter(outcome -> outcome.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The emulator's database holds a job of the outcome '" + name + "', which is not known"));
    }

    private static <T> @Nullable T first(List<T> rows) {
        return rows.isEmpty() ? null : rows.get(0);
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static String writeNames(List<String> names) {
        return JSON.valueToTree(names).toString();
    }

    private static List<String> readNames(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The emulator's database holds a list of names that is no JSON", e);
        }
    }
}
