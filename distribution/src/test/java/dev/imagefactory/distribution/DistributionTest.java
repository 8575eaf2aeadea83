package dev.imagefactory.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip as people use it: unpacked somewhere, and run. */
class DistributionTest {
    private static final Path ROOT = Path.of(System.getProperty("repository.root"));

    @TempDir
    private static Path unpacked;

    private static Path home;

    @TempDir
    private Path folder;

    @BeforeAll
    static void unpack() throws IOException {
        home = Installation.unpack(unpacked);
    }

    /** Runs the program of the zip in a folder of its own. */
    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/imagefactory").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("IMAGEFACTORY_ARCHIVE", "off");
        List.of("TF_BUILD", "GITHUB_ACTIONS", "IMAGEFACTORY_JAR").forEach(builder.environment()::remove);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void should_build_the_sample_set() throws Exception {
        copySamples();

        assertThat(run("run", "--emulator", "--wait", "--build-time", "0.1s")).contains(" succeeded");
        assertThat(run("run", "--emulator", "--wait")).contains("nothing to do");
    }

    private void copySamples() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("templates"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(ROOT.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Files.copy(ROOT.resolve("imagefactory.yaml"), folder.resolve("imagefactory.yaml"));
    }

    @Test
    void should_tell_its_version_and_commit() throws Exception {
        String version = home.getFileName().toString().replaceFirst("^imagefactory-", "");

        assertThat(run("--version"))
                .matches("imagefactory " + Pattern.quote(version)
                        + " \\(commit (unknown|[0-9a-f]{12,40}(-dirty)?)\\)\n");
    }

    @Test
    void should_run_by_a_link() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("if"), home.resolve("bin/imagefactory"));

        ProcessBuilder builder = new ProcessBuilder(link.toString(), "--help").redirectErrorStream(true);
        builder.environment().put("IMAGEFACTORY_ARCHIVE", "off");
        Process process = builder.start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("Usage: imagefactory");
        assertThat(process.waitFor()).isZero();
        Files.delete(link);
    }

    @Test
    void should_hold_launchers_and_documents() throws IOException {
        assertThat(Stream.of("bin/imagefactory", "bin/imagefactory.cmd", "LICENSE", "README.md", "docs/cli.md")
                        .map(home::resolve))
                .allMatch(Files::isRegularFile);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("LICENSE"))))
                .isEqualTo("rw-r--r--");
        assertThat(Files.readString(home.resolve("bin/imagefactory.cmd"))).contains("\r\n");
    }

    @Test
    void should_hold_the_list_of_its_libraries() throws IOException {
        assumeFalse(
                "offline true".equals(System.getProperty("distribution.mode")), "'mvn --offline' leaves the list out");
        String sbom = Files.readString(home.resolve("imagefactory-sbom.json"));
        assertThat(sbom).contains("\"bomFormat\" : \"CycloneDX\"");
        try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
            assertThat(libraries.map(
                            library -> library.getFileName().toString().replaceFirst("-[0-9][^/]*\\.jar$", "")))
                    .hasSizeGreaterThan(50)
                    .allSatisfy(name -> assertThat(sbom).contains("\"name\" : \"" + name + "\""));
        }
    }
}
