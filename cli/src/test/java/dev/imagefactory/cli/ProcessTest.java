package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.emulator.ImageFactoryEmulator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program as it is really called: processes of their own that know each other by files and ports alone. */
class ProcessTest extends CommandLineTest {
    private final List<ProgramProcess> processes = new ArrayList<>();

    @BeforeEach
    void startEmulator() throws IOException {
        processes.add(ProgramProcess.startEmulator(
                folder, environment, "emulator", "--port", "0", "--data", "emulator", "--build-time", "0.2s"));
        environment.put("LC_ALL", "C");
        // What azure-core would otherwise print on standard output.
        environment.put("AZURE_LOG_LEVEL", "verbose");
    }

    @AfterEach
    void endProcesses() {
        processes.forEach(ProgramProcess::close);
    }

    private ProgramProcess start(String... arguments) throws IOException {
        ProgramProcess process = ProgramProcess.start(folder, environment, arguments);
        processes.add(process);
        return process;
    }

    @Test
    void should_do_the_whole_job_across_processes() throws IOException, InterruptedException {
        define("text", "A");
        define("plain");
        variables("A", "žluťoučký");

        Outcome run = start("run", "--wait", "--poll-interval", "0.1s", "--output", "json")
                .end();
        Outcome status = start("status", "--output", "json").end();
        Outcome render = start("render", "text").end();
        Outcome wrong = start("plan", "--only", "nobody", "--output", "json").end();

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.image("text").get("state").textValue()).isEqualTo("succeeded");
        assertThat(run.err()).contains("2/2 done");
        assertThat(status.status()).isZero();
        assertThat(status.image("plain").get("trackingId").textValue())
                .isEqualTo(run.image("plain").get("trackingId").textValue());
        assertThat(render.json().at("/Artifacts/0/Parameters/A").textValue()).isEqualTo("žluťoučký");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.json().get("error").textValue()).contains("no defined image matches 'nobody'");
    }

    @Test
    void should_start_each_image_once_when_two_runs_race() throws IOException, InterruptedException {
        List<String> ids = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        ids.forEach(this::define);
        ProgramProcess one = start("run", "--output", "json");
        ProgramProcess other = start("run", "--output", "json");

        List<Outcome> outcomes = List.of(one.end(), other.end());

        assertThat(outcomes)
                .allSatisfy(outcome ->
                        assertThat(outcome.status()).as(outcome.err()).isZero());
        assertThat(imagesOf(emulatorWithTheSameData())).containsExactlyElementsOf(ids);
        assertThat(start("run", "--wait", "--poll-interval", "0.1s").end().out())
                .endsWith("8 images: 8 succeeded; nothing to do\n");
    }

    /** A second emulator over the first one's jobs, to look at them; the environment still names the first. */
    private ImageFactoryEmulator emulatorWithTheSameData() {
        Map<String, String> before = Map.copyOf(environment);
        ImageFactoryEmulator emulator = emulator();
        environment.putAll(before);
        return emulator;
    }
}
