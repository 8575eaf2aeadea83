package dev.imagefactory.cli;

import dev.imagefactory.ledger.AzureTableBuildLedger;
import dev.imagefactory.ledger.SqliteBuildLedger;
import dev.imagefactory.ledger.SqliteLibrary;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.InMemoryBuildLedger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens the ledger that the settings name: a file, or a table of Azure Table Storage. Only for a table a class of Azure
 * is loaded.
 */
final class Ledgers {
    static final String CONNECTION_STRING = "IMAGE_FACTORY_STATE_CONNECTION_STRING";
    private static final String TABLE = "table:";
    private static final String DEFAULT_TABLE = TABLE + "imagefactory";
    private static final String DEFAULT_FILE = ".imagefactory/ledger.db";

    private final Settings settings;
    private final Surroundings surroundings;
    private final Supplier<Azure> azure;

    /** @param azure is asked for only where a table wants a sign-in */
    Ledgers(Settings settings, Surroundings surroundings, Supplier<Azure> azure) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.azure = azure;
    }

    /** Whether a setting names a table: by its URL, or by its name in the account of the connection string. */
    static boolean isTable(String ledger) {
        return ledger.startsWith(TABLE) || ledger.contains("://");
    }

    /** Opens the ledger, and makes its file or, with the first write, its table. */
    BuildLedger open() {
        String ledger = ledger();
        if (isTable(ledger)) {
            return table(ledger);
        }
        findLibrary();
        return SqliteBuildLedger.open(file(ledger));
    }

    private static void findLibrary() {
        ClassArchive.ofProcess().ifPresent(archive -> SqliteLibrary.loadFrom(archive.libraries()));
    }

    /** Loads what opens the ledger's file, where there is one, while the definitions are read. */
    void expect() {
        if (file().filter(Files::exists).isPresent()) {
            Thread loading = new Thread(
                    () -> {
                        findLibrary();
                        SqliteLibrary.load();
                    },
                    "sqlite");
            loading.setDaemon(true);
            loading.start();
        }
    }

    /** Opens the ledger to read only: nothing is made. */
    BuildLedger openToRead() {
        String ledger = ledger();
        return isTable(ledger) || Files.exists(file(ledger)) ? open() : new InMemoryBuildLedger();
    }

    /** The ledger's file, whether or not it exists; empty where the ledger is a table. */
    Optional<Path> file() {
        return Optional.of(ledger()).filter(ledger -> !isTable(ledger)).map(this::file);
    }

    private String ledger() {
        return settings.ledger()
                .or(() -> surroundings.variable(CONNECTION_STRING).map(given -> DEFAULT_TABLE))
                .orElse(DEFAULT_FILE);
    }

    private Path file(String ledger) {
        return surroundings.workingDirectory().resolve(ledger);
    }

    private BuildLedger table(String ledger) {
        try {
            if (ledger.startsWith(TABLE)) {
                String connectionString = surroundings
                        .variable(CONNECTION_STRING)
                        .orElseThrow(
                                () -> new UsageException("the ledger " + ledger + " is a table of the storage account"
                                        + " that " + CONNECTION_STRING + " names, which is not set"));
                return AzureTableBuildLedger.openWithConnectionString(
                        connectionString, ledger.substring(TABLE.length()));
            }
            URI url = new URI(ledger);
            return AzureTableBuildLedger.open(url, azure.get().credentialForTable());
        } catch (URISyntaxException e) {
            // Without the text, which may have a signature in its query.
            throw new UsageException("the ledger's URL is none (" + e.getReason() + ")");
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
