package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagefactory.emulator.ImageFactoryEmulator;
import dev.imagefactory.ledger.Azurite;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A ledger in a file, a ledger in a table, and the way from one to the other. */
class LedgerPlacesTest extends CommandLineTest {
    private static final String CONNECTION_STRING = "IMAGE_FACTORY_STATE_CONNECTION_STRING";
    private static final AtomicInteger TABLES = new AtomicInteger();

    @AutoClose
    private static Azurite azurite;

    private final String table = "table:builds" + TABLES.incrementAndGet();

    @BeforeAll
    static void startAzurite() throws Exception {
        azurite = Azurite.start();
    }

    @BeforeEach
    void defineImages() {
        define("client", "URL");
        define("server");
        variables("URL", "https://example.com/é");
    }

    private void connectTables() {
        environment.put(CONNECTION_STRING, azurite.connectionString());
    }

    @Test
    void should_keep_the_ledger_in_the_default_table_where_only_a_connection_string_is_given() {
        connectTables();
        ImageFactoryEmulator emulator = emulator();
        assertThat(run("plan", "--output", "json").image("client").get("action").textValue())
                .isEqualTo("build");

        assertThat(run("run").status()).isZero();
        letBuildsEnd();
        Outcome second = run("run", "--output", "json");

        assertThat(second.image("client").get("state").textValue()).isEqualTo("succeeded");
        assertThat(imagesOf(emulator)).containsExactly("client", "server");
        assertThat(ledger()).doesNotExist();
        assertThat(run("status", "--ledger", "table:imagefactory", "--output", "json")
                        .image("server")
                        .get("state")
                        .textValue())
                .isEqualTo("succeeded");
        assertThat(run("status", "--ledger", table, "--output", "json")
                        .image("server")
                        .get("state")
                        .isNull())
                .isTrue();
    }

    @Test
    void should_be_looked_at_by_the_doctor_without_being_written() {
        connectTables();
        emulator();
        run("run", "--ledger", table);
        String before = run("ledger", "export", "--ledger", table).out();

        Outcome doctor = run("doctor", "--ledger", table);
        Outcome none = run("doctor", "--ledger", table + "x");

        assertThat(doctor.status()).as(doctor.out()).isZero();
        assertThat(doctor.out()).contains("ok       ledger         the table may be read and written; 2 builds\n");
        assertThat(none.out()).contains("ok       ledger         no table yet; whether one may be made was not tried;");
        assertThat(run("ledger", "export", "--ledger", table).out()).isEqualTo(before);
    }

