package dev.imagefactory.ledger;

import com.azure.data.tables.models.TableEntity;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.LedgerException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a ledger lies in a table: one partition, in it an entity for the ledger, one for each build, and one for each
 * build's payload, so that reading the builds reads no payloads (ADR 0009).
 */
final class TableLayout {
    static final String PARTITION = "ledger";

    private static final int VERSION = 1;

    /** The row key of the ledger's own entity. */
    static final String LEDGER = "ledger";

    private static final String BUILD = "build-";
    private static final String PAYLOAD = "payload-";

    private static final String FORMAT = "version";
    private static final String SERVICE = "service";
    private static final String CLAIMED = "claimed";
    private static final String TEXT = "payload";

    /** Selects the builds and the ledger's own entity, which sort before the payloads. */
    static final String BUILDS_AND_LEDGER = "PartitionKey eq '" + PARTITION + "' and RowKey lt '" + PAYLOAD + "'";

    private static final String WRITE = "write";

    /** OData's name for the version of an entity, which the client sends along in a conditional write. */
    private static final String ETAG = "odata.etag";

    /** Characters in one property; Azure takes 64 KiB in UTF-16, "about 32 K characters or less". */
    private static final int LONGEST_TEXT = 32_000;

    /** Bytes in one entity; Azure takes 1 MiB, some of it for itself. */
    private static final int LARGEST_ENTITY = 1_000_000;

    private TableLayout() {}

    /**
     * The ledger's own entity.
     *
     * @param service to which it is bound; null before
     * @param claimed whether a build was ever claimed, which makes the binding final
     */
    static TableEntity ledger(@Nullable String service, boolean claimed) {
        TableEntity entity =
                new TableEntity(PARTITION, LEDGER).addProperty(FORMAT, VERSION).addProperty(CLAIMED, claimed);
        return service == null ? entity : entity.addProperty(SERVICE, service);
    }

    static boolean isNewer(TableEntity ledger) {
        return ledger.getProperty(FORMAT) instanceof Integer version && version > VERSION;
    }

    static Optional<String> service(TableEntity ledger) {
        return ledger.getProperty(SERVICE) instanceof String service ? Optional.of(service) : Optional.empty();
    }

    static boolean isClaimed(TableEntity ledger) {
        return Boolean.TRUE.equals(ledger.getProperty(CLAIMED));
    }

    /** An entity as the successor of another, on which a conditional write is based. */
    static TableEntity replacing(TableEntity before, TableEntity after) {
        return after.addProperty(ETAG, before.getETag());
    }

    /**
     * The entity of a build.
     *
     * @param write names the write, so that who wrote it knows it again
     * @throws LedgerException where it is too large
     */
    static TableEntity entity(Build build, String write) {
        TableEntity entity = new TableEntity(PARTITION, buildRow(build.key())).addProperty(WRITE, write);
        BuildFields.of(build).forEach((name, value) -> put(entity, name, value));
        return checked(entity, build.key());
    }

    /**
     * The entity of a build's payload.
     *
     * @throws LedgerException where it is too large
     */
    static TableEntity payload(BuildKey key, String payload) {
        TableEntity entity = new TableEntity(PARTITION, payloadRow(key));
        put(entity, TEXT, payload);
        return checked(entity, key);
    }

    /** A long text goes into several properties: {@code error_parts}, {@code error_1} and so on. */
    private static void put(TableEntity entity, String name, Object value) {
        if (!(value instanceof String text) || text.length() <= LONGEST_TEXT) {
            entity.addProperty(name, value);
            return;
        }
        int parts = 0;
        for (int begin = 0; begin < text.length(); ) {
            int end = Math.min(begin + LONGEST_TEXT, text.length());
            if (Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            entity.addProperty(part(name, ++parts), text.substring(begin, end));
            begin = end;
        }
        entity.addProperty(name + "_parts", parts);
    }

    private static String part(String name, int number) {
        return name + "_" + number;
    }

    private static TableEntity checked(TableEntity entity, BuildKey key) {
        long bytes = 0;
        for (Map.Entry<String, Object> property : entity.getProperties().entrySet()) {
            bytes += 2L
                    * (property.getKey().length()
                            + property.getValue().toString().length());
        }
        if (bytes > LARGEST_ENTITY) {
            throw new LedgerException("the build " + key + " is too large for a table: " + bytes
                    + " bytes where one entity holds " + LARGEST_ENTITY
                    + "; nothing was written; make its definition smaller, or keep the ledger in a file");
        }
        return entity;
    }

    static String buildRow(BuildKey key) {
        return rowKey(BUILD, key);
    }

    static String payloadRow(BuildKey key) {
        return rowKey(PAYLOAD, key);
    }

    /** Hashed: image ids may be long and have characters that Azure forbids in keys. */
    private static String rowKey(String prefix, BuildKey key) {
        String text = key.attempt() + "\n" + key.fingerprint() + "\n" + key.imageId();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return prefix + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The build of an entity.
     *
     * @throws IllegalArgumentException where something is missing or is not what was written
     */
    static Build build(TableEntity entity) {
        Build build = BuildFields.read(name -> value(entity, name));
        if (!rowKey(BUILD, build.key()).equals(entity.getRowKey())) {
            throw new IllegalArgumentException("imageId, fingerprint and attempt are not those of the row key");
        }
        return build;
    }

    /** The payload of an entity; empty where it is damaged. */
    static Optional<String> payload(TableEntity entity) {
        try {
            return value(entity, TEXT) instanceof String payload ? Optional.of(payload) : Optional.empty();
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static @Nullable Object value(TableEntity entity, String name) {
        if (!(entity.getProperty(name + "_parts") instanceof Integer parts)) {
            return entity.getProperty(name);
        }
        StringBuilder text = new StringBuilder();
        for (int number = 1; number <= parts; number++) {
            if (!(entity.getProperty(part(name, number)) instanceof String part)) {
                throw new IllegalArgumentException(part(name, number) + " is missing");
            }
            text.append(part);
        }
        return text.toString();
    }

    /** The image of an entity that may be damaged. */
    static @Nullable String imageId(TableEntity entity) {
        return entity.getProperty(BuildFields.IMAGE_ID) instanceof String imageId ? imageId : null;
    }

    /** Whether a build is at the revision in which somebody knows it. */
    static boolean isUnchanged(Build known, TableEntity entity) {
        return Long.valueOf(known.revision()).equals(entity.getProperty(BuildFields.REVISION));
    }

    /** Whether an entity stands as a write has left it. */
    static boolean wasWrittenBy(String write, TableEntity entity) {
        return write.equals(entity.getProperty(WRITE));
    }
}
