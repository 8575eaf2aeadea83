package dev.imagefactory.emulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An emulator in a Java process of its own, which can be killed. */
final class EmulatorProcess implements AutoCloseable {

    private final Process process;
    private final URI endpoint;

    private EmulatorProcess(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** The process's side: prints the endpoint and runs until it is killed or its input ends with its parent. */
    public static void main(String[] args) throws IOException {
        try (ImageFactoryEmulator emulator =
                ImageFactoryEmulator.builder(Path.of(args[0])).start()) {
            System.out.println(emulator.endpoint());
            while (System.in.read() >= 0) {
                // Nothing is ever written to it.
            }
        }
    }

    static EmulatorProcess start(Path dataDirectory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmulatorProcess.class.getName(),
                        dataDirectory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null) {
            throw new IOException("The emulator did not start");
        }
        return new EmulatorProcess(process, URI.create(line));
    }

    URI endpoint() {
        return endpoint;
    }

    /** Kills the process and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
