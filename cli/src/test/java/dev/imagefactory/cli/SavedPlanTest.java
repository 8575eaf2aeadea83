package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plan --out}, {@code run --plan} and {@code plan --detailed-exitcode}. */
class SavedPlanTest extends CommandLineTest {
    @BeforeEach
    void defineImages() {
        define("client", "A");
        define("server", "A");
        variables("A", "1");
    }

    private String plan() throws IOException {
        return Files.readString(folder.resolve("plan.json"));
    }

    @Test
    void should_carry_out_what_was_planned() throws IOException {
        ImageFactoryEmulator emulator = emulator();

        Outcome plan = run("plan", "--only", "client", "--out", "plan.json");
        Outcome run = run("run", "--plan", "plan.json", "--output", "json");

        assertThat(plan.status()).isZero();
        assertThat(plan.out()).contains("client").doesNotContain("server");
        assertThat(plan.err()).contains("the plan is kept in plan.json");
        assertThat(plan()).startsWith("{\n  \"schemaVersion\": 2,\n").endsWith("}\n");
        assertThat(run.status()).isZero();
        assertThat(run.json().get("images").findValuesAsText("id")).containsExactly("client");
        assertThat(imagesOf(emulator)).containsExactly("client");
    }

    @Test
    void should_carry_the_forced_images_in_the_plan() {
        ImageFactoryEmulator emulator = emulator();
        run("run");
        letBuildsEnd();
        run("run");

        Outcome plan = run("plan", "--force", "server", "--out", "plan.json", "--output", "json");
        Outcome run = run("run", "--plan", "plan.json", "--output", "json");

        assertThat(plan.image("server").at("/reason/code").textValue()).isEqualTo("forced");
        assertThat(run.image("server").at("/reason/code").textValue()).isEqualTo("forced");
        assertThat(imagesOf(emulator)).containsExactly("client", "server", "server");
    }

