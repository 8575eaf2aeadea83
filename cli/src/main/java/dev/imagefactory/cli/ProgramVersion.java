package dev.imagefactory.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The version of the program.
 *
 * @param number of the release
 * @param commit that it was built from, with {@code -dirty} where that is not all; {@code unknown} where there was none
 */
record ProgramVersion(String number, String commit) {
    private static final String UNKNOWN = "unknown";

    /** The one that runs. */
    static ProgramVersion read() {
        Properties properties = new Properties();
        try (@Nullable InputStream resource = ProgramVersion.class.getResourceAsStream("version.properties")) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own version cannot be read", e);
        }
        return new ProgramVersion(
                properties.getProperty("version", UNKNOWN), properties.getProperty("commit", UNKNOWN));
    }

    /** Whether no other code has this version. */
    boolean isCertain() {
        return !commit.equals(UNKNOWN) && !commit.endsWith("-dirty");
    }

    @Override
    public String toString() {
        return number + " (commit " + commit + ")";
    }
}
