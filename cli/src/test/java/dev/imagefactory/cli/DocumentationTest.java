package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import dev.imagefactory.planner.StopSignal;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the documents against the program: commands run, options and keys are complete, links lead somewhere. */
class DocumentationTest {
    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern VARIABLE = Pattern.compile(
            "\"((?:IMAGE_FACTORY|AZURE|AZURESUBSCRIPTION|SYSTEM|KV|GITHUB|TF|BUILD|NO_COLOR|CI)_?[A-Z_]*)[\" ]");
    private static final Pattern PLAIN_BLOCK = Pattern.compile("(?ms)^```\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @TempDir
    private Path checkout;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/cli.md",
                "docs/osob.md",
                "docs/first-responder.md",
                "docs/operations.md",
                "docs/moving-in.md"
            })
    void should_show_commands_that_work(String document) throws Exception {
        assumeTrue(File.separatorChar == '/', "the commands of the documents are for a POSIX shell");
        List<String> blocks = COMMANDS.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map(result -> result.group(1))
                .toList();
        assertThat(blocks).isNotEmpty();
        copyInputsAndLauncher();
        Path script = Files.writeString(checkout.resolve("commands.sh"), "set -eux\n" + String.join("", blocks));

        Process shell = new ProcessBuilder("sh", script.toString())
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(shell.exitValue()).as(output).isZero();
    }

    @Test
    void should_list_every_option_of_every_command() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/cli.md"));
        JCommander parser = new Application(new Surroundings(
                        ROOT, Map.of(), System.out, System.err, false, Clock.systemUTC(), new StopSignal()))
                .parser();
        List<String> missing = new ArrayList<>();
        parser.getCommands().forEach((name, command) -> {
            if (!Pattern.compile("(?m)^\\| `" + name + "[ `]").matcher(document).find()) {
                missing.add(name);
            }
            for (ParameterDescription parameter : command.getParameters()) {
                String option = parameter.getLongestName();
                if (!Pattern.compile("(?m)^\\| `" + option + "[ `]")
                        .matcher(document)
                        .find()) {
                    missing.add(option);
                }
            }
        });

        assertThat(missing).isEmpty();
    }

    @Test
    void should_list_every_key_and_exit_code() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/cli.md"));
        String configuration = Files.readString(ROOT.resolve("docs/configuration.md"));

        for (String key : SettingsFile.KEYS) {
            assertThat(configuration).contains("| `" + key + "` | ");
        }
        String osob = Files.readString(ROOT.resolve("docs/osob.md"));
        for (String key : OsobSettings.KEYS) {
            assertThat(osob).containsPattern("\\| `" + key + "(\\[]|\\.[a-z]+)?`[^|]* \\| ");
        }
        for (String key : OsobSettings.PULL_REQUEST_KEYS) {
            assertThat(osob).containsPattern("`(pullRequest)?\\." + key + "`");
        }
        for (ExitCode code : ExitCode.values()) {
            assertThat(document).contains("\n| " + code.status() + " | ");
        }
    }

    /** By the names in the code; those of the prefix AZURE_ that it puts together are of the table as well. */
    @Test
    void should_list_every_environment_variable() throws IOException {
        String configuration = Files.readString(ROOT.resolve("docs/configuration.md"));
        List<String> missing = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(ROOT.resolve("cli/src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                VARIABLE.matcher(Files.readString(source))
                        .results()
                        .map(result -> result.group(1))
                        .filter(name -> !configuration.contains("`" + name))
                        .forEach(missing::add);
            }
        }

        assertThat(missing).isEmpty();
    }

    /** Of what is not executed, as it wants a real service. */
    @ParameterizedTest
    @MethodSource("documents")
    void should_show_calls_that_can_be_called(Path document) throws IOException {
        PLAIN_BLOCK
                .matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .flatMap(block -> block.group(1).lines())
                .filter(line -> line.startsWith("imagefactory ") && !line.contains("COMMAND"))
                .map(line -> line.replace("...", "x"))
                .forEach(PipelineFilesTest::assertParsed);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void should_link_to_files_that_exist(Path document) throws IOException {
        List<String> broken = LINK.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map(result -> result.group(1))
                .filter(link -> !Files.exists(
                        ROOT.resolve(document).resolveSibling(URI.create(link).getPath())))
                .toList();

        assertThat(broken).isEmpty();
    }

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (Path folder : List.of(
                ROOT,
                ROOT.resolve("docs"),
                ROOT.resolve("docs/adr"),
                ROOT.resolve("docs/pipelines"),
                ROOT.resolve("templates"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .map(ROOT::relativize)
                        .forEach(documents::add);
            }
        }
        return documents;
    }

    /** What a checkout holds that the commands use, with a launcher that runs the classes under test. */
    private void copyInputsAndLauncher() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("templates"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = checkout.resolve(ROOT.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Files.copy(ROOT.resolve("imagefactory.yaml"), checkout.resolve("imagefactory.yaml"));
        Path launcher = Files.writeString(
                checkout.resolve("imagefactory"),
                "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
