package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The artifact catalogue and what else the configuration says about definitions, on the command line. */
class ArtifactsTest extends CommandLineTest {
    private static final String PROBLEM = "templates/image.json:1:25: error unknown-artifact: ";

    @BeforeEach
    void writeFiles() {
        write("templates/image.json", "{\"Artifacts\": [{\"Name\": \"Got\"}]}");
        write("artifacts/Git.schema.json", "{}");
    }

    @ParameterizedTest
    @MethodSource
    void should_refuse_what_the_catalogue_does_not_have(String... command) {
        emulator();

        Outcome outcome = run(Stream.concat(Arrays.stream(command), Stream.of("--artifact-catalogue", "artifacts"))
                .toArray(String[]::new));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains(PROBLEM, "did you mean 'Git'?");
    }

    static Stream<Arguments> should_refuse_what_the_catalogue_does_not_have() {
        return Stream.of(
                        new String[] {"validate"},
                        new String[] {"plan"},
                        new String[] {"run"},
                        new String[] {"render"},
                        new String[] {"submit", "templates/image.json"})
                .map(words -> Arguments.of((Object) words));
    }

    @Test
    void should_take_the_catalogue_from_the_configuration_and_an_option_before_it() {
        write("conf/imagefactory.yaml", "templates: ../templates\nartifactCatalogue: ../artifacts\n");
        write("others/Got.schema.json", "{}");

        assertThat(run("validate", "--config", "conf/imagefactory.yaml").err()).contains(PROBLEM);
        assertThat(run("validate", "--config", "conf/imagefactory.yaml", "--artifact-catalogue", "others")
                        .status())
                .isZero();
        assertThat(run("validate").status()).isZero();
    }

    @Test
    void should_report_a_catalogue_that_is_not_there() {
        Outcome outcome = run("validate", "--artifact-catalogue", "nowhere");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("nowhere: error unreadable-file: ");
    }

    @Test
    void should_know_the_regions_of_the_configuration() throws IOException {
        write("templates/image.json", "{\"Regions\": [\"moonbase1\"]}");
        assertThat(run("validate").err()).contains(" warning unknown-region: ");

        Files.writeString(Path.of(folder.toString(), "imagefactory.yaml"), "knownRegions: Moon Base 1\n");

        assertThat(run("validate").err()).doesNotContain("unknown-region");
    }
}
