package dev.imagefactory.ledger;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableEntityUpdateMode;
import com.azure.data.tables.models.TableTransactionAction;
import com.azure.data.tables.models.TableTransactionActionType;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.Lease;
import dev.imagefactory.planner.LedgerContents;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.UnreadableBuild;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in a table of Azure Table Storage, for any number of processes on any number of machines.
 *
 * <p>The table is made by the first write; without it the ledger is empty. A claim is one request, the first of a
 * process two, an update two; reading all builds is one request for each thousand of them.
 */
public final class AzureTableBuildLedger implements BuildLedger {
    private static final int ATTEMPTS = 10;

    private static final Pattern URL =
            Pattern.compile("(?<endpoint>https://[^/?#@]+(/[^/?#]+)*)/(?<table>[^/?#]+)/?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{2,62}");

    private static final Pattern KEY = Pattern.compile("AccountKey=([^;]*)", Pattern.CASE_INSENSITIVE);

    private static final Comparator<Build> BY_CLAIM = Comparator.comparing(
                    (Build build) -> build.order().claimedAt())
            .thenComparing(Build::imageId)
            .thenComparing(build -> build.key().attempt());

    private final TableClient table;
    private final String name;

    /** The service that this object bound the ledger to. */
    private volatile @Nullable String bound;

    /** Whether it is known that the ledger has had a claim, which makes its binding final. */
    private volatile boolean claimed;

    private AzureTableBuildLedger(TableClient table) {
        this.table = table;
        this.name = "the ledger " + table.getTableEndpoint();
    }

    /**
     * Opens the ledger in a table. Nothing is sent before it is used.
     *
     * @param tableUrl for instance {@code https://<account>.table.core.windows.net/<table>}
     * @param credential of an identity with the role Storage Table Data Contributor on the account
     * @throws IllegalArgumentException where the URL is not that of a table
     */
    public static AzureTableBuildLedger open(URI tableUrl, TokenCredential credential) {
        return open(tableUrl, new TableClientBuilder().credential(credential));
    }

    static AzureTableBuildLedger open(URI tableUrl, TableClientBuilder builder) {
        Matcher url = URL.matcher(tableUrl.toString());
        if (!url.matches()) {
            // Without the URL, which may have a signature in its query.
            throw new IllegalArgumentException("the ledger's URL must look like"
                    + " https://ACCOUNT.table.core.windows.net/TABLE, without a query");
        }
        return open(builder.endpoint(url.group("endpoint")), url.group("table"));
    }

    /**
     * Opens the ledger in a table. Nothing is sent before it is used.
     *
     * @param connectionString of the storage account, with its key or with a shared access signature
     * @param table the table's name
     * @throws IllegalArgumentException where one of the two is not what it should be
     */
    public static AzureTableBuildLedger openWithConnectionString(String connectionString, String table) {
        TableClientBuilder builder = new TableClientBuilder();
        try {
            builder.connectionString(connectionString);
            // The client would decode it with the first request only.
            KEY.matcher(connectionString)
                    .results()
                    .forEach(key -> Base64.getDecoder().decode(key.group(1)));
        } catch (RuntimeException e) {
            // Without the cause, which may quote the key.
            throw new IllegalArgumentException("the connection string is not that of a storage account with tables;"
                    + " copy it anew from the account's access keys");
        }
        return open(builder, table);
    }

    static AzureTableBuildLedger open(TableClientBuilder builder, String table) {
        if (!NAME.matcher(table).matches()) {
            throw new IllegalArgumentException("'" + table + "' cannot be the name of a table: it takes 3 to 63 letters"
                    + " and digits, a letter first");
        }
        return new AzureTableBuildLedger(builder.tableName(table)
                .addPolicy(TableFailures.inOtherWordsThanJson())
                .buildClient());
    }

    @Override
    public void bind(String service) {
        writing(() -> {
            binding(service, false).ifPresent(binding -> table.submitTransaction(List.of(binding)));
            return true;
        });
        bound = service;
    }

