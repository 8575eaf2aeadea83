package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tools of {@code src/test/contract}, which run on Node: installed once into {@code target}, then started as
 * processes.
 */
final class ContractTools {

    private static final Path MODULE = Path.of(System.getProperty("repository.root"), "imagefactory-emulator");
    private static final Path SOURCE = MODULE.resolve("src/test/contract");
    private static final Path INSTALLED = MODULE.resolve("target/contract");

    /** A copy of the lock file that was installed; written last. */
    private static final Path INSTALLED_LOCK = INSTALLED.resolve("node_modules/.installed-lock.json");

    /** No telemetry and no question for updates: after the installation nothing leaves the machine. */
    private static final Map<String, String> QUIET = Map.of(
            "REDOCLY_TELEMETRY", "off",
            "REDOCLY_SUPPRESS_UPDATE_NOTICE", "true",
            "npm_config_update_notifier", "false",
            "NO_UPDATE_NOTIFIER", "1",
            "NO_COLOR", "1");

    private ContractTools() {}

    /** Installs the tools where that is to be done; skips the calling test without Node, except on a build server. */
    static synchronized void install() throws IOException, InterruptedException {
        boolean node = runs("node", "--version") && runs("npm", "--version");
        assertThat(node || !"true".equals(System.getenv("CI")))
                .as("CI=true, but Node and npm are missing")
                .isTrue();
        assumeTrue(node, "Skipped: Node and npm are missing, so the contract's linter and proxy cannot run");
        Path lock = SOURCE.resolve("package-lock.json");
        Files.createDirectories(INSTALLED);
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (Files.exists(INSTALLED_LOCK) && Files.mismatch(lock, INSTALLED_LOCK) < 0) {
            return;
        }
        Result result = run(command("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
        assertThat(result.exitCode()).as(result.output()).isZero();
        Files.copy(lock, INSTALLED_LOCK, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How a process ended, and what it printed. */
    record Result(int exitCode, String output) {}

    /** A process of an installed tool, not yet started; its errors go with its output. */
    static ProcessBuilder tool(String name, String... arguments) {
        String suffix = isWindows() ? ".cmd" : "";
        return command(INSTALLED.resolve("node_modules/.bin/" + name + suffix).toString(), arguments);
    }

    static Result run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private static boolean runs(String program, String argument) throws InterruptedException {
        try {
            Files.createDirectories(INSTALLED);
            return run(command(program, argument)).exitCode() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static ProcessBuilder command(String program, String... arguments) {
        boolean npmOnWindows = isWindows() && program.equals("npm");
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(npmOnWindows ? "npm.cmd" : program), Stream.of(arguments))
                                .toList())
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(QUIET);
        return builder;
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
