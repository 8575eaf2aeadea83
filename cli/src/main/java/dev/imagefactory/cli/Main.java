package dev.imagefactory.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** The program; the only place that touches the process. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // UTF-8 whatever the platform's locale is: definitions and JSON are UTF-8 too.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        // Standard output is for results: what a library prints on its own account goes to standard error.
        System.setOut(err);
        Surroundings surroundings = new Surroundings(
                Path.of("").toAbsolutePath(),
                System.getenv(),
                out,
                err,
                Boolean.getBoolean("imagefactory.terminal"),
                Clock.systemUTC());
        int status = new Application(surroundings).run(arguments);
        out.flush();
        err.flush();
        System.exit(status);
    }
}
