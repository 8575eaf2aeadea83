package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.planner.StopSignal;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What the program says to a pipeline: what it means, and nothing that foreign text would have it say. */
class PipelineTest extends CommandLineTest {
    private static final String HOSTILE = "::error::x %0A ##vso[task.complete result=Succeeded;]###[error] %AZP25;]";

    private void inAzurePipelines() {
        environment.put("TF_BUILD", "True");
        environment.put("BUILD_SOURCESDIRECTORY", folder.toString());
    }

    private void inGitHubActions() {
        environment.put("GITHUB_ACTIONS", "true");
        environment.put("GITHUB_WORKSPACE", folder.toString());
        environment.put("GITHUB_OUTPUT", write("runner/output", "").toString());
        environment.put("GITHUB_STEP_SUMMARY", write("runner/summary", "").toString());
    }

    private static List<PipelineCommand> named(String name, List<PipelineCommand> commands) {
        return commands.stream().filter(command -> command.name().equals(name)).toList();
    }

    @Test
    void should_show_problems_at_their_places_in_azure_pipelines() {
        write("templates/a.json", "{\n  \"x\": \"{UNKNOWN}\"\n}");
        inAzurePipelines();

        Outcome outcome = run("validate");

        assertThat(outcome.status()).isEqualTo(2);
        List<PipelineCommand> commands = PipelineCommand.azure(outcome.everything());
        assertThat(named("task.logissue", commands)).isEqualTo(commands).anySatisfy(command -> {
            assertThat(command.properties())
                    .isEqualTo(Map.of(
                            "type", "error",
                            "sourcepath", "templates/a.json",
                            "linenumber", "2",
                            "columnnumber", "8",
                            "code", "unknown-variable"));
            assertThat(command.text()).startsWith("templates/a.json:2:8: error unknown-variable: ");
        });
    }

    @Test
    void should_show_problems_at_their_places_in_github_actions() {
        write("templates/a.json", "{\n  \"x\": \"{UNKNOWN}\"\n}");
        inGitHubActions();

        assertThat(PipelineCommand.gitHub(run("validate").everything())).anySatisfy(command -> {
            assertThat(command.name()).isEqualTo("error");
            assertThat(command.properties())
                    .isEqualTo(
                            Map.of("file", "templates/a.json", "line", "2", "col", "8", "title", "unknown-variable"));
            assertThat(command.text()).startsWith("templates/a.json:2:8: error unknown-variable: ");
        });
    }

    @Test
    void should_name_any_file() {
        write("templates/a;b],%3B%2C %25=.json", "{");
        inAzurePipelines();
        Outcome azure = run("validate");
        environment.remove("TF_BUILD");
        inGitHubActions();
        Outcome gitHub = run("validate");

        assertThat(PipelineCommand.azure(azure.err()))
                .anySatisfy(command -> assertThat(command.properties())
                        .containsEntry("sourcepath", "templates/a;b],%3B%2C %25=.json"));
        assertThat(PipelineCommand.gitHub(gitHub.err()))
                .anySatisfy(command ->
                        assertThat(command.properties()).containsEntry("file", "templates/a;b],%3B%2C %25=.json"));
    }

    @Test
    void should_tell_azure_pipelines_of_failures_and_counts() {
        defineNamed("good");
        defineNamed("bad");
        emulator("fail=bad");
        inAzurePipelines();
        run("run", "--max-attempts", "1");
        letBuildsEnd();

        for (String output : List.of("text", "json")) {
            Outcome outcome = run("run", "--max-attempts", "1", "--output", output);

            assertThat(outcome.status()).isEqualTo(1);
            List<PipelineCommand> commands = PipelineCommand.azure(outcome.err());
            assertThat(PipelineCommand.azure(outcome.out())).isEmpty();
            assertThat(named("task.logissue", commands)).singleElement().satisfies(command -> {
                assertThat(command.properties()).isEqualTo(Map.of("type", "error", "sourcepath", "templates/bad.json"));
                assertThat(command.text()).startsWith("bad: ");
            });
            assertThat(named("task.setvariable", commands))
                    .contains(
                            variable("images", "2"),
                            variable("submitted", "0"),
                            variable("succeeded", "1"),
                            variable("failed", "1"),
                            variable("blocked", "1"));
            assertThat(named("task.complete", commands)).isEmpty();
        }
    }

    private static PipelineCommand variable(String name, String value) {
        return new PipelineCommand("task.setvariable", Map.of("variable", name, "isOutput", "true"), value);
    }

