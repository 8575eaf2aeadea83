package dev.imagefactory.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that the program makes of itself, by the launcher of the zip. */
class ClassArchiveTest {
    private static final String VERSION = "imagefactory .*\\n";

    @TempDir
    private Path folder;

    private Path home;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void unpack() throws IOException {
        home = Installation.unpack(folder.resolve("installed"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("XDG_CACHE_HOME", folder.resolve("caches").toString());
        environment.put("IMAGEFACTORY_ARCHIVE", "now");
    }

    private Process start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/imagefactory").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        List.of("TF_BUILD", "GITHUB_ACTIONS", "CI", "IMAGEFACTORY_JAR").forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        return output(start(arguments));
    }

    /** Whether a class of the program comes out of the archive. */
    private boolean isUsed() throws IOException, InterruptedException {
        Path classes = folder.resolve("classes.txt");
        environment.put("IMAGEFACTORY_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);
        assertThat(run("--version")).matches(VERSION);
        environment.remove("IMAGEFACTORY_JAVA_OPTIONS");
        String loaded = Files.readString(classes)
                .lines()
                .filter(line -> line.contains(" dev.imagefactory.cli.Commands ")
                        || line.contains(" dev.imagefactory.cli.Application "))
                .findFirst()
                .orElseThrow();
        return loaded.contains("shared objects file");
    }

    private Path archive() {
        return home.resolve("imagefactory.jsa");
    }

    private List<String> made(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".jsa"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void should_be_made_at_the_first_start_with_a_library_and_used_by_the_next() throws Exception {
        environment.put("IMAGEFACTORY_ARCHIVE", "off");
        assertThat(isUsed()).isFalse();
        environment.put("IMAGEFACTORY_ARCHIVE", "now");
        assertThat(run("--version")).matches(VERSION);

        assertThat(made(home)).containsExactly("imagefactory.jsa", "imagefactory.jsa.lib", "imagefactory.jsa.txt");
        assertThat(isUsed()).isTrue();
        assertThat(run("plan", "--help")).startsWith("Usage: plan");
        assertThatTheLibraryOfSqliteIsLoadedFromItsPlace();
        environment.put("IMAGEFACTORY_ARCHIVE", "off");
        assertThat(isUsed()).isFalse();
    }

    private void assertThatTheLibraryOfSqliteIsLoadedFromItsPlace() throws IOException, InterruptedException {
        run("init", ".");
        run("run", "--emulator", "--wait", "--build-time", "0.1s");
        environment.put("IMAGEFACTORY_JAVA_OPTIONS", "-Dorg.sqlite.tmpdir=" + folder.resolve("missing"));
        assertThat(run("plan")).contains("nothing to do");
        environment.remove("IMAGEFACTORY_JAVA_OPTIONS");
    }

    @Test
    void should_be_made_in_the_background() throws Exception {
        environment.remove("IMAGEFACTORY_ARCHIVE");
        environment.put("CI", "true");
        run("--version");
        assertThat(made(home)).as("made by a pipeline").isEmpty();
        environment.remove("CI");

        run("--version");

        Instant end = Instant.now().plusSeconds(300);
        while (!made(home).equals(List.of("imagefactory.jsa", "imagefactory.jsa.lib", "imagefactory.jsa.txt"))) {
            assertThat(Instant.now()).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Test
    void should_be_made_once_by_many_starts_and_again_for_another_program() throws Exception {
        List<Process> starts = List.of(start("--version"), start("--version"), start("--version"));
        for (Process each : starts) {
            assertThat(output(each)).matches(VERSION);
        }
        assertThat(archive()).exists();
        FileTime first = Files.getLastModifiedTime(archive());
        run("--version");
        assertThat(Files.getLastModifiedTime(archive())).isEqualTo(first);

        Files.setLastModifiedTime(home.resolve("imagefactory.jar"), FileTime.from(Instant.EPOCH));
        environment.put("IMAGEFACTORY_ARCHIVE", "");
        environment.put("CI", "true");
        assertThat(isUsed()).isFalse();
        environment.put("IMAGEFACTORY_ARCHIVE", "now");
        assertThat(run("--version")).matches(VERSION);
        assertThat(isUsed()).isTrue();
    }

    @Test
    void should_say_nothing_of_an_archive_that_is_none() throws Exception {
        environment.put("CI", "true");
        environment.remove("IMAGEFACTORY_ARCHIVE");
        Files.writeString(archive(), "no archive");

        assertThat(run("--version")).matches(VERSION);
    }

    @Test
    void should_lie_among_the_users_caches_where_the_installation_is_read_only() throws Exception {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may write everything");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            run("--version");

            assertThat(made(folder.resolve("caches/imagefactory"))).anyMatch(name -> name.endsWith(".jsa"));
            assertThat(isUsed()).isTrue();
            assertThat(made(home)).isEmpty();
        } finally {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