    @Override
    public Optional<String> service() {
        return using(() -> get(TableLayout.LEDGER)).flatMap(this::service);
    }

    private Optional<String> service(TableEntity ledger) {
        checkVersion(ledger);
        return TableLayout.service(ledger);
    }

    private void checkVersion(TableEntity ledger) {
        if (TableLayout.isNewer(ledger)) {
            throw new LedgerException(name + " was written by a newer version of this program; update it");
        }
    }

    @Override
    public LedgerContents contents() {
        List<Build> builds = new ArrayList<>();
        List<UnreadableBuild> unreadable = new ArrayList<>();
        for (TableEntity entity : using(this::buildsAndLedger)) {
            if (entity.getRowKey().equals(TableLayout.LEDGER)) {
                checkVersion(entity);
                continue;
            }
            try {
                builds.add(TableLayout.build(entity));
            } catch (IllegalArgumentException e) {
                unreadable.add(unreadable(entity, e));
            }
        }
        builds.sort(BY_CLAIM);
        return new LedgerContents(builds, unreadable);
    }

    private List<TableEntity> buildsAndLedger() {
        ListEntitiesOptions options = new ListEntitiesOptions().setFilter(TableLayout.BUILDS_AND_LEDGER);
        try {
            return table.listEntities(options, null, Context.NONE).stream().toList();
        } catch (HttpResponseException e) {
            if (TableFailures.isMissing(e)) {
                return List.of();
            }
            throw e;
        }
    }

    private UnreadableBuild unreadable(TableEntity entity, RuntimeException e) {
        return new UnreadableBuild(
                TableLayout.imageId(entity),
                "the entity " + entity.getRowKey() + " of " + name + " cannot be read (" + e.getMessage()
                        + "); correct it, or delete it if the image shall be built again");
    }

