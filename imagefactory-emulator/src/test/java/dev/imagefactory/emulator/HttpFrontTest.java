package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.emulator.ContractClient.Reply;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, throttling, and requests that are not of the contract. */
class HttpFrontTest extends EmulatorTest {

    private static final String JOB = "/api/images/6f1c5a5e-3f0b-4c5e-9a53-0d8a6f2f4b11";

    @Test
    void should_listen_on_loopback() {
        assertThat(started(emulator()).endpoint().toString()).matches("http://127\\.0\\.0\\.1:[1-9][0-9]*");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/images/create, POST",
        "PUT, /api/images/create, POST",
        "POST, /api/images, GET",
        "HEAD, /api/images, GET",
        "DELETE, " + JOB + ", GET",
        "GET, " + JOB + "/cancel, POST",
        "POST, " + JOB + "/log, GET"
    })
    void should_name_the_allowed_method(String method, String path, String allowed) throws Exception {
        Reply reply = client(emulator()).send(method, path);

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).contains(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api", "/api/images/", "/api/imagesx", JOB + "/", JOB + "/logs", "/api//images"})
    void should_not_know_other_paths(String path) throws Exception {
        Reply reply = client(emulator()).get(path);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.errorCode()).isEqualTo("NotFound");
    }

    @Test
    void should_want_a_token_where_told_so() throws Exception {
        ImageFactoryEmulator emulator = started(emulator().requireToken(true));
        ContractClient client = new ContractClient(emulator.endpoint());

        Reply without = client.create("helix");

        assertThat(without.status()).isEqualTo(401);
        assertThat(without.header("WWW-Authenticate")).contains("Bearer");
        assertThat(client.get("/api/images", "Authorization", "Basic abc").status())
                .isEqualTo(401);
        assertThat(client.get("/api/images", "Authorization", "Bearer ").status())
                .isEqualTo(401);
        assertThat(client.get("/api/images", "Authorization", "Bearer abc").status())
                .isEqualTo(200);
        assertThat(emulator.jobs()).isEmpty();
    }

    @Test
    void should_throttle_what_is_too_much_for_one_second() throws Exception {
        ImageFactoryEmulator emulator = started(emulator().throttle(2));
        ContractClient client = new ContractClient(emulator.endpoint());
        client.create("a");
        client.create("b");

        Reply throttled = client.create("c");

        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.header("Retry-After")).contains("1");
        clock.advance(Duration.ofMillis(999));
        assertThat(client.create("c").status()).isEqualTo(429);
        clock.advance(Duration.ofMillis(1));
        assertThat(client.create("c").status()).isEqualTo(202);
        assertThat(emulator.jobs()).hasSize(3);
    }

    @Test
    void should_throttle_every_third_request() throws Exception {
        ContractClient client = client(emulator().throttleEvery(3));
        StringBuilder statuses = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            statuses.append(client.get("/api/images").status()).append(' ');
        }

        assertThat(statuses).hasToString("200 200 429 200 200 429 200 ");
    }

    @Test
    void should_ask_for_a_pause_with_every_success() throws Exception {
        ContractClient client = client(emulator().pace(7).throttleEvery(7));
        Reply created = client.create("helix");
        UUID job = created.trackingId();

        assertThat(List.of(created, client.job(job), client.get("/api/images"), client.log(job), client.cancel(job)))
                .allSatisfy(reply -> assertThat(reply.header("Retry-After")).contains("7"));
        assertThat(client.get("/nowhere").header("Retry-After")).isEmpty();
        assertThat(client.get("/api/images").header("Retry-After")).contains("1");
        assertThat(client(emulator()).get("/api/images").header("Retry-After")).isEmpty();
    }

    @Test
    void should_not_let_a_gateway_ask_for_a_pause() throws Exception {
        ContractClient client = client(emulator().pace(7).rule(EmulatorRule.parse("gateway-timeout=*")));

        assertThat(client.create("helix").header("Retry-After")).isEmpty();
    }

    @Test
    void should_answer_late_where_told_so() throws Exception {
        Duration latency = Duration.ofMillis(20);
        ContractClient client = client(emulator().latency(latency));
        long before = System.nanoTime();

        client.get("/api/images");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(latency);
    }

    @Test
    void should_answer_503_without_details_where_it_fails_itself() throws Exception {
        ContractClient client = client(emulator());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + dataDirectory.resolve("emulator.db"));
                Statement statement = other.createStatement()) {
            statement.execute("DROP TABLE job");
        }

        Reply reply;
        List<LogRecord> logged;
        try (CapturedLog log = new CapturedLog(HttpFront.class)) {
            reply = client.get("/api/images");
            logged = log.records();
        }

        assertThat(logged).singleElement().extracting(LogRecord::getThrown).isInstanceOf(IllegalStateException.class);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).contains("1");
        assertThat(reply.text()).doesNotContain("job").doesNotContain("SQL");
    }

    @Test
    void should_name_a_port_that_is_taken() {
        int taken = started(emulator()).endpoint().getPort();

        assertThatThrownBy(() -> emulator().port(taken).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Port " + taken);
    }

    @Test
    void should_name_a_file_that_is_no_state() throws Exception {
        Files.writeString(dataDirectory.resolve("emulator.db"), "no database".repeat(99), StandardCharsets.UTF_8);

        assertThatThrownBy(() -> emulator().start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("emulator.db")
                .hasMessageContaining("name another data directory");
    }

    @Test
    void should_create_the_data_directory_and_free_the_port_on_close() {
        ImageFactoryEmulator first =
                ImageFactoryEmulator.builder(dataDirectory.resolve("a/b")).start();
        int port = first.endpoint().getPort();
        first.close();

        ImageFactoryEmulator second = started(emulator().port(port));

        assertThat(dataDirectory.resolve("a/b/emulator.db")).exists();
        assertThat(second.endpoint()).isEqualTo(first.endpoint());
    }

    @Test
    void should_refuse_negative_settings() {
        assertThatThrownBy(() -> emulator().buildTime(Duration.ofSeconds(-1))).hasMessageContaining("build time");
        assertThatThrownBy(() -> emulator().throttle(-1)).hasMessageContaining("requests per second");
        assertThatThrownBy(() -> emulator().pace(-1)).hasMessageContaining("seconds between requests");
    }
}
