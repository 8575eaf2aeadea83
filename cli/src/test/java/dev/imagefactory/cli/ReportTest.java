package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reports that calls write. What they look like is held by the tests of the module {@code image-report}. */
class ReportTest extends CommandLineTest {
    private static final String[] ALL = {
        "--html",
        "out/report.html",
        "--junit",
        "out/x/images.xml",
        "--markdown",
        "out/summary.md",
        "--json",
        "out/r.json"
    };

    private static String[] with(String command, String... more) {
        return Stream.of(command.split(" "), ALL, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private String file(String path) throws IOException {
        return Files.readString(folder.resolve(path));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(file("out/r.json"));
    }

    /** The tracking id of the first job. */
    private String failed() {
        define("bad");
        define("good");
        write("imagefactory.yaml", "maxAttempts: 1\n");
        ImageFactoryEmulator emulator = emulator("fail=bad*");
        run("run");
        letBuildsEnd();
        return emulator.jobs().stream()
                .filter(job -> job.imageNames().get(0).startsWith("bad"))
                .findFirst()
                .orElseThrow()
                .trackingId()
                .toString();
    }

    @Test
    void should_write_over_no_ledger_and_no_folder_and_nothing_twice() throws IOException {
        define("image");
        emulator();
        run("run");
        Files.createDirectories(folder.resolve("empty"));
        byte[] ledger = Files.readAllBytes(ledger());

        for (String[] call : new String[][] {
            {"report", "--json", ".imagefactory/ledger.db"},
            {"run", "--html", "empty"},
            {"status", "--metrics", ".imagefactory/ledger.db"},
            {"plan", "--out", ".imagefactory/ledger.db"},
            {"ledger", "export", "--file", ".imagefactory/ledger.db"},
            {"report", "--html", "./x", "--junit", "x"},
        }) {
            assertThat(run(call).status()).as(String.join(" ", call)).isEqualTo(2);
        }
        assertThat(Files.readAllBytes(ledger())).startsWith(java.util.Arrays.copyOf(ledger, 100));
        assertThat(run("status").status()).isZero();
        assertThat(folder.resolve("empty")).isDirectory();
    }

    @Test
    void should_keep_a_link_and_write_behind_it() throws IOException {
        define("image");
        write("real.html", "old");
        Files.createSymbolicLink(folder.resolve("link.html"), folder.resolve("real.html"));

        assertThat(run("status", "--html", "link.html").status()).isZero();

        assertThat(folder.resolve("link.html")).isSymbolicLink();
        assertThat(Files.readString(folder.resolve("real.html"))).contains("<html");
    }

    @Test
    void should_report_what_the_ledger_says_where_no_service_has_logs() {
        define("image");

        Outcome report = run("report", "--markdown", "r.md", "--logs");

        assertThat(report.status()).as(report.everything()).isZero();
        assertThat(report.err()).contains("no logs are kept: ");
        assertThat(folder.resolve("r.md")).content().contains("`image`");
    }

    @Test
    void should_report_a_run_that_failed_in_all_forms_with_the_log_beside_it() throws IOException {
        String id = failed();

        Outcome run = run(with("run", "--logs"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("1 failed");
        assertThat(file("out/logs/" + id + ".txt")).contains("artifact 1/1 windows-install: failed");
        assertThat(file("out/report.html"))
                .contains("href=\"logs/" + id + ".txt\"", "<dd>windows-install</dd>", "windows-install: failed");
        assertThat(file("out/x/images.xml"))
                .contains("tests=\"3\" failures=\"1\"", "name=\"bad\"", "type=\"unclassified\"");
        assertThat(file("out/summary.md")).contains("| `bad` | unclassified |");
        assertThat(json().at("/failures/0/logFile").textValue()).isEqualTo("logs/" + id + ".txt");
        assertThat(json().at("/failures/0/artifact").textValue()).isEqualTo("windows-install");
    }

    @Test
    void should_report_the_ledger_at_any_time_with_the_logs_that_were_kept() throws IOException {
        String id = failed();
        run(with("run", "--logs"));
        clock.advance(Duration.ofDays(8));

        Outcome report = run(with("report"));

        assertThat(report.status()).isZero();
        assertThat(report.out()).contains("1 blocked");
        assertThat(json().at("/summary/blocked").intValue()).isEqualTo(1);
        assertThat(json().at("/failures/0/logFile").textValue()).isEqualTo("logs/" + id + ".txt");
        assertThat(file("out/report.html")).contains("windows-install: failed");
        assertThat(run("report", "--output", "json")
                        .json()
                        .at("/failures/0/imageId")
                        .textValue())
                .isEqualTo("bad");
    }

    @Test
    void should_say_of_a_log_that_is_gone_that_it_is_and_not_fail() throws IOException {
        failed();
        run("run");
        clock.advance(Duration.ofDays(8));

        Outcome status = run(with("status", "--logs"));

        assertThat(status.status()).isEqualTo(1);
        assertThat(json().at("/failures/0/logNote").textValue())
                .isEqualTo("the service does not have it, or no longer");
        assertThat(folder.resolve("out/logs")).doesNotExist();
    }

    @Test
    void should_say_of_a_service_that_is_away_why_there_is_no_log() throws IOException {
        failed();
        run("run");
        closeEmulators();

        Outcome report = run(with("report", "--logs"));

        assertThat(report.status()).isZero();
        assertThat(json().at("/failures/0/logNote").textValue()).startsWith("not kept: GET http://127.0.0.1:");
    }

    @Test
    void should_go_to_the_service_for_a_log_wherever_the_job_says_that_it_is() throws IOException {
        define("bad");
        String job = "{\"trackingId\": \"job-1\", \"state\": \"Failed\", \"imageNames\": [\"bad\"],"
                + " \"logUrl\": \"http://127.0.0.1:9/elsewhere\", \"error\": {\"code\": \"E\", \"message\": \"no\"}}";
        try (ScriptedService service = new ScriptedService(202, job)) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());
            run("run");
            service.answer(200, job);

            run(with("run", "--logs"));

            assertThat(file("out/logs/job-1.txt")).isEqualTo(job);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../../up", "a/b", "C:x", "x.", "a%2fb", "\\\\host\\share"})
    void should_make_no_file_of_a_tracking_id_that_is_no_name(String id) throws IOException {
        define("bad");
        String job = new ObjectMapper()
                .writeValueAsString(new ObjectMapper()
                        .createObjectNode()
                        .put("trackingId", id)
                        .put("state", "Failed"));
        try (ScriptedService service = new ScriptedService(202, job)) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());
            run(with("run", "--logs"));

            run(with("run", "--logs"));

            assertThat(folder.resolve("out/logs")).doesNotExist();
        }
    }

    @Test
    void should_keep_the_end_of_a_long_log() throws IOException {
        define("bad");
        String job = "{\"trackingId\": \"job-1\", \"state\": \"Failed\"}";
        try (ScriptedService service = new ScriptedService(202, job)) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());
            run("run");
            service.answer(200, job);
            run("run");
            service.answer(200, "first line\n" + "x".repeat(80).concat("\n").repeat(20_000) + "last line\n");

            run(with("report", "--logs"));
        }

        assertThat(file("out/logs/job-1.txt"))
                .startsWith("xxx")
                .endsWith("\nlast line\n")
                .hasSizeLessThan(1 << 20);
        assertThat(json().at("/failures/0/logNote").textValue()).isEqualTo("only its end was kept");
    }

