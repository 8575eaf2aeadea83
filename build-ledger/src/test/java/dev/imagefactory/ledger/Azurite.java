package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Azure Table Storage on this machine: Microsoft's emulator Azurite, a process that keeps its tables in memory and
 * listens on a free port of the loopback address.
 */
public final class Azurite implements AutoCloseable {
    private static final Path MODULE = Path.of(System.getProperty("repository.root"), "build-ledger");
    private static final Path SOURCE = MODULE.resolve("src/test/azurite");
    private static final Path INSTALLED = MODULE.resolve("target/azurite");

    /** A copy of the lock file that was installed; written last. */
    private static final Path INSTALLED_LOCK = INSTALLED.resolve("node_modules/.installed-lock.json");

    private static final String PROGRAM = "node_modules/azurite/dist/src/table/main.js";
    private static final String ACCOUNT = "ledgers";
    private static final String KEY = Base64.getEncoder().encodeToString("for tests".getBytes(StandardCharsets.UTF_8));
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final String endpoint;

    private Azurite(Process process, String endpoint) {
        this.process = process;
        this.endpoint = endpoint;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Starts it, and installs it first where needed; skips the calling test without Node, except on a build server. */
    public static Azurite start() throws IOException, InterruptedException {
        return start("http");
    }

    /** Starts it with a certificate and its key in a PKCS #12 file; then it takes tokens too, and believes any. */
    static Azurite startWithTls(Path keyStore, String password) throws IOException, InterruptedException {
        return start("https", "--oauth", "basic", "--cert", keyStore.toString(), "--pwd", password);
    }

    private static Azurite start(String scheme, String... options) throws IOException, InterruptedException {
        install();
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            ProcessBuilder builder = command(Stream.concat(
                    Stream.of(
                            "node",
                            "--require",
                            "./utf8-bodies.cjs",
                            PROGRAM,
                            "--silent",
                            "--skipApiVersionCheck",
                            "--disableTelemetry",
                            "--inMemoryPersistence",
                            "--tableHost",
                            "127.0.0.1",
                            "--tablePort",
                            String.valueOf(port)),
                    Stream.of(options)));
            builder.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + KEY);
            Azurite azurite = new Azurite(builder.start(), scheme + "://127.0.0.1:" + port + "/" + ACCOUNT);
            StringBuilder output = new StringBuilder();
            if (azurite.listens(output)) {
                return azurite;
            }
            // Somebody may have taken the port in between.
            azurite.close();
            assertThat(attempt).as(output.toString()).isLessThan(ATTEMPTS);
        }
    }

    /** What clients connect with: the account, its key and the address. */
    public String connectionString() {
        return "AccountName=" + ACCOUNT + ";AccountKey=" + KEY + ";TableEndpoint=" + endpoint + ";";
    }

    /** A client of a table, to look at it and to damage it. */
    TableClient client(String table) {
        return new TableClientBuilder()
                .connectionString(connectionString())
                .tableName(table)
                .buildClient();
    }

    /** The address of the account; a table's is one segment longer. */
    String endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** Reads on, so that the process never waits for a reader. */
    private boolean listens(StringBuilder output) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.append(line).append('\n');
            if (line.contains("successfully started")) {
                Thread reader = new Thread(() -> lines.lines().forEach(ignored -> {}));
                reader.setDaemon(true);
                reader.start();
                return true;
            }
        }
        return false;
    }

    private static synchronized void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        boolean node = runs("node") && runs(npm());
        assertThat(node || !"true".equals(System.getenv("CI")))
                .as("CI=true, but Node and npm are missing")
                .isTrue();
        assumeTrue(node, "Skipped: Node and npm are missing, so Azurite, which stands for Azure, cannot run");
        for (String name : List.of(".npmrc", "package.json", "package-lock.json", "utf8-bodies.cjs")) {
            Files.copy(SOURCE.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Path lock = SOURCE.resolve("package-lock.json");
        if (Files.exists(INSTALLED_LOCK) && Files.mismatch(lock, INSTALLED_LOCK) < 0) {
            return;
        }
        Process npm = command(Stream.of(npm(), "ci", "--ignore-scripts")).start();
        String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(npm.waitFor()).as(output).isZero();
        Files.copy(lock, INSTALLED_LOCK, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean runs(String program) throws InterruptedException {
        try {
            Process process = command(Stream.of(program, "--version")).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static String npm() {
        return System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
    }

    private static ProcessBuilder command(Stream<String> words) {
        return new ProcessBuilder(words.toList()).directory(INSTALLED.toFile()).redirectErrorStream(true);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
