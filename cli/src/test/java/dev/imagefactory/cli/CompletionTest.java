package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.beust.jcommander.JCommander;
import dev.imagefactory.cli.CompletionScript.Kind;
import dev.imagefactory.cli.CompletionScript.Taken;
import dev.imagefactory.planner.StopSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completion: in a real bash; for zsh by its syntax check, where it is installed; for PowerShell by its text only. */
class CompletionTest extends CommandLineTest {
    static JCommander parser() {
        return new Application(new Surroundings(
                        Path.of(""), Map.of(), System.out, System.err, false, Clock.systemUTC(), new StopSignal()))
                .parser();
    }

    @BeforeEach
    void fillFolder() {
        write("definitions/one file.json", "{}");
        write("defaults.yaml", "{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ex | explain extract",
                "--v | --version",
                "graph --format | --format",
                "graph --format ,| dot json mermaid",
                "plan --output j | json",
                "osob u | update",
                "osob --pull-request g | github",
                "ledger ,| export import",
                "completion z | zsh",
                "convert --k | --keep-comments",
                "convert def | definitions",
                "plan --templates ,| definitions",
                "plan --config def | defaults.yaml definitions",
                "extract --out de | definitions",
                "submit definitions/o | definitions/one file.json",
                "run --only ,| ''",
                "explain ,| ''"
            })
    void should_complete_in_bash(String line, String expected) throws Exception {
        List<String> words = List.of(("imagefactory " + line).replace(",", "").split(" ", -1));
        String call = words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Path script = write("complete.sh", run("completion", "bash").out());

        String found = output(
                "bash",
                "--norc",
                "-c",
                "set -eu; source '" + script + "'; COMP_WORDS=(" + call + "); COMP_CWORD=" + (words.size() - 1)
                        + "; _imagefactory || true; ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' \"${COMPREPLY[@]}\"");

        assertThat(found.lines().sorted().collect(Collectors.joining(" "))).isEqualTo(expected);
    }

    @Test
    void should_write_a_script_that_zsh_reads() throws Exception {
        String script = run("completion", "zsh").out();
        Golden.assertEquals("completion-graph.zsh", commandOf(script, "    graph)\n"));
        assertThat(isInstalled("zsh") || !"true".equals(System.getenv("CI")))
                .as("CI=true, but zsh is missing; install it, for instance by 'apt-get install zsh'")
                .isTrue();
        assumeTrue(isInstalled("zsh"), "zsh is not installed");
        assertThat(output("zsh", "-n", write("_imagefactory", script).toString()))
                .isEmpty();
    }

    @Test
    void should_write_a_script_for_powershell() throws Exception {
        String script = run("completion", "powershell").out();

        Golden.assertEquals(
                "completion-graph.ps1",
                script.lines().filter(line -> line.startsWith("    'graph")).collect(Collectors.joining("\n", "", "\n"))
                        + script.substring(script.indexOf("  $words = ")));
    }

    @Test
    void should_know_paths_and_words_of_options() {
        assertThat(options(Kind.FILE))
                .contains(
                        "--client-secret-file",
                        "--config",
                        "--contract",
                        "--failure-rules",
                        "--file",
                        "--mapping",
                        "--plan",
                        "--variables");
        assertThat(options(Kind.FOLDER))
                .contains("--artifact-catalogue", "--consumer", "--data", "--emulator-data", "--out", "--templates");
        assertThat(options(Kind.WORDS))
                .containsExactlyInAnyOrderElementsOf(CompletionScript.CHOICES.keySet().stream()
                        .map(name -> name.replaceFirst(".* ", ""))
                        .toList());
    }

    private static List<String> options(Kind kind) {
        return new CompletionScript(parser())
                .commands().values().stream()
                        .flatMap(command -> command.options().stream())
                        .filter(option -> option.kind() == kind)
                        .map(Taken::name)
                        .distinct()
                        .toList();
    }

    @Test
    void should_offer_words_that_the_parser_takes() {
        new CompletionScript(parser())
                .commands()
                .forEach((name, command) -> command.options().stream()
                        .filter(option -> option.kind() == Kind.WORDS)
                        .forEach(option -> option.words()
                                .forEach(word -> parser().parseWithoutValidation(name, option.name(), word))));
    }

    @Test
    void should_refuse_other_shells() {
        assertThat(run("completion", "fish").status()).isEqualTo(2);
    }

    private static String commandOf(String script, String from) {
        int start = script.indexOf(from);
        return script.substring(start, script.indexOf(";;", start)) + ";;\n";
    }

    private boolean isInstalled(String program) throws Exception {
        try {
            output(program, "-c", ":");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