    @Test
    void should_give_later_steps_of_github_actions_the_counts() throws IOException {
        define("image");
        emulator();
        inGitHubActions();

        assertThat(run("run").status()).isZero();

        assertThat(PipelineCommand.outputs(Files.readAllLines(folder.resolve("runner/output"))))
                .containsEntry("images", "1")
                .containsEntry("submitted", "1")
                .containsEntry("queued", "1")
                .containsEntry("failed", "0");
    }

    @Test
    void should_end_with_issues_where_somebody_should_look_although_nothing_failed() {
        define("image");
        emulator();
        inAzurePipelines();
        run("run");
        letBuildsEnd();
        run("run");
        Outcome young = run("status");
        clock.advance(Duration.ofDays(31));
        Outcome old = run("status");

        assertThat(named("task.complete", PipelineCommand.azure(young.err()))).isEmpty();
        assertThat(old.status()).isZero();
        assertThat(named("task.complete", PipelineCommand.azure(old.err())))
                .containsExactly(new PipelineCommand("task.complete", Map.of("result", "SucceededWithIssues"), ""));
    }

    @Test
    void should_tell_of_the_proposal_to_consumers() throws IOException {
        defineNamed("Helix-A");
        emulator();
        write("consumer/queues.yaml", "queues:\n  - Name: q\n    Image: Helix-A\n");
        inGitHubActions();

        assertThat(run("osob", "update", "--consumer", "consumer").status()).isZero();

        assertThat(PipelineCommand.outputs(Files.readAllLines(folder.resolve("runner/output"))))
                .containsEntry("proposal", "unchanged")
                .containsKey("pullRequest");
    }

    @Test
    void should_show_the_affected_images_on_the_page_of_the_run() throws IOException {
        define("a|<b>_c_", "V");
        variables("V", "1");
        inAzurePipelines();

        Outcome azure = run("affected", "--set", "V=<img>`|@x", "--markdown", "affected.md");
        environment.remove("TF_BUILD");
        inGitHubActions();
        Outcome gitHub = run("affected", "--set", "V=<img>`|@x", "--markdown", "affected.md");

        String table = """
                ### 1 image affected

                | image | why |
                |---|---|
                | a&#124;&#60;b&#62;&#95;c&#95; | V&#58; 1 -&#62; &#60;img&#62;&#96;&#124;&#64;x |
                """;
        assertThat(folder.resolve("affected.md")).hasContent(table);
        assertThat(PipelineCommand.azure(azure.err()))
                .containsExactly(new PipelineCommand(
                        "task.uploadsummary",
                        Map.of(),
                        folder.resolve("affected.md").toString()));
        assertThat(gitHub.status()).isZero();
        assertThat(folder.resolve("runner/summary")).hasContent(table + "\n");
    }

    @Test
    void should_show_the_report_on_the_page_of_the_run() throws IOException {
        define("image");
        emulator();
        inAzurePipelines();
        Outcome azure = run("run", "--markdown", "report/images.md");
        environment.remove("TF_BUILD");
        inGitHubActions();
        run("run", "--markdown", "report/images.md");

        Path report = folder.resolve("report/images.md");
        assertThat(named("task.uploadsummary", PipelineCommand.azure(azure.err())))
                .containsExactly(new PipelineCommand("task.uploadsummary", Map.of(), report.toString()));
        assertThat(folder.resolve("runner/summary")).hasContent(Files.readString(report) + "\n");
    }

    @Test
    void should_end_as_it_would_where_the_pipeline_cannot_be_told() {
        define("image");
        emulator();
        inGitHubActions();
        environment.put("GITHUB_OUTPUT", folder.toString());

        Outcome outcome = run("run");

        assertThat(outcome.status()).isZero();
        assertThat(PipelineCommand.gitHub(outcome.err()))
                .allSatisfy(command -> assertThat(command.text()).contains("later steps"));
    }

    @Test
    void should_say_nothing_where_it_is_told_to() {
        write("templates/a.json", "{\"x\": \"{UNKNOWN}\"}");
        Outcome outside = run("validate");
        inAzurePipelines();
        inGitHubActions();
        environment.put("IMAGE_FACTORY_ANNOTATIONS", "off");

        assertThat(run("validate")).isEqualTo(outside);
    }

    @Test
    void should_place_nothing_that_is_no_file_of_the_repository() {
        write("elsewhere/a.json", "");
        write("repository/b.json", "");
        Checkout checkout = new Checkout(folder.resolve("repository"), folder);

        assertThat(checkout.path("repository/b.json")).contains("b.json");
        assertThat(checkout.path("repository/../repository/b.json")).contains("b.json");
        for (String file : List.of("", "elsewhere/a.json", "HEAD:b.json", "repository", "repository/c.json", "\0")) {
            assertThat(checkout.path(file)).isEmpty();
        }
        assertThat(new Checkout(null, folder).path("repository/b.json")).isEmpty();
    }

