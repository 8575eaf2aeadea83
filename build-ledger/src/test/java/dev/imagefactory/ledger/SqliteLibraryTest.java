package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(Objects.requireNonNull(library.getParent()).getFileName().toString())
                .startsWith("sqlite-jdbc-")
                .endsWith("-" + System.getProperty("os.arch"));
        System.load(library.toString());

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