    @Test
    void should_retry_by_the_policy_when_it_waits() {
        defineNamed("failing");
        run("plan", "--only", "failing", "--out", "plan.json");

        Outcome run = run(
                Clock.systemUTC(),
                "run --emulator --build-time 1s --simulate fail@1=failing --plan plan.json --wait --output json"
                        .split(" "));

        assertThat(run.status()).isZero();
        assertThat(run.image("failing").get("attempts").intValue()).isEqualTo(2);
        assertThat(run.image("failing").get("state").textValue()).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            variable  | client: its payload has changed (A: 1 -> 2); server: its payload has changed (A: 1 -> 2)
            came      | extra: not in the plan, but defined now
            went      | server: in the plan, but not defined any more
            build     | the ledger has changed since the plan
            policy    | it was made with another policy: maxAttempts is 3 in the plan, and 5 in this call
            """)
    void should_refuse_a_stale_plan_and_name_what_has_moved(String movement, String named) throws IOException {
        ImageFactoryEmulator emulator = emulator();
        run("plan", "--out", "plan.json");
        List<String> call = new ArrayList<>(List.of("run", "--plan", "plan.json"));
        switch (movement) {
            case "variable" -> variables("A", "2");
            case "came" -> define("extra");
            case "went" -> Files.delete(folder.resolve("templates/server.json"));
            case "build" -> run("run", "--only", "client");
            default -> call.addAll(List.of("--max-attempts", "5"));
        }
        int jobs = emulator.jobs().size();

        Outcome text = run(call.toArray(String[]::new));
        call.addAll(List.of("--output", "json"));
        Outcome json = run(call.toArray(String[]::new));

        assertThat(text.status()).isEqualTo(2);
        assertThat(text.out()).isEmpty();
        assertThat(text.err())
                .startsWith("error: the plan is stale, and nothing was submitted: ")
                .contains(named)
                .endsWith("; make a new plan\n");
        assertThat(json.status()).isEqualTo(2);
        assertThat(json.json().get("error").textValue()).contains(named);
        assertThat(emulator.jobs()).hasSize(jobs);
    }

    @Test
    void should_take_the_policy_from_the_plan() {
        ImageFactoryEmulator emulator = emulator("fail=*");
        write("rules.yaml", "rules: [{pattern: simulated, class: transient, advice: wait}]");
        variables("A", "1", "SDK_VERSION", "2");
        define("client", "SDK_VERSION");
        run("run", "--max-attempts", "1");
        letBuildsEnd();
        run("run", "--max-attempts", "1");
        variables("A", "1", "SDK_VERSION", "1");
        List<String> options = List.of(
                "--max-attempts", "5", "--failure-rules", "rules.yaml", "--split-pairs", "error", "--allow-downgrade");
        List<String> plan = new ArrayList<>(List.of("plan", "--out", "plan.json"));
        plan.addAll(options);

        assertThat(run(plan.toArray(String[]::new)).status()).isZero();
        write("imagefactory.yaml", "maxAttempts: 2\nsplitPairs: ignore\nrefuseUnchangedNames: true\n");
        Outcome run = run("run", "--plan", "plan.json");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(imagesOf(emulator)).containsExactly("client", "client", "server", "server");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            --max-attempts 5           | -
            --split-pairs error        | -
            --stalled-after running=1h | -
            --max-attempts 4           | maxAttempts is 5 in the plan, and 4 in this call
            --split-pairs warn         | changeGuards is split pairs: refuse, downgrades: refuse in the plan, and split
            --allow-downgrade          | changeGuards is split pairs: refuse, downgrades: refuse in the plan, and split
            --refuse-unchanged-names   | refuseUnchangedNames is false in the plan, and true in this call
            --failure-rules rules.yaml | failureRules is
            """)
    void should_refuse_options_that_contradict_the_plan(String options, @Nullable String contradiction) {
        ImageFactoryEmulator emulator = emulator();
        write("rules.yaml", "rules: [{pattern: x, class: ours, advice: y}]");
        run("plan", "--out", "plan.json", "--max-attempts", "5", "--split-pairs", "error");

        Outcome run = run(("run --plan plan.json " + options).split(" "));

        if (contradiction == null) {
            assertThat(run.status()).as(run.err()).isZero();
        } else {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).contains("it was made with another policy: " + contradiction);
            assertThat(emulator.jobs()).isEmpty();
        }
    }

    @Test
    void should_refuse_another_service() {
        emulator();
        run("run", "--only", "client");
        run("plan", "--out", "plan.json");
        environment.put("IMAGE_FACTORY_ENDPOINT", "http://127.0.0.1:1");

        Outcome run = run("run", "--plan", "plan.json");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("it is for the service http://127.0.0.1:", "not for http://127.0.0.1:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --plan plan.json --only client",
                "run --plan plan.json --exclude client",
                "run --plan plan.json --force client",
                "retry client --plan plan.json"
            })
    void should_refuse_to_choose_images_beside_a_plan(String call) {
        ImageFactoryEmulator emulator = emulator();
        run("plan", "--out", "plan.json");

        Outcome run = run(call.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--plan").contains("leave out");
        assertThat(emulator.jobs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                     | plan.json:1:1 error invalid-setting
            {"schemaVersion": 2}   | plan.json:1:1 error invalid-setting
            {"schemaVersion": 2, } | plan.json:1:1 error invalid-setting
            {"schemaVersion": 9}   | plan.json:1:19 error invalid-setting
            {"schemaVersion"       | plan.json:1:17 error malformed-json
            []                     | plan.json:1:1 error not-an-object
            """)
    void should_say_where_a_plan_is_wrong(String text, String problem) {
        ImageFactoryEmulator emulator = emulator();
        write("plan.json", text);

        Outcome run = run("run", "--plan", "plan.json");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().replaceAll("(plan.json:\\d+:\\d+):", "$1")).contains(problem);
        assertThat(emulator.jobs()).isEmpty();
        assertThat(run("run", "--plan", "nowhere.json").err()).contains("nowhere.json", "unreadable-file");
    }

    @Test
    void should_leave_the_plan_that_is_there_when_the_new_one_cannot_be_made() throws IOException {
        write("plan.json", "old");
        Files.createDirectories(folder.resolve("full.json/x"));

        Outcome wrong = run("plan", "--only", "nobody", "--out", "plan.json");
        Outcome unwritable = run("plan", "--out", "full.json");
        Outcome nowhere = run("plan", "--out", "no/where.json");

        assertThat(wrong.status()).isEqualTo(2);
        assertThat(plan()).isEqualTo("old");
        assertThat(nowhere.status()).isEqualTo(2);
        assertThat(nowhere.err())
                .isEqualTo("error: the folder of no/where.json does not exist; create it, or name another file"
                        + " (imagefactory --help tells more)\n");
        assertThat(unwritable.status()).isEqualTo(2);
        assertThat(unwritable.err()).contains("full.json is a folder; name a file");
        assertThat(folder.resolve("full.json.tmp")).doesNotExist();
    }

    @Test
    void should_hold_no_secret() throws IOException {
        write(
                "templates/secretive.json",
                "{\"x\": \"kv_pat\", \"Destination\": [{\"CustomImageName\": \"secretive\"}]}");
        environment.put("KV_PAT", "hunter2-hunter2");
        emulator("fail=secretive");
        run("run");
        letBuildsEnd();
        run("run");

        run("plan", "--out", "plan.json");

        assertThat(plan()).contains("secretive").doesNotContain("hunter2");
    }

    @Test
    void should_tell_by_the_exit_code_whether_there_is_something_to_build() {
        emulator();

        assertThat(run("plan").status()).isZero();
        assertThat(run("plan", "--detailed-exitcode").status()).isEqualTo(4);
        run("run");
        assertThat(run("plan", "--detailed-exitcode").status()).isZero();
        letBuildsEnd();
        run("run");
        assertThat(run("plan", "--detailed-exitcode").status()).isZero();
        assertThat(run("plan", "--detailed-exitcode", "--force", "client").status())
                .isEqualTo(4);
        variables("A", "{B}");
        assertThat(run("plan", "--detailed-exitcode").status()).isEqualTo(2);
    }

    @Test
    void should_write_the_same_bytes_on_every_platform() throws Exception {
        // Their names hold the second of the plan, which is another one in each process.
        Files.delete(folder.resolve("templates/client.json"));
        Files.delete(folder.resolve("templates/server.json"));
        write("templates/I/ISTANBUL.json", "{\"I\": \"{A}\", \"Destination\": [{\"CustomImageName\": \"Ii\u0131\"}]}");
        variables("A", "1\\u0001\u0131");
        List<byte[]> documents = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (List<String> options : List.of(
                List.of("-Duser.language=en", "-Duser.country=US"),
                List.of(
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Dline.separator=\r\n",
                        "-Dfile.encoding=ISO-8859-9"),
                List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.extensions=u-nu-arab"))) {
            Process process = process(options, "plan", "--templates", "templates", "--out", "plan.json");
            documents.add(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).isZero();
            kept.add(plan());
        }

        assertThat(kept.get(0)).contains("\"id\": \"I/ISTANBUL\"", "\"A\": \"1\\u0001\u0131\"");
        assertThat(kept).containsOnly(kept.get(0));
        assertThat(documents)
                .allSatisfy(document -> assertThat(new String(document, StandardCharsets.UTF_8))
                        .isEqualTo(new String(documents.get(0), StandardCharsets.UTF_8))
                        .contains("\"schemaVersion\" : 1")
                        .doesNotContain("\r"));
    }

    /** The program in a process of its own, whose platform looks as the options say. */
    private Process process(List<String> platform, String... arguments) throws IOException {
        List<String> command = Stream.of(
                        List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        platform,
                        List.of(
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()),
                        List.of(arguments),
                        List.of("--output", "json"))
                .flatMap(List::stream)
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr.txt").toFile());
        builder.environment().remove("IMAGE_FACTORY_STATE_CONNECTION_STRING");
        return builder.start();
    }
}
