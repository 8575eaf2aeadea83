package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start loads: only what the call needs. */
class StartTest extends CommandLineTest {
    /** The names of the classes that a call of the program loads. */
    private List<String> loaded(int status, String... arguments) throws IOException, InterruptedException {
        Path classes = folder.resolve("classes.txt");
        environment.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes);
        try (ProgramProcess process = ProgramProcess.start(folder, environment, arguments)) {
            Outcome outcome = process.end();
            assertThat(outcome.status()).as(outcome.err()).isEqualTo(status);
        }
        return Files.readString(classes)
                .lines()
                .map(line -> line.replaceFirst("^(\\[[^]]*])+ ", "").replaceFirst(" .*", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version"})
    void should_tell_help_and_version_without_a_command_and_the_parser(String option) throws Exception {
        assertThat(loaded(0, option))
                .contains(Application.class.getName())
                .noneMatch(name -> name.matches("dev\\.imagefactory\\.cli\\..+Command"))
                .noneMatch(name -> name.startsWith("com.beust.jcommander"));
    }

    @Test
    void should_load_one_command_and_neither_a_mapper_of_objects_nor_azure_for_a_plan() throws Exception {
        define("text", "A");
        variables("A", "a");
        assertThat(run("run", "--emulator").status()).isZero();

        assertThat(loaded(0, "plan"))
                .contains(PlanCommand.class.getName(), "org.sqlite.JDBC")
                .doesNotContain(RunCommand.class.getName(), StatusCommand.class.getName())
                .noneMatch(name -> name.startsWith("com.fasterxml.jackson.databind")
                        || name.startsWith("com.azure")
                        || name.startsWith("io.netty")
                        || name.startsWith("org.eclipse.jgit"));
    }
}
