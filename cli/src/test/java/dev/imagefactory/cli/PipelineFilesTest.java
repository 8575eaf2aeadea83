package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagefactory.planner.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Holds the pipelines of {@code docs/pipelines} against the program and against what must not be forgotten in them. */
class PipelineFilesTest extends CommandLineTest {
    private static final Path ROOT = Path.of(System.getProperty("repository.root"), "docs/pipelines");

    private static JsonNode read(String file) throws IOException {
        // YAML 1.1 takes the key "on" for true, which becomes the text "true" as a key of JSON.
        Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(ROOT.resolve(file)));
        return new ObjectMapper().valueToTree(document);
    }

    /** The shell commands that call the program, with any value for a variable. */
    private static List<String> calls(JsonNode node) {
        List<String> scripts = new ArrayList<>();
        for (String key : List.of("bash", "script", "run", "inlineScript")) {
            node.findValues(key).stream()
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::textValue)
                    .forEach(scripts::add);
        }
        return scripts.stream()
                .flatMap(script -> script.replace("\\\n", " ").lines())
                .map(String::strip)
                .filter(line -> line.startsWith("imagefactory "))
                .map(line -> line.replaceAll("\\$\\{[^}]*}|\\$\\([^)]*\\)|\\$[A-Z_]+", "x"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure-pipelines.yml", "github-actions.yml"})
    void should_call_the_program_as_it_can_be_called(String file) throws IOException {
        List<String> calls = calls(read(file));

        assertThat(calls)
                .hasSize(4)
                .anyMatch(call -> call.equals("imagefactory validate"))
                .anyMatch(call -> call.startsWith("imagefactory affected --since "))
                .anyMatch(call -> call.startsWith("imagefactory run "))
                .anyMatch(call -> call.startsWith("imagefactory osob update"))
                .noneMatch(call -> call.contains("--wait"));
        calls.forEach(PipelineFilesTest::assertParsed);
    }

    /** Holds a call against the parser: the command, its options and their values. */
    static void assertParsed(String call) {
        List<String> arguments = arguments(call);
        JCommander parser = new Application(new Surroundings(
                        ROOT, Map.of(), System.out, System.err, false, Clock.systemUTC(), new StopSignal()))
                .parser();
        List<String> known = Objects.requireNonNull(parser.getCommands().get(arguments.get(0))).getParameters().stream()
                .map(ParameterDescription::getParameter)
                .flatMap(parameter -> Stream.of(parameter.names()))
                .toList();

        assertThat(arguments.stream().filter(argument -> argument.startsWith("--")))
                .as(call)
                .isSubsetOf(known);
        parser.parse(arguments.toArray(String[]::new));
    }

    private static List<String> arguments(String call) {
        return Arrays.stream(call.replace("\"", "").split(" +", -1)).skip(1).toList();
    }

    @Test
    void should_run_by_push_schedule_and_pull_request_in_azure_pipelines() throws IOException {
        JsonNode pipeline = read("azure-pipelines.yml");
        JsonNode schedule = pipeline.at("/schedules/0");

        assertThat(texts(pipeline.at("/trigger/paths/include"))).contains("templates");
        assertThat(texts(pipeline.at("/pr/branches/include"))).contains("main");
        assertThat(schedule.get("always").booleanValue()).isTrue();
        assertThat(schedule.get("cron").textValue().split(" ", -1)).hasSize(5);
        assertThat(pipeline.findValues("checkout")).isNotEmpty();
        assertThat(pipeline.at("/jobs/0/steps/0/fetchDepth").intValue()).isZero();
        assertThat(pipeline.findValues("SYSTEM_ACCESSTOKEN")).hasSize(2);
        assertThat(pipeline.findValuesAsText("name")).contains("run", "consumers");
    }

    @Test
    void should_run_by_push_schedule_and_pull_request_with_few_permissions_in_github_actions() throws IOException {
        JsonNode workflow = read("github-actions.yml");

        assertThat(workflow.get("true").fieldNames())
                .toIterable()
                .contains("push", "schedule", "pull_request")
                .doesNotContain("pull_request_target");
        assertThat(workflow.get("permissions")).isEmpty();
        assertThat(workflow.at("/jobs/check/permissions")).hasToString("{\"contents\":\"read\"}");
        assertThat(workflow.at("/jobs/images/permissions"))
                .hasToString("{\"contents\":\"read\",\"id-token\":\"write\"}");
        assertThat(workflow.findValuesAsText("uses")).isNotEmpty().allMatch(use -> use.matches("[a-z/-]+@v[0-9]+"));
        assertThat(workflow.findValuesAsText("fetch-depth")).hasSize(2).containsOnly("0");
        // What comes from outside reaches a shell as a variable only.
        assertThat(workflow.findValuesAsText("run")).isNotEmpty().noneMatch(run -> run.contains("${{"));
    }

    @Test
    void should_take_the_configuration_that_the_page_shows() throws IOException {
        String page = Files.readString(ROOT.resolve("README.md"));
        write("imagefactory.yaml", page.substring(page.indexOf("```yaml\n") + 8, page.lastIndexOf("```")));
        define("image");

        Outcome outcome = run("validate");

        assertThat(outcome.status()).as(outcome.err()).isZero();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.textValue()));
        return texts;
    }
}