    @Test
    void should_keep_logs_without_secrets_or_not_at_all() throws IOException {
        write("templates/bad.json", "{\"Token\": \"kv_token\", \"Destination\": [{\"CustomImageName\": \"bad\"}]}");
        environment.put("KV_TOKEN", "hush-4711-hush");
        String job = "{\"trackingId\": \"job-1\", \"state\": \"Failed\"}";
        try (ScriptedService service = new ScriptedService(202, job)) {
            environment.put("IMAGE_FACTORY_ENDPOINT", service.endpoint());
            run("run");
            service.answer(200, job);
            run("run");
            service.answer(200, "sent: BODY\n");
            String token = String.valueOf(environment.remove("KV_TOKEN"));

            run(with("report", "--logs"));
            String note = json().at("/failures/0/logNote").textValue();
            boolean isKept = Files.exists(folder.resolve("out/logs/job-1.txt"));
            environment.put("KV_TOKEN", token);
            run(with("report", "--logs"));

            assertThat(isKept).isFalse();
            assertThat(note).startsWith("not kept, as it may repeat a secret that could not be looked up: ");
            assertThat(file("out/logs/job-1.txt")).contains("(secret)").doesNotContain("4711");
            assertThat(file("out/report.html")).contains("(secret)").doesNotContain("4711");
        }
    }

    @Test
    void should_say_in_the_report_why_a_call_came_to_nothing() throws IOException {
        write("templates/image.json", "{\"Destination\": [{\"CustomImageName\": \"{NOT_THERE}\"}]}");

        Outcome run = run(with("run", "--emulator"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(json().at("/faults/0").textValue()).contains("templates/image.json:1", "NOT_THERE");
        assertThat(file("out/x/images.xml")).contains("errors=\"1\"", "NOT_THERE");
        assertThat(file("out/report.html")).contains("The run could not do its work", "NOT_THERE");
    }

    @Test
    void should_show_which_versions_consumers_name() throws IOException {
        define("image");
        write("consumer/queues.yaml", "- {Queue: Open, Image: image-20260101-000000}\n");
        write("imagefactory.yaml", "osob: {consumer: consumer}\n");

        run(with("report"));
        JsonNode known = json().at("/images/0/consumers/0");
        Outcome unreadable = run(with("report", "--consumer", "nowhere"));

        assertThat(known.get("imageName").textValue()).isEqualTo("image-20260101-000000");
        assertThat(known.at("/references/0/holder").textValue()).isEqualTo("Open");
        assertThat(unreadable.status()).isZero();
        assertThat(unreadable.err()).contains("warning: the report does not say what consumers name");
    }

    @Test
    void should_refuse_calls_that_say_nothing_or_two_things() {
        define("image");
        write("file", "");

        for (String call : new String[] {
            "report",
            "report --logs --output json",
            "run --emulator --logs",
            "report --html x --json x",
            "status job-1 --emulator --html x"
        }) {
            assertThat(run(call.split(" ")).status()).as(call).isEqualTo(2);
        }
        assertThat(run("run", "--emulator", "--html", "file/report.html").status())
                .isEqualTo(3);
        assertThat(folder.resolve("x")).doesNotExist();
        assertThat(ledger()).doesNotExist();
    }

    @Test
    void should_not_follow_a_link_to_a_log() throws IOException {
        String id = failed();
        run("run");
        Path secret = write("elsewhere.txt", "not to be shown");
        Files.createDirectories(folder.resolve("out/logs"));
        Files.createSymbolicLink(folder.resolve("out/logs/" + id + ".txt"), secret);

        run(with("report"));

        assertThat(file("out/report.html")).doesNotContain("not to be shown");
    }
}
