package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagefactory.emulator.EmulatorRule;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.emulator.ServiceFlaw;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code doctor} finds, with real servers and files. */
class DoctorTest extends CommandLineTest {
    /** With the clock of the machine, which is the one of servers. */
    private Outcome doctor(String... options) {
        return run(
                Clock.systemUTC(),
                Stream.concat(Stream.of("doctor"), Stream.of(options)).toArray(String[]::new));
    }

    private static JsonNode finding(Outcome outcome, String check) {
        return StreamSupport.stream(outcome.json().get("findings").spliterator(), false)
                .filter(each -> each.get("check").textValue().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + check + " in " + outcome.out()));
    }

    private static String said(Outcome outcome, String check) {
        JsonNode finding = finding(outcome, check);
        String next = finding.get("nextStep").isNull()
                ? ""
                : "; " + finding.get("nextStep").textValue();
        return finding.get("verdict").textValue() + ": "
                + finding.get("message").textValue() + next;
    }

    @Test
    void should_find_nothing_wrong_with_the_emulator() {
        define("image");

        Outcome doctor = doctor("--emulator");

        assertThat(doctor.out()).isEqualTo("""
                ok       configuration  read
                ok       templates      1 image, no problem
                skipped  sign-in        the embedded Image Factory wants no token
                skipped  secrets        the embedded Image Factory gets placeholders
                ok       service        the embedded emulator answers by the contract, and can be searched for jobs
                skipped  clock          the embedded Image Factory has the same clock
                ok       ledger         .imagefactory/ledger.db does not exist yet; the first run makes it
                ok       rows           all can be read
                ok       claims         none is left over
                ok       stalled        0 builds under way, none stalled
                ok       ages           no image is older than its limit
                skipped  pipeline       no run has left a trace yet; --expected-every says how often one should
                skipped  consumer       the configuration names none (osob.consumer)
                8 ok, 5 skipped
                """);
        assertThat(doctor.status()).isZero();
        assertThat(ledger()).doesNotExist();
    }

    @Test
    void should_change_nothing_at_the_service_or_in_the_ledger() throws IOException {
        define("image");
        ImageFactoryEmulator emulator = emulator();
        run("run");
        byte[] before = Files.readAllBytes(ledger());

        Outcome doctor = doctor("--output", "json");

        assertThat(said(doctor, "service"))
                .isEqualTo("ok: " + emulator.endpoint() + " answers by the contract, and can be searched for jobs");
        assertThat(said(doctor, "clock")).startsWith("ok: differs from that of " + emulator.endpoint() + " by less");
        assertThat(said(doctor, "ledger"))
                .isEqualTo("ok: .imagefactory/ledger.db is sound, and may be read and written; 1 build");
        assertThat(emulator.jobs()).hasSize(1);
        assertThat(Files.readAllBytes(ledger())).isEqualTo(before);
        assertThat(doctor.json().at("/summary/error").intValue()).isEqualTo(1);
        assertThat(said(doctor, "stalled")).startsWith("error: image: queued for ");
        assertThat(doctor.status()).isEqualTo(1);
    }

    @Test
    void should_say_what_is_wrong_with_the_definitions_and_look_at_the_rest() {
        write("templates/image.json", "{\"a\": \"{NOBODY}\"}");
        emulator();

        Outcome doctor = doctor("--output", "json");

        assertThat(doctor.status()).isEqualTo(2);
        assertThat(said(doctor, "templates"))
                .startsWith("error: templates/image.json:1")
                .endsWith("'imagefactory validate' shows all of it");
        assertThat(said(doctor, "service")).startsWith("ok: ");
    }

    @Test
    void should_skip_what_a_wrong_configuration_would_say() {
        write("imagefactory.yaml", "nonsense: 1");

        Outcome doctor = doctor("--emulator", "--output", "json");

        assertThat(doctor.status()).isEqualTo(2);
        assertThat(said(doctor, "configuration")).startsWith("error: imagefactory.yaml:1");
        assertThat(doctor.json().at("/summary/skipped").intValue()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | {"error": {"code": "NotFound", "message": "no"}}          | cannot be searched
            404 | <html>no such page</html>                                 | answers 404 without an error code
            200 | {"trackingId": "1", "state": "Queued"}                    | knows a job that nobody has started
            200 | <html>sign in</html>                                      | answers 200 (unexpected answer)
            302 | {}                                                        | answers 302 (unexpected answer)
            401 | {"error": {"code": "Unauthorized", "message": "SECRET"}}  | answers 401 (unauthorized); check the sign-in
            403 | {"error": {"code": "Forbidden", "message": "SECRET"}}     | answers 403 (unauthorized); ask the service's owners
            429 | {}                                                        | answers 429 (throttled); run again later
            503 | {}                                                        | answers 503 (unavailable); run again later
            """)
    void should_tell_services_that_keep_the_contract_from_others(int status, String body, String said)
            throws IOException {
        define("image");
        try (ScriptedService service = new ScriptedService(status, body)) {
            Outcome doctor = doctor("--endpoint", service.endpoint(), "--output", "json");

            assertThat(said(doctor, "service")).contains(said).doesNotContain("SECRET");
            assertThat(doctor.status()).isEqualTo(said.startsWith("cannot") ? 0 : 3);
            assertThat(service.bodies()).isEmpty();
        }
    }

    @Test
    void should_say_that_a_service_cannot_be_reached_or_is_not_named() {
        define("image");

        Outcome nobody = doctor("--endpoint", "http://127.0.0.1:1", "--output", "json");
        Outcome nowhere = doctor("--output", "json");
        Outcome nonsense = doctor("--endpoint", "nonsense", "--output", "json");

        assertThat(nobody.status()).isEqualTo(3);
        assertThat(said(nobody, "service")).contains("no answer came", "check endpoint and network");
        assertThat(said(nobody, "clock")).isEqualTo("skipped: http://127.0.0.1:1 gives no date");
        assertThat(nowhere.status()).isEqualTo(2);
        assertThat(said(nowhere, "service")).startsWith("error: which Image Factory?");
        assertThat(said(nowhere, "clock")).isEqualTo("skipped: no service is named whose clock could be compared");
        assertThat(nonsense.status()).isEqualTo(2);
    }

    @Test
    void should_know_a_service_that_cannot_be_searched_and_keep_its_pace() {
        define("image");
        emulator(builder -> builder.flaws(List.of(ServiceFlaw.NO_SEARCH)).pace(1));

        assertThat(said(doctor("--output", "json"), "service")).contains("but cannot be searched for jobs");
    }

    /** The clock of the test stands in June, that of the server is the machine's. */
    @Test
    void should_warn_of_a_clock_that_differs() {
        define("image");
        emulator();

        Outcome doctor = run("doctor", "--output", "json");
        Outcome strict = run("doctor", "--strict");

        assertThat(said(doctor, "clock")).matches("warning: this machine's clock is [0-9]+ s behind that of http.*");
        assertThat(doctor.status()).isZero();
        assertThat(strict.status()).isEqualTo(1);
    }

    @Test
    void should_find_builds_that_need_somebody() {
        define("image");
        define("other");
        emulator(builder -> builder.flaws(List.of(ServiceFlaw.NO_SEARCH, ServiceFlaw.IGNORE_REQUEST_IDS))
                .rule(EmulatorRule.parse("drop=image*"))
                .rule(EmulatorRule.parse("hang=other*")));
        run("run");

        Outcome soon = run("doctor", "--output", "json", "--expected-every", "1h");
        clock.advance(Duration.ofHours(13));
        Outcome late = run("doctor", "--output", "json", "--expected-every", "1h");
        clock.advance(Duration.ofDays(50));
        write("imagefactory.yaml", "failAge: 45d");
        Outcome old = run("doctor", "--output", "json");

        assertThat(said(soon, "claims"))
                .isEqualTo("warning: of image it is not known whether the service started a job; run; what stays so"
                        + " needs 'imagefactory adopt' or --on-unknown-outcome");
        assertThat(said(soon, "stalled")).isEqualTo("ok: 2 builds under way, none stalled");
        assertThat(said(soon, "pipeline")).startsWith("ok: the last trace of a run is of 2026-06-20T08:0");
        assertThat(said(late, "stalled")).startsWith("error: ").contains(" (the first of 2)");
        assertThat(said(late, "pipeline"))
                .startsWith("warning: the last trace of a run is of 2026-06-20T08:0")
                .endsWith("longer ago than 1 h; a run that finds nothing new leaves none; look into the pipeline's own"
                        + " list of runs");
        assertThat(late.status()).isEqualTo(1);
        assertThat(said(old, "ages")).startsWith("error: image: never built, first asked for 2026-06-20");
    }

    @Test
    void should_find_a_row_that_cannot_be_read_and_a_claim_that_was_left() throws SQLException {
        define("image");
        define("other");
        emulator();
        run("run");
        execute(
                "UPDATE build SET state = 'asleep' WHERE image_id = 'image'",
                "UPDATE build SET state = 'submitting', tracking_id = NULL, lease_run = 'r',"
                        + " lease_from = '2026-06-20T08:00:00Z', lease_until = '2026-06-20T08:01:00Z'"
                        + " WHERE image_id = 'other'");
        clock.advance(Duration.ofMinutes(5));

        Outcome doctor = run("doctor", "--output", "json");

        assertThat(doctor.status()).isEqualTo(3);
        assertThat(said(doctor, "rows")).startsWith("error: 1 build cannot be read: row ");
        assertThat(said(doctor, "claims"))
                .startsWith("warning: a run that claimed other ended without sending, or without an answer; run;");
    }

    @Test
    void should_say_that_the_ledger_cannot_be_used() throws Exception {
        define("image");
        emulator();
        run("run");

        Outcome other = doctor("--emulator", "--output", "json");
        execute("PRAGMA user_version = 99");
        Outcome newer = doctor("--output", "json");
        execute("PRAGMA user_version = 4");
        Outcome older = doctor("--output", "json");
        damage(ledger());
        Outcome damaged = doctor("--output", "json");
        Files.writeString(ledger(), "this is no database, but it is long enough to be taken for one".repeat(20));
        Outcome none = doctor("--output", "json");
        Outcome folder = doctor("--ledger", "templates", "--output", "json");

        assertThat(said(other, "ledger"))
                .contains("its 1 build belong to the service http://127.0.0.1", "not to the embedded emulator");
        assertThat(said(newer, "ledger"))
                .isEqualTo("error: .imagefactory/ledger.db has version 99, which is newer than this program knows;"
                        + " update the program");
        assertThat(said(newer, "rows")).isEqualTo("skipped: the ledger was not read");
        assertThat(said(older, "ledger")).startsWith("ok: .imagefactory/ledger.db has version 4; the next command");
        assertThat(said(damaged, "ledger")).startsWith("error: ").contains("ledger.db");
        assertThat(said(none, "ledger")).startsWith("error: ").contains("not a database");
        assertThat(List.of(other, newer, damaged, none, folder))
                .allSatisfy(outcome ->
                        assertThat(outcome.status()).as(outcome.out()).isEqualTo(3));
    }

    /** Overwrites all pages but the first. */
    private static void damage(Path file) throws IOException {
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            pages.seek(4096);
            pages.write(new byte[(int) pages.length() - 4096]);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger());
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    @Test
    void should_read_the_consumer_of_the_configuration() throws GitAPIException, IOException {
        define("image");
        Path repository = folder.resolve("osob");
        String address = repository.toUri().toString();
        write("imagefactory.yaml", "osob: {consumer: '" + address + "', base: main}");
        Outcome missing = doctor("--emulator", "--output", "json");
        try (Git git = Git.init()
                .setInitialBranch("main")
                .setDirectory(repository.toFile())
                .call()) {
            write("osob/queues.yaml", "queues: []\n");
            git.add().addFilepattern(".").call();
            git.commit().setMessage("first").setSign(false).call();
        }

        Outcome there = doctor("--emulator", "--output", "json");
        write("imagefactory.yaml", "osob: {consumer: '" + address + "', base: elsewhere}");
        Outcome elsewhere = doctor("--emulator", "--output", "json");
        write("imagefactory.yaml", "osob: {consumer: osob}");
        Outcome plain = doctor("--emulator", "--output", "json");

        assertThat(missing.status()).isEqualTo(3);
        assertThat(said(there, "consumer"))
                .startsWith("ok: the branch main of file:")
                .contains("was not tried");
        assertThat(said(elsewhere, "consumer")).contains("has no branch 'elsewhere'");
        assertThat(said(plain, "consumer")).isEqualTo("ok: 1 file");
    }
}
