package dev.imagefactory.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Measures how near the program comes to what the service's answers take: N x latency / concurrency.
 *
 * <p>For each concurrency the program itself runs, as users start it, in processes of its own: {@code run} submits N
 * images; {@code status --refresh} asks for the N builds, once where each has a new state, which is written down, and
 * once where none has. Service and clock are in this process: "network" is the time from the first request that it read
 * to the last answer that it wrote; "process" is all of the program, its start and its end included. Memory and CPU
 * time are those that {@code /usr/bin/time} tells of the program.
 *
 * <p>Options: {@code --images N} (1000), {@code --latency MILLISECONDS} (50), {@code --concurrency N,N} (16,64),
 * {@code --times N} (3) measurements of which the median by network time is shown, {@code --folder DIR} on the disk
 * whose commits count (a new one for temporary files), and {@code --program COMMAND} (the checkout's launcher, which
 * the first time makes its archive of classes in the background: measure again).
 */
public final class NetworkRun {
    private final int images;
    private final Duration latency;
    private final Path folder;
    private final List<String> program;
    private final DelayedService service;
    private final PrintStream out;

    private record Measured(
            Duration start, Duration network, Duration process, double cpuSeconds, long peakKibibytes) {}

    private NetworkRun(
            int images, Duration latency, Path folder, List<String> program, DelayedService service, PrintStream out) {
        this.images = images;
        this.latency = latency;
        this.folder = folder;
        this.program = program;
        this.service = service;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        run(arguments, System.out);
    }

    static void run(String[] arguments, PrintStream out) throws IOException, InterruptedException {
        int images = Integer.parseInt(option(arguments, "--images", "1000"));
        Duration latency = Duration.ofMillis(Long.parseLong(option(arguments, "--latency", "50")));
        int times = Integer.parseInt(option(arguments, "--times", "3"));
        String folder = option(arguments, "--folder", "");
        String launcher = Path.of("imagefactory").toAbsolutePath().toString();
        try (DelayedService service = DelayedService.start()) {
            NetworkRun run = new NetworkRun(
                    images,
                    latency,
                    folder.isEmpty()
                            ? Files.createTempDirectory("network-run")
                            : Path.of(folder).toAbsolutePath(),
                    List.of(option(arguments, "--program", launcher).split(" ", -1)),
                    service,
                    out);
            run.writeDefinitions();
            out.println(images + " images, answers after " + latency.toMillis() + " ms, "
                    + Runtime.getRuntime().availableProcessors() + " processors; seconds");
            out.println("work                     at once  ideal  network  ratio  start  process   cpu  peak MB");
            for (String concurrency :
                    option(arguments, "--concurrency", "16,64").split(",", -1)) {
                run.measure(Integer.parseInt(concurrency), times);
            }
        }
    }

    private static String option(String[] arguments, String name, String otherwise) {
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i].equals(name)) {
                return arguments[i + 1];
            }
        }
        return otherwise;
    }

    private void writeDefinitions() throws IOException {
        Path definitions = Files.createDirectories(folder.resolve("templates"));
        Files.writeString(folder.resolve("variables.json"), "{\"VERSION\": \"1\"}");
        for (int i = 0; i < images; i++) {
            StringBuilder artifacts = new StringBuilder();
            for (int artifact = 0; artifact < 24; artifact++) {
                artifacts.append(artifact == 0 ? "" : ",\n").append("""
                            {"Name": "windows-artifact-%d", "Parameters": {"Version": "{VERSION}", "Channel": "stable-%d"}}""".formatted(artifact, i));
            }
            Files.writeString(definitions.resolve("image-" + i + ".json"), """
                    {
                      "Artifacts": [
                    %s
                      ],
                      "Destination": [{"CustomImageName": "Image-%d-{VERSION}"}]
                    }
                    """.formatted(artifacts, i));
        }
    }

    private void measure(int concurrency, int times) throws IOException, InterruptedException {
        List<Measured> submitting = new ArrayList<>();
        List<Measured> refreshing = new ArrayList<>();
        List<Measured> seeingNothingNew = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            for (String end : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(folder.resolve("ledger.db" + end));
            }
            submitting.add(timed("Queued", concurrency, "run"));
            refreshing.add(timed("Running", concurrency, "status", "--refresh"));
            seeingNothingNew.add(timed("Running", concurrency, "status", "--refresh"));
        }
        show("submit", concurrency, submitting);
        show("refresh", concurrency, refreshing);
        show("refresh, nothing new", concurrency, seeingNothingNew);
    }

    private void show(String work, int concurrency, List<Measured> measured) {
        Measured median = measured.stream()
                .sorted((one, other) -> one.network().compareTo(other.network()))
                .toList()
                .get(measured.size() / 2);
        double ideal = seconds(latency) * images / concurrency;
        double network = seconds(median.network());
        out.println(String.format(
                Locale.ROOT,
                "%-23s %8d %6.2f %8.2f %6.2f %6.2f %8.2f %5.2f %8d",
                work,
                concurrency,
                ideal,
                network,
                network / ideal,
                seconds(median.start()),
                seconds(median.process()),
                median.cpuSeconds(),
                median.peakKibibytes() / 1024));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private Measured timed(String state, int concurrency, String... command) throws IOException, InterruptedException {
        service.answer(latency, state);
        Path told = folder.resolve("time.txt");
        File output = folder.resolve("output.txt").toFile();
        List<String> line = Stream.of(
                        Stream.of("/usr/bin/time", "-o", told.toString(), "-f", "%U %S %M"),
                        program.stream(),
                        Stream.of(command),
                        Stream.of(
                                "--templates", "templates",
                                "--variables", "variables.json",
                                "--ledger", "ledger.db",
                                "--endpoint", service.endpoint(),
                                "--concurrency", Integer.toString(concurrency)))
                .flatMap(each -> each)
                .toList();
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output))
                .start();
        int status = process.waitFor();
        Duration whole = Duration.ofNanos(System.nanoTime() - begin);
        DelayedService.Tally tally = service.tally();
        if (status != 0 || tally.requests() != images) {
            List<String> said = Files.readAllLines(output.toPath());
            throw new IllegalStateException(line + " ended with " + status + " after " + tally.requests()
                    + " requests:\n" + String.join("\n", said.subList(Math.max(0, said.size() - 20), said.size())));
        }
        String[] used = Files.readString(told).strip().split(" ", -1);
        return new Measured(
                Duration.ofNanos(tally.firstRequest() - begin),
                tally.time(),
                whole,
                Double.parseDouble(used[0]) + Double.parseDouble(used[1]),
                Long.parseLong(used[2]));
    }
}
