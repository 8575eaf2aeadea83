package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.ledger.LedgerArchive.Restoration;
import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildLedger;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.InMemoryBuildLedger;
import dev.imagefactory.planner.Lease;
import dev.imagefactory.planner.LedgerException;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.planner.Rollout;
import dev.imagefactory.template.ImageTarget;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerArchiveTest {
    /** Not U+2028 and U+2029, on which Azurite's reader of transactions fails. */
    private static final List<String> CHARACTERS =
            List.of("a", "B", "7", " ", "/", "\\", "\"", "'", "{", "}", "é", "€", "😀", "\n", "\t", "\u0001", "\u0085");

    @AutoClose
    private static Azurite azurite;

    private static int tables;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startAzurite() throws Exception {
        azurite = Azurite.start();
    }

    private BuildLedger file() {
        return SqliteBuildLedger.open(folder.resolve(UUID.randomUUID() + ".db"));
    }

    private static BuildLedger table() {
        return AzureTableBuildLedger.openWithConnectionString(azurite.connectionString(), "archive" + tables++);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void should_move_everything_from_each_ledger_to_each_other(long seed) throws IOException {
        Random random = new Random(seed);
        BuildLedger first = new InMemoryBuildLedger();
        first.bind("https://a/é");
        Map<Build, String> builds =
                new TreeMap<>((a, b) -> a.key().toString().compareTo(b.key().toString()));
        for (int i = 0; i < 8; i++) {
            Build build = build(random, i);
            builds.put(build, text(random));
            first.restore(build, builds.get(build));
        }

        BuildLedger from = first;
        for (BuildLedger to :
                List.of(file(), table(), new InMemoryBuildLedger(), table(), file(), new InMemoryBuildLedger())) {
            Restoration restoration = read(written(LedgerArchive.of(from))).restoreTo(to);

            assertThat(restoration).isEqualTo(new Restoration(builds.size(), 0, List.of()));
            assertThat(to.service()).contains("https://a/é");
            assertThat(to.contents().builds()).containsExactlyInAnyOrderElementsOf(builds.keySet());
            builds.forEach(
                    (build, payload) -> assertThat(to.payload(build.key())).contains(payload));
            assertThat(LedgerArchive.of(from).restoreTo(to)).isEqualTo(new Restoration(0, builds.size(), List.of()));
            from = to;
        }
    }

    /** A build with all that a build may have, in any combination. */
    private static Build build(Random random, int number) {
        Instant now = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
        Map<String, String> variables = new TreeMap<>();
        List<ImageTarget> targets = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            variables.put(text(random), text(random));
            targets.add(new ImageTarget(text(random), text(random)));
        }
        BuildOrder order = new BuildOrder(
                new BuildKey(number + text(random), "f" + number, 1 + random.nextInt(9)),
                UUID.randomUUID().toString(),
                now,
                one(random, ReasonCode.values()),
                targets,
                new TreeMap<>(variables),
                text(random),
                random.nextBoolean() ? null : text(random),
                random.nextBoolean() ? null : new BuildKey(text(random), text(random), 1 + random.nextInt(9)));
        BuildProgress progress = new BuildProgress(
                one(random, BuildState.values()),
                now.plusMillis(random.nextInt()),
                random.nextBoolean() ? new Lease(text(random), now, now.plusMillis(1)) : null,
                random.nextBoolean() ? text(random) : null,
                random.nextBoolean() ? Boolean.valueOf(random.nextBoolean()) : null,
                random.nextBoolean() ? now : null,
                random.nextBoolean() ? text(random) : null,
                random.nextBoolean() ? text(random) : null,
                new Rollout(
                        random.nextBoolean() ? now : null,
                        random.nextBoolean() ? List.of() : List.of(text(random), text(random))));
        return new Build(order, progress, 1 + random.nextLong(1L << 40));
    }

    private static <T> T one(Random random, T[] values) {
        return List.of(values).get(random.nextInt(values.length));
    }

    /** Mostly short, now and then longer than a property of a table. */
    private static String text(Random random) {
        int length = random.nextInt(20) == 0 ? 40_000 : random.nextInt(12);
        return random.ints(length, 0, CHARACTERS.size())
                .mapToObj(CHARACTERS::get)
                .collect(Collectors.joining());
    }

    @Test
    void should_be_lines_of_ascii_that_people_and_tools_can_read() throws IOException {
        BuildLedger ledger = new InMemoryBuildLedger();
        ledger.bind("https://a");
        ledger.restore(
                new Build(
                        new BuildOrder(
                                new BuildKey("VS2022/é", "0123", 2),
                                "11111111-1111-1111-1111-111111111111",
                                Instant.parse("2026-11-23T10:00:00.123Z"),
                                ReasonCode.CHANGED,
                                List.of(new ImageTarget("Helix", "account")),
                                new TreeMap<>(Map.of("URL", "https://x")),
                                "4567",
                                null,
                                new BuildKey("base", "89ab", 3)),
                        new BuildProgress(
                                BuildState.FAILED,
                                Instant.parse("2026-11-23T13:00:00Z"),
                                null,
                                "job-1",
                                true,
                                Instant.parse("2026-11-23T12:59:00Z"),
                                "disk full",
                                null),
                        4),
                "{\"a\":1}");

        assertThat(written(LedgerArchive.of(ledger))).isEqualTo("""
                {"format":"imagefactory-ledger","version":1,"service":"https://a","builds":1}
                {"imageId":"VS2022/\\u00E9","fingerprint":"0123","attempt":2,\
                "requestId":"11111111-1111-1111-1111-111111111111","claimedAt":"2026-11-23T10:00:00.123Z",\
                "reason":"changed","targets":[{"imageName":"Helix","destination":"account"}],\
                "variables":{"URL":"https://x"},"definitionFingerprint":"4567",\
                "base":{"imageId":"base","fingerprint":"89ab","attempt":3},"state":"failed",\
                "since":"2026-11-23T13:00:00Z","trackingId":"job-1","requestIdHonoured":true,\
                "finishedAt":"2026-11-23T12:59:00Z","error":"disk full","revision":4,"payload":"{\\"a\\":1}"}
                """);
    }

    @Test
    void should_leave_what_the_ledger_has_otherwise_as_it_is() {
        Random random = new Random(1);
        BuildLedger old = new InMemoryBuildLedger();
        List<Build> builds = List.of(build(random, 0), build(random, 1), build(random, 2), build(random, 3));
        builds.forEach(build -> old.restore(build, "{}"));
        for (BuildLedger ledger : List.of(new InMemoryBuildLedger(), file(), table())) {
            ledger.restore(builds.get(0), "{}");
            ledger.restore(builds.get(1), "{\"other\":1}");
            ledger.restore(builds.get(2), "{}");
            Build further =
                    ledger.update(builds.get(2), builds.get(2).progress()).orElseThrow();

            assertThat(LedgerArchive.of(old).restoreTo(ledger))
                    .isEqualTo(new Restoration(
                            1, 1, List.of(builds.get(1).key(), builds.get(2).key())));

            assertThat(ledger.payload(builds.get(1).key())).contains("{\"other\":1}");
            assertThat(ledger.find(builds.get(2).key())).contains(further);
            assertThat(ledger.contents().builds()).hasSize(4);
        }
    }

    @Test
    void should_refuse_a_ledger_of_another_service() {
        BuildLedger old = new InMemoryBuildLedger();
        old.restore(build(new Random(1), 0), "{}");
        BuildLedger other = new InMemoryBuildLedger();
        other.bind("https://b");
        other.restore(build(new Random(2), 1), "{}");

        assertThatThrownBy(() -> LedgerArchive.of(old).restoreTo(other))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("https://b");
        old.bind("https://a");
        assertThatThrownBy(() -> LedgerArchive.of(old).restoreTo(other))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("https://a")
                .hasMessageContaining("https://b");
        assertThat(other.contents().builds()).hasSize(1);
    }

    @Test
    void should_take_in_what_can_be_read_and_tell_what_cannot() throws Exception {
        Path file = folder.resolve("damaged.db");
        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            for (int i = 0; i < 3; i++) {
                ledger.restore(build(new Random(1), i), "{}");
            }
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("UPDATE build SET state = 'asleep' WHERE fingerprint = 'f1'");
        }
        try (BuildLedger ledger = SqliteBuildLedger.open(file)) {
            LedgerArchive archive = LedgerArchive.of(ledger);

            assertThat(archive.size()).isEqualTo(2);
            assertThat(archive.unreadable())
                    .singleElement()
                    .satisfies(
                            unreadable -> assertThat(unreadable.description()).contains("damaged.db"));
            assertThat(written(archive).lines()).hasSize(3);
        }
    }

    @Test
    void should_tell_that_a_payload_is_lost() {
        Build build = build(new Random(1), 0);
        BuildLedger ledger = table();
        ledger.restore(build, "{}");
        azurite.client("archive" + (tables - 1))
                .deleteEntity(TableLayout.PARTITION, TableLayout.payloadRow(build.key()));

        LedgerArchive archive = LedgerArchive.of(ledger);

        assertThat(archive.size()).isZero();
        assertThat(archive.unreadable()).singleElement().satisfies(unreadable -> {
            assertThat(unreadable.imageId()).isEqualTo(build.imageId());
            assertThat(unreadable.description()).contains("payload");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", textBlock = """
                    "state":"queued" -> "state":"asleep" -> 2: 'asleep' is no state of a build
                    "reason":"new" -> "reason":"whim" -> 2: 'whim' is no reason of a build
                    11111111-1111 -> 1-1 -> 2: the request id '1-1-1111-1111-111111111111' of a f0 #1 is no UUID
                    "attempt":1 -> "attempt":0 -> 2
                    "attempt":1 -> "attempt":1.5 -> 2: attempt
                    "attempt":1 -> "attempt":99999999999 -> 2: attempt
                    "attempt":1 -> "attempt":1,"attempt":1 -> 2: Duplicate field 'attempt'
                    "imageId":"a" -> "imageId":null -> 2: imageId
                    "imageId":"a" -> "imageID":"a" -> 2: imageId is missing
                    "revision":1 -> "revision":1,"trackingID":"x" -> 2: there is no field 'trackingID'
                    "variables":{} -> "variables":{"A":null} -> 2
                    "targets":[] -> "targets":[null] -> 2
                    "targets":[] -> "targets":[{"destination":"x"}] -> 2
                    "state":"queued" -> "base":null,"state":"queued" -> 2: not what was written: null
                    "state":"queued" -> "base":{"imageId":"a"},"state":"queued" -> 2: not what was written
                    "state":"queued" -> "base":{"imageId":"a","fingerprint":"f"},"state":"queued" -> 2
                    "since":" -> "takenBackAt":"soon","since":" -> 2: takenBackAt is no instant: soon
                    "since":" -> "pullRequests":[null],"since":" -> 2: not what was written
                    "since":" -> "since":"soon -> 2: since is no instant: soon2026
                    "payload":"{}" -> "payload":{} -> 2: payload is missing
                    "revision":1 -> "revision": -> 2
                    "builds":2 -> "builds":1 -> 3: there are more than the 1 builds
                    "builds":2 -> "builds":3 -> 4: the archive ends before its last build
                    "builds":2 -> "builds":-1 -> 1: this is no archive
                    "version":1 -> "version":2 -> 1: the archive has version 2; this program knows version 1
                    imagefactory-ledger -> something -> 1: this is no archive of a ledger
                    "imageId":"b","fingerprint":"f1" -> "imageId":"a","fingerprint":"f0" -> 3: a line before
                    """)
    void should_refuse_an_archive_with_any_fault(String part, String replacement, String where) throws IOException {
        String whole = """
                {"format":"imagefactory-ledger","version":1,"builds":2}
                {"imageId":"a","fingerprint":"f0","attempt":1,"requestId":"11111111-1111-1111-1111-111111111111","claimedAt":"2026-11-23T10:00:00Z",\
                "reason":"new","targets":[],"variables":{},"definitionFingerprint":"d","state":"queued",\
                "since":"2026-11-23T10:00:00Z","revision":1,"payload":"{}"}
                {"imageId":"b","fingerprint":"f1","attempt":1,"requestId":"11111111-1111-1111-1111-111111111111","claimedAt":"2026-11-23T10:00:00Z",\
                "reason":"new","targets":[],"variables":{},"definitionFingerprint":"d","state":"queued",\
                "since":"2026-11-23T10:00:00Z","revision":1,"payload":"{}"}
                """;
        assertThat(written(read(whole))).isEqualTo(whole);
        int at = whole.indexOf(part);
        assertThat(at).isNotNegative();
        String faulty = whole.substring(0, at) + replacement + whole.substring(at + part.length());

        assertThatThrownBy(() -> read(faulty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("old.jsonl:" + where);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "[]", "null", "{}", "nonsense"})
    void should_refuse_what_is_no_archive(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("old.jsonl:1: ");
    }

    private static LedgerArchive read(String text) {
        return LedgerArchive.read(new StringReader(text), "old.jsonl");
    }

    private static String written(LedgerArchive archive) throws IOException {
        StringWriter text = new StringWriter();
        archive.write(text);
        return text.toString();
    }
}
