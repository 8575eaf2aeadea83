package dev.imagefactory.cli;

import dev.imagefactory.planner.StopSignal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program; the only place that touches the process. */
public final class Main {
    /** How long the end waits, after Ctrl-C, for the answers to requests under way. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private Main() {}

    public static void main(String[] arguments) {
        // UTF-8 whatever the platform's locale is: definitions and JSON are UTF-8 too.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        // Else a library that logs would look for its logger in all libraries.
        System.setProperty("slf4j.provider", "org.slf4j.nop.NOPServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        // Standard output is for results: what a library prints on its own account goes to standard error.
        System.setOut(err);
        StopSignal stop = new StopSignal();
        Surroundings surroundings = new Surroundings(
                Path.of("").toAbsolutePath(),
                System.getenv(),
                out,
                err,
                Boolean.getBoolean("imagefactory.terminal"),
                Clock.systemUTC(),
                stop);
        Application application = new Application(surroundings);
        CountDownLatch finished = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.stop();
            await(finished, application);
        }));
        int status = application.run(arguments);
        out.flush();
        err.flush();
        finished.countDown();
        if (!stop.isStopped()) {
            ClassArchive.ofProcess()
                    .ifPresent(archive -> archive.renew(surroundings.clock().instant(), surroundings.environment()));
        }
        System.exit(status);
    }

    private static void await(CountDownLatch finished, Application application) {
        try {
            if (!finished.await(GRACE.toMillis(), TimeUnit.MILLISECONDS) && application.asksService()) {
                System.err.println("ended with requests under way; the next run finds out what became of them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
