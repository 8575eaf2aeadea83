package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.util.LibraryLoaderUtil;

class SqliteLibraryTest {
    @TempDir
    private Path folder;

    private List<Path> libraries() throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void should_unpack_the_library_of_this_machine_once() throws Exception {
        SqliteLibrary.unpack(folder.resolve("libraries"));

        Path library = libraries().get(0);
        assertThat(libraries()).hasSize(1);
        assertThat(library.toString()).containsPattern("sqlite-jdbc-[^/\\\\]*-" + System.getProperty("os.arch"));
        // Not loaded here: a process with two copies of the library calls functions of the one that is not set up.
        try (InputStream own = SQLiteConfig.class.getResourceAsStream(
                LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName())) {
            assertThat(library).hasBinaryContent(own.readAllBytes());
        }

        FileTime old = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(library, old);
        SqliteLibrary.unpack(folder.resolve("libraries"));
        assertThat(libraries()).containsExactly(library);
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(old);
    }

    @Test
    void should_leave_it_to_the_driver_where_nothing_was_unpacked() {
        SqliteLibrary.loadFrom(folder);

        assertThat(System.getProperty("org.sqlite.lib.path")).isNull();
        assertThatCode(SqliteLibrary::load).doesNotThrowAnyException();
    }
}
