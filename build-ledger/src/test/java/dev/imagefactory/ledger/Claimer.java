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
import java.util.stream.Stream;

/** A process of its own that claims one build after the other and prints those it got. */
final class Claimer {
    static final int BUILDS = 200;

    private Claimer() {}

    /** Takes a file, or a connection string and the name of a table. */
    public static void main(String[] place) {
        Lease lease = new Lease(UUID.randomUUID().toString(), Instant.EPOCH, Instant.EPOCH.plusSeconds(900));
        try (BuildLedger ledger = place.length == 1
                ? SqliteBuildLedger.open(Path.of(place[0]))
                : AzureTableBuildLedger.openWithConnectionString(place[0], place[1])) {
            for (int i = 0; i < BUILDS; i++) {
                BuildOrder order = new BuildOrder(
                        new BuildKey("image-" + i, "f", 1),
                        UUID.randomUUID().toString(),
                        Instant.EPOCH,
                        ReasonCode.NEW,
                        List.of(new ImageTarget("x", "")),
                        new TreeMap<>(),
                        "d",
                        null,
                        null);
                ledger.claim(order, "{}", lease).ifPresent(build -> System.out.println(build.imageId()));
            }
        }
    }

    /** What two of them got that ran at the same time. */
    static List<String> claimedByTwo(String... place) throws Exception {
        Process first = start(place);
        Process second = start(place);
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
        Process process = start(place);
        List<String> answered = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < 20; i++) {
                answered.add(lines.readLine());
            }
            process.destroyForcibly().waitFor();
        }
        assertThat(answered).doesNotContainNull();
        return answered;
    }

    private static Process start(String... place) throws IOException {
        return new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Claimer.class.getName()),
                                Stream.of(place))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
