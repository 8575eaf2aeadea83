package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.Lease;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.template.ImageTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A process of its own whose threads claim one build after the other, and print those they got. */
final class Claimer {
    static final int BUILDS = 200;
    private static final int THREADS = 8;

    private Claimer() {}

    /** Takes how many builds to claim, and a file, or a connection string and the name of a table. */
    public static void main(String[] arguments) throws InterruptedException {
        int builds = Integer.parseInt(arguments[0]);
        Lease lease = new Lease(UUID.randomUUID().toString(), Instant.EPOCH, Instant.EPOCH.plusSeconds(900));
        try (BuildLedger ledger = arguments.length == 2
                ? SqliteBuildLedger.open(Path.of(arguments[1]))
                : AzureTableBuildLedger.openWithConnectionString(arguments[1], arguments[2])) {
            AtomicInteger next = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                threads.add(new Thread(() -> {
                    for (int i = next.getAndIncrement(); i < builds; i = next.getAndIncrement()) {
                        ledger.claim(order(i), "{}", lease).ifPresent(build -> System.out.println(build.imageId()));
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static BuildOrder order(int image) {
        return new BuildOrder(
                new BuildKey("image-" + image, "f", 1),
                UUID.randomUUID().toString(),
                Instant.EPOCH,
                ReasonCode.NEW,
                List.of(new ImageTarget("x", "")),
                new TreeMap<>(),
                "d",
                null,
                null);
    }

    /** What two of them got that ran at the same time. */
    static List<String> claimedByTwo(String... place) throws Exception {
        Process first = start(BUILDS, place);
        Process second = start(BUILDS, place);
        List<String> claimed = new ArrayList<>();
        for (Process process : List.of(first, second)) {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(claimed::add);
                assertThat(process.waitFor()).isZero();
            }
        }
        return claimed;
    }

    /** What one had got when it was killed in the middle. */
    static List<String> answeredBeforeKill(String... place) throws Exception {
        Process process = start(Integer.MAX_VALUE, place);
        StringBuilder printed = new StringBuilder();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < BUILDS; i++) {
                printed.append(output.readLine()).append('\n');
            }
            // Unlike the process, its handle does not close the output.
            process.toHandle().destroyForcibly();
            for (int next = output.read(); next >= 0; next = output.read()) {
                printed.append((char) next);
            }
        }
        // The end may be half a line.
        List<String> answered =
                printed.substring(0, printed.lastIndexOf("\n")).lines().toList();
        assertThat(answered).hasSizeGreaterThanOrEqualTo(BUILDS).doesNotContain("null");
        return answered;
    }

    private static Process start(int builds, String... place) throws IOException {
        return new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Claimer.class.getName(),
                                        Integer.toString(builds)),
                                Stream.of(place))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