    @Test
    void should_obey_nothing_in_foreign_text() {
        String json = HOSTILE + "\\r\\n::error::x\\n##vso[task.complete]x";
        write("templates/image.json", "{\"Destination\": [{\"CustomImageName\": \"" + json + "\"}]}");
        write(
                "templates/" + "::error::x ##vso[task.complete]".replace(':', '\u00a0') + ".json",
                "{\"" + json + "\": 1");
        for (Runnable pipeline : List.<Runnable>of(this::inAzurePipelines, this::inGitHubActions)) {
            environment.clear();
            List<String> outside = new ArrayList<>();
            List<String> inside = new ArrayList<>();
            for (String call : List.of("validate", "plan", "run --emulator", "::error::x", "plan --only ::error::x")) {
                environment.clear();
                outside.addAll(run(call.split(" ")).err().lines().toList());
                pipeline.run();
                Outcome outcome = run(call.split(" "));
                assertThat(outcome.everything()).doesNotContain("##[");
                assertThat(PipelineCommand.azure(outcome.out())).isEmpty();
                assertThat(PipelineCommand.gitHub(outcome.out())).isEmpty();
                List<PipelineCommand> azure = PipelineCommand.azure(outcome.err());
                List<PipelineCommand> gitHub = PipelineCommand.gitHub(outcome.err());
                assertThat(azure.isEmpty() || gitHub.isEmpty()).isTrue();
                inside.addAll(azure.stream().map(PipelineCommand::text).toList());
                inside.addAll(gitHub.stream().map(PipelineCommand::text).toList());
            }
            assertThat(outside.stream()
                            .map(line -> line.replaceFirst("^error: ", ""))
                            .filter(line ->
                                    !line.endsWith("nothing was submitted") && !line.matches("[0-9]+ problems?")))
                    .isNotEmpty()
                    .containsExactlyElementsOf(inside);
        }
    }

    @Property
    void should_say_exactly_what_is_meant(@ForAll("texts") String text, @ForAll("texts") String code)
            throws IOException {
        Path file = Files.createTempFile("output", "");
        ByteArrayOutputStream azure = new ByteArrayOutputStream();
        ByteArrayOutputStream gitHub = new ByteArrayOutputStream();
        tell(new AzurePipelines(new PrintStream(azure, true, StandardCharsets.UTF_8), nowhere()), text, code);
        tell(
                new GitHubActions(
                        new Surroundings(
                                Path.of("").toAbsolutePath(),
                                Map.of("GITHUB_OUTPUT", file.toString()),
                                System.out,
                                new PrintStream(gitHub, true, StandardCharsets.UTF_8),
                                false,
                                Clock.systemUTC(),
                                new StopSignal()),
                        nowhere()),
                text,
                code);

        String plain = Console.plain(text);
        String plainCode = Console.plain(code);
        Map<String, String> ofAzure =
                code.isEmpty() ? Map.of("type", "warning") : Map.of("type", "warning", "code", plainCode);
        assertThat(PipelineCommand.azure(azure.toString(StandardCharsets.UTF_8)))
                .containsExactly(new PipelineCommand("task.logissue", ofAzure, plain), variable("name", plain));
        assertThat(PipelineCommand.gitHub(gitHub.toString(StandardCharsets.UTF_8)))
                .containsExactly(
                        new PipelineCommand("warning", code.isEmpty() ? Map.of() : Map.of("title", plainCode), plain));
        assertThat(PipelineCommand.outputs(Files.readAllLines(file))).isEqualTo(Map.of("name", plain));
        assertThat(PipelineCommand.gitHub(plain)).isEmpty();
        assertThat(PipelineCommand.azure(plain)).isEmpty();
        Files.delete(file);
    }

    private static void tell(Pipeline pipeline, String text, String code) {
        pipeline.show(Severity.WARNING, Location.NONE, code, text);
        pipeline.output("name", text);
    }

    private static Checkout nowhere() {
        return new Checkout(null, Path.of("").toAbsolutePath());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "#",
                        "##",
                        "##vso[",
                        "##VSO[task.complete]",
                        "##[",
                        "]",
                        ";",
                        "=",
                        ",",
                        ":",
                        "::",
                        "::error::",
                        "%",
                        "%25",
                        "%0A",
                        "%3B",
                        "%AZP25",
                        "AZP25",
                        "3B",
                        "\n",
                        "\r",
                        "\r\n",
                        "\t",
                        " ",
                        "\u00a0",
                        "\u0085",
                        "\u2028",
                        "\u3000",
                        "\u001b[",
                        "<<",
                        "end-",
                        "\uD83D\uDE00",
                        "x")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
