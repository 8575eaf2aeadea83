package dev.imagefactory.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program in a Java process of its own, which can be killed. */
final class ProgramProcess implements AutoCloseable {
    private static final int PATIENCE_MINUTES = 2;

    private final Process process;
    private final Path out;
    private final Path err;

    private ProgramProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static ProgramProcess start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        Path out = Files.createTempFile(folder, "stdout", ".txt");
        Path err = Files.createTempFile(folder, "stderr", ".txt");
        return new ProgramProcess(
                builder(folder, environment, arguments)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start(),
                out,
                err);
    }

    /** Starts the emulator command and puts its address, the first line that it prints, into the environment. */
    static ProgramProcess startEmulator(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        Path err = Files.createTempFile(folder, "emulator", ".txt");
        Process process = builder(folder, environment, arguments)
                .redirectError(err.toFile())
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String endpoint = output.readLine();
        if (endpoint == null) {
            throw new IOException("the emulator did not start: " + Files.readString(err));
        }
        environment.put("IMAGE_FACTORY_ENDPOINT", endpoint);
        return new ProgramProcess(process, err, err);
    }

    private static ProcessBuilder builder(Path folder, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        // The pipeline that runs the tests is none of the program's.
        List.of("TF_BUILD", "GITHUB_ACTIONS").forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Waits for the end, which must come. */
    Outcome end() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            kill();
            throw new AssertionError("the program did not end; standard error: " + Files.readString(err));
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Asks the process to end, as Ctrl-C and a pipeline's agent do. */
    void interrupt() {
        process.destroy();
    }

    /** What it has written to standard error so far. */
    String err() throws IOException {
        return Files.readString(err);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the process with SIGKILL and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
