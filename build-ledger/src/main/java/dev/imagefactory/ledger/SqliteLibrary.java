package dev.imagefactory.ledger;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The native library of SQLite in a folder that stays. Its driver would unpack it into the folder for temporary files
 * each time, which takes about as long as reading a small ledger.
 */
public final class SqliteLibrary {
    private static final String FOLDER = "org.sqlite.lib.path";

    private SqliteLibrary() {}

    /** The folder in {@code parent} for the library that this driver has for this machine. */
    private static Path folder(Path parent) {
        String driver = SQLiteConfig.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return parent.resolve(driver.substring(driver.lastIndexOf('/') + 1) + "-" + System.getProperty("os.arch"));
    }

    /**
     * Unpacks the library, where that was not done.
     *
     * @param parent of the folder that keeps it, one for each version of the driver
     */
    public static void unpack(Path parent) throws IOException {
        Path folder = folder(parent);
        if (Files.isDirectory(folder)) {
            return;
        }
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        Files.createDirectories(parent);
        Path unpacked = Files.createDirectory(
                parent.resolve("unpacking-" + ProcessHandle.current().pid()));
        try (@Nullable InputStream library = SQLiteConfig.class.getResourceAsStream(resource)) {
            if (library == null) {
                throw new FileNotFoundException(resource);
            }
            Files.copy(library, unpacked.resolve(name));
            // In one step, so that nobody ever loads the half of a library.
            Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unpacked.resolve(name));
            Files.deleteIfExists(unpacked);
        }
    }

    /**
     * Has the driver load the library from there, where it was unpacked; else, and where that cannot be loaded, the
     * driver unpacks it. A folder that the process was started with wins.
     */
    public static void loadFrom(Path parent) {
        if (System.getProperty(FOLDER) == null) {
            Path folder = folder(parent);
            if (Files.isDirectory(folder)) {
                System.setProperty(FOLDER, folder.toString());
            }
        }
    }

    /** Loads the library and its driver, for somebody who is about to open a ledger and does other things before. */
    public static void load() {
        try {
            new SQLiteConfig().createConnection("jdbc:sqlite::memory:").close();
        } catch (SQLException | RuntimeException | LinkageError e) {
            // Whoever opens the ledger is told.
        }
    }
}