    @Override
    public Optional<Build> find(BuildKey key) {
        Optional<TableEntity> entity = using(() -> get(TableLayout.buildRow(key)));
        try {
            return entity.map(TableLayout::build);
        } catch (IllegalArgumentException e) {
            throw new LedgerException(
                    "the build " + key + " in " + name + " cannot be read (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public Optional<String> payload(BuildKey key) {
        return using(() -> get(TableLayout.payloadRow(key))).flatMap(TableLayout::payload);
    }

    @Override
    public Optional<Build> claim(BuildOrder order, String payload, Lease lease) {
        Build build = new Build(order, BuildProgress.claimed(lease), 1);
        return restore(build, payload) ? Optional.of(build) : Optional.empty();
    }

    @Override
    public boolean restore(Build build, String payload) {
        String write = UUID.randomUUID().toString();
        TableEntity entity = TableLayout.entity(build, write);
        TableEntity payloadEntity = TableLayout.payload(build.key(), payload);
        boolean written = writing(() -> {
            List<TableTransactionAction> actions = new ArrayList<>();
            actions.add(new TableTransactionAction(TableTransactionActionType.CREATE, entity));
            actions.add(new TableTransactionAction(TableTransactionActionType.UPSERT_REPLACE, payloadEntity));
            if (!claimed) {
                binding(bound, true).ifPresent(actions::add);
            }
            try {
                table.submitTransaction(actions);
                return true;
            } catch (HttpResponseException e) {
                // Perhaps by this very write: a request whose answer is lost is repeated by the client.
                TableEntity there = Optional.of(e)
                        .filter(TableFailures::isConflict)
                        .flatMap(conflict -> get(entity.getRowKey()))
                        .orElseThrow(() -> e);
                return TableLayout.wasWrittenBy(write, there);
            }
        });
        if (written) {
            claimed = true;
        }
        return written;
    }

    /**
     * The write that makes the ledger's binding what it must be, conditional on how it stands; empty where it stands
     * so. As part of the first claim's transaction it lets in no claim for a service to which the ledger is not bound.
     *
     * @param service to which the ledger is bound; null where the caller does not say
     * @param claim whether a build is claimed, which makes the binding final
     */
    private Optional<TableTransactionAction> binding(@Nullable String service, boolean claim) {
        Optional<TableEntity> ledger = get(TableLayout.LEDGER);
        if (ledger.isEmpty()) {
            return Optional.of(
                    new TableTransactionAction(TableTransactionActionType.CREATE, TableLayout.ledger(service, claim)));
        }
        @Nullable String present = service(ledger.get()).orElse(null);
        boolean isFinal = TableLayout.isClaimed(ledger.get());
        if (isFinal && service != null && present != null && !service.equals(present)) {
            throw LedgerException.boundToAnother(name, present, service);
        }
        @Nullable String wanted = service == null ? present : service;
        if (Objects.equals(wanted, present) && (isFinal || !claim)) {
            claimed = isFinal;
            return Optional.empty();
        }
        TableEntity replacement = TableLayout.ledger(wanted, isFinal || claim);
        return Optional.of(new TableTransactionAction(
                TableTransactionActionType.UPDATE_REPLACE, TableLayout.replacing(ledger.get(), replacement), true));
    }

    @Override
    public Optional<Build> update(Build before, BuildProgress progress) {
        String write = UUID.randomUUID().toString();
        Build after = new Build(before.order(), progress, before.revision() + 1);
        TableEntity entity = TableLayout.entity(after, write);
        return using(() -> {
            Optional<TableEntity> there = get(entity.getRowKey()).filter(each -> TableLayout.isUnchanged(before, each));
            if (there.isEmpty()) {
                return Optional.empty();
            }
            try {
                table.updateEntityWithResponse(
                        TableLayout.replacing(there.get(), entity),
                        TableEntityUpdateMode.REPLACE,
                        true,
                        null,
                        Context.NONE);
                return Optional.of(after);
            } catch (HttpResponseException e) {
                if (!TableFailures.isConflict(e) && !TableFailures.isMissing(e)) {
                    throw e;
                }
                return get(entity.getRowKey())
                        .filter(each -> TableLayout.wasWrittenBy(write, each))
                        .map(own -> after);
            }
        });
    }

    /**
     * Tries whether this identity may write, by changing an entity that does not exist: nothing is written.
     *
     * @return whether it may; false where there is no table yet, which tells nothing
     * @throws LedgerException where it may not, or the table cannot be reached
     */
    public boolean isProvenWritable() {
        TableEntity nobody = new TableEntity(TableLayout.PARTITION, "nobody-" + UUID.randomUUID());
        return using(() -> {
            try {
                table.updateEntityWithResponse(nobody, TableEntityUpdateMode.MERGE, false, null, Context.NONE);
                return true;
            } catch (HttpResponseException e) {
                if (!TableFailures.isMissing(e)) {
                    throw e;
                }
                return !TableFailures.isTableMissing(e);
            }
        });
    }

    /** The table's connections are the process's. */
    @Override
    public void close() {}

    private Optional<TableEntity> get(String rowKey) {
        try {
            return Optional.of(table.getEntity(TableLayout.PARTITION, rowKey));
        } catch (HttpResponseException e) {
            if (TableFailures.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Repeats a conditional write until its conditions hold or it gives up itself; makes the table for the first. */
    private <T> T writing(Supplier<T> write) {
        return using(() -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    return write.get();
                } catch (HttpResponseException e) {
                    boolean tableMissing = TableFailures.isTableMissing(e);
                    if (attempt == ATTEMPTS || !(tableMissing || TableFailures.isConflict(e))) {
                        throw e;
                    }
                    if (tableMissing) {
                        createTable();
                    }
                }
            }
        });
    }

    private void createTable() {
        try {
            table.createTable();
        } catch (HttpResponseException e) {
            if (!TableFailures.isTableThere(e)) {
                throw e;
            }
        }
    }

    private <T> T using(Supplier<T> use) {
        try {
            return use.get();
        } catch (RuntimeException e) {
            throw TableFailures.of(name, e);
        }
    }
}