    @Test
    void should_prefer_a_ledger_that_is_named_to_the_connection_string() {
        connectTables();
        emulator();

        run("run", "--ledger", "state/my.db");
        write("conf/imagefactory.yaml", "ledger: state.db\ntemplates: ../templates");
        run("run", "--config", "conf/imagefactory.yaml");
        write("conf/table.yaml", "ledger: " + table + "\ntemplates: ../templates");
        run("run", "--config", "conf/table.yaml");

        assertThat(folder.resolve("state/my.db")).exists();
        assertThat(folder.resolve("conf/state.db")).exists();
        assertThat(ledger()).doesNotExist();
        assertThat(run("ledger", "export", "--ledger", table).out().lines()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    table:builds                                        | IMAGE_FACTORY_STATE_CONNECTION_STRING
                    http://account.table.core.windows.net/builds        | must look like https://ACCOUNT.table
                    https://account.table.core.windows.net/builds?sig=s3cret | must look like https://ACCOUNT.table
                    https://account.table.core.windows.net/builds?sig=s3 cret | the ledger's URL
                    https://account.table.core.windows.net/my-builds    | cannot be the name of a table
                    """)
    void should_refuse_a_ledger_that_is_none(String ledger, String message) {
        Outcome plan = run("plan", "--ledger", ledger);

        assertThat(plan.status()).as(plan.err()).isEqualTo(2);
        assertThat(plan.err()).contains(message).doesNotContain("s3");
    }

    @Test
    void should_refuse_a_connection_string_that_is_none_without_repeating_it() {
        environment.put(CONNECTION_STRING, "AccountName=a;AccountKey=s3cret&");

        Outcome plan = run("plan");

        assertThat(plan.status()).isEqualTo(2);
        assertThat(plan.err()).contains("connection string").doesNotContain("s3cret");
    }

    @Test
    void should_tell_that_the_account_does_not_let_it_in() {
        environment.put(
                CONNECTION_STRING, azurite.connectionString().replaceFirst("AccountKey=[^;]*", "AccountKey=d3Jvbmc="));

        Outcome plan = run("plan", "--output", "json");

        assertThat(plan.status()).isEqualTo(3);
        assertThat(plan.json().get("error").textValue()).contains("403", "Storage Table Data Contributor");
    }

    @Test
    void should_move_to_a_table_and_back() throws IOException {
        connectTables();
        ImageFactoryEmulator emulator = emulator();
        String file = ledger().toString();
        run("run", "--ledger", file);
        letBuildsEnd();

        Outcome exported = run("ledger", "export", "--ledger", file, "--file", "state.jsonl");
        Outcome imported = run("ledger", "import", "state.jsonl", "--ledger", table, "--output", "json");

        assertThat(exported.status()).as(exported.err()).isZero();
        assertThat(exported.out()).isEmpty();
        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(imported.json().get("imported").intValue()).isEqualTo(2);
        assertThat(run("run", "--ledger", table).status()).isZero();
        assertThat(imagesOf(emulator)).containsExactly("client", "server");

        write("back.jsonl", run("ledger", "export", "--ledger", table).out());
        assertThat(run("ledger", "import", "back.jsonl", "--ledger", "back.db").out())
                .contains("imported: 2")
                .contains("already there: 0");
        assertThat(run("ledger", "import", "back.jsonl", "--ledger", "back.db").out())
                .contains("imported: 0")
                .contains("already there: 2");
        JsonNode status =
                run("status", "--ledger", "back.db", "--output", "json").json();
        assertThat(status)
                .isEqualTo(run("status", "--ledger", table, "--output", "json").json());
        assertThat(status.at("/images/0/state").textValue()).isEqualTo("succeeded");

        Outcome behind = run("ledger", "import", "state.jsonl", "--ledger", table, "--output", "json");
        assertThat(behind.status()).isEqualTo(2);
        assertThat(behind.json().get("differing")).hasSize(2);
        assertThat(behind.json().findValuesAsText("id"))
                .as("several are claimed at once")
                .contains("client", "server");
        assertThat(behind.err()).contains("left as it is").contains("client");
        assertThat(run("status", "--ledger", table, "--output", "json").json()).isEqualTo(status);
        assertThat(folder.toFile().list()).noneMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    void should_import_nothing_where_a_line_is_broken() throws IOException {
        emulator();
        run("run");
        String archive = run("ledger", "export").out();
        write("broken.jsonl", archive.replaceFirst("\"revision\"", "\"revisions\""));

        Outcome imported = run("ledger", "import", "broken.jsonl", "--ledger", "new.db");

        assertThat(imported.status()).isEqualTo(2);
        assertThat(imported.err())
                .contains("broken.jsonl:2: revision is missing")
                .contains("nothing was imported");
        assertThat(folder.resolve("new.db")).doesNotExist();
        assertThat(run("ledger", "import", "nowhere.jsonl").status()).isEqualTo(2);
        assertThat(run("ledger", "export", "--ledger", "nowhere.db").out().lines())
                .hasSize(1);
        assertThat(folder.resolve("nowhere.db")).doesNotExist();
    }

    @Test
    void should_export_all_but_what_cannot_be_read() throws Exception {
        emulator();
        run("run");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger());
                var statement = connection.createStatement()) {
            statement.execute("UPDATE build SET state = 'asleep' WHERE image_id = 'client'");
        }

        Outcome exported = run("ledger", "export");

        assertThat(exported.status()).isEqualTo(3);
        assertThat(exported.out().lines()).hasSize(2);
        assertThat(exported.out()).contains("\"imageId\":\"server\"").doesNotContain("client");
        assertThat(exported.err())
                .contains("exported: 1")
                .contains("left out")
                .containsPattern("row [12] of the ledger");
    }

    @ParameterizedTest
    @CsvSource({
        "ledger",
        "ledger copy",
        "ledger import",
        "ledger import a b",
        "ledger import a --file b",
        "ledger export a"
    })
    void should_refuse_what_the_command_does_not_know(String call) {
        assertThat(run(call.split(" ")).status()).isEqualTo(2);
    }

    @Test
    void should_not_use_a_table_without_a_sign_in() {
        Outcome plan =
                run("plan", "--ledger", "https://account.table.core.windows.net/builds", "--authentication", "none");

        assertThat(plan.status()).isEqualTo(2);
        assertThat(plan.err()).contains("the ledger in a table wants a sign-in");
    }

    @Test
    void should_load_nothing_of_azure_for_a_ledger_in_a_file() throws Exception {
        environment.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=classes.log");
        emulator();
        run(Clock.systemUTC(), "run");
        for (String[] call : new String[][] {{"plan"}, {"status"}, {"ledger", "export"}}) {
            try (ProgramProcess process = ProgramProcess.start(folder, environment, call)) {
                assertThat(process.end().status()).isZero();
            }
            assertThat(Files.readString(folder.resolve("classes.log")))
                    .contains("dev.imagefactory.ledger.SqliteBuildLedger")
                    .doesNotContain("com.azure.")
                    .doesNotContain("io.netty.");
        }
    }
}
