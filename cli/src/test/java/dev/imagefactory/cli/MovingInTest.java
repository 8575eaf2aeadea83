package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** The commands {@code init}, {@code convert} and {@code extract}. */
class MovingInTest extends CommandLineTest {
    @Test
    void should_begin_a_repository_that_works() {
        Outcome begun = run("init");

        assertThat(begun.status()).isZero();
        assertThat(begun.out())
                .contains("imagefactory.yaml", "templates/variables.json", "templates/base-images/", ".gitignore");
        assertThat(run("validate").out()).contains("1 definition without errors, 0 errors, 0 warnings");
        assertThat(run(
                                Clock.systemUTC(),
                                "run",
                                "--emulator",
                                "--wait",
                                "--build-time",
                                "0.05s",
                                "--poll-interval",
                                "0.02s")
                        .status())
                .isZero();
        assertThat(run(Clock.systemUTC(), "plan").out()).contains("nothing to do");
    }

    @Test
    void should_begin_in_a_new_folder_and_overwrite_nothing() throws Exception {
        assertThat(run("init", "new/images").status()).isZero();
        Path config = folder.resolve("new/images/imagefactory.yaml");
        Files.writeString(config, "mine");
        Files.delete(folder.resolve("new/images/templates/variables.json"));

        Outcome second = run("init", "new/images");

        assertThat(second.status()).isEqualTo(2);
        assertThat(second.err()).contains("imagefactory.yaml", ".gitignore exist already");
        assertThat(config).hasContent("mine");
        assertThat(folder.resolve("new/images/templates/variables.json")).doesNotExist();
    }

    @Test
    void should_convert_and_extract_and_say_what_they_did() throws Exception {
        fill();

        String text = ""
                + run("convert", "old", "--dry-run").out()
                + run("convert", "old", "--keep-comments").out()
                + run("convert", "old").out()
                + run("extract", "old", "--dry-run").out()
                + run("extract", "old", "--out", "new", "--build-date").out()
                + run("extract", "old").out()
                + run("extract", "old").out();

        Golden.assertEquals("moving-in.txt", text);
        assertThat(folder.resolve("new/variables.json")).exists();
        assertThat(run("validate", "--templates", "old").status()).isZero();
        assertThat(run("validate", "--templates", "new").status()).isZero();
    }

    @Test
    void should_say_it_in_json() throws Exception {
        fill();

        Golden.assertEquals(
                "moving-in.json",
                run("convert", "old", "--replace", "--output", "json").out()
                        + run("extract", "old", "--output", "json").out());
    }

    @Test
    void should_refuse_what_it_cannot_do() {
        fill();
        write("old/bad.yaml", "Version: 3.10\n");

        assertThat(run("convert", "old", "--to", "xml").status()).isEqualTo(2);
        assertThat(run("convert", "old", "--out", "new", "--replace").status()).isEqualTo(2);
        assertThat(run("convert", "nowhere").status()).isEqualTo(2);
        Outcome broken = run("convert", "old", "--output", "json");
        assertThat(broken.status()).isEqualTo(2);
        assertThat(broken.err()).contains("old/bad.yaml:1:10: error yaml-number");
        assertThat(run("extract", "old", "--out", "old/new").status()).isEqualTo(2);
    }

    @Test
    void should_take_the_variables_of_the_configuration_for_its_own_folder_only() {
        write("imagefactory.yaml", "templates: mine/images\nvariables: mine/variables.json\n");
        write("mine/variables.json", "{\"URL\": \"https://example.com/x\"}\n");
        write("mine/images/one.json", "{\"Url\": \"{URL}\", \"Long\": \"the same everywhere\"}");
        write("mine/images/two.json", "{\"Url\": \"{URL}\", \"Long\": \"the same everywhere\"}");
        fill();

        assertThat(run("extract").out()).contains("LONG = the same everywhere (2 uses in 2 files)");
        assertThat(folder.resolve("mine/variables.json"))
                .hasContent("{\"URL\": \"https://example.com/x\",\n  \"LONG\": \"the same everywhere\"\n}");
        assertThat(run("extract", "old").status()).isZero();
        assertThat(folder.resolve("old/variables.json")).exists();
        assertThat(run("validate").status()).isZero();
    }

    private void fill() {
        String yaml = """
                # For %1$s.
                Artifacts:
                - Name: Windows-VisualStudio
                  Parameters: {Url: "https://aka.ms/vs/17/release/1_-2/vs_Enterprise.exe"}
                Destination:
                - CustomImageName: Helix-%1$s-VS2022Enterprise_17_2_3-2022-06-20  # the day
                """;
        write("old/A.yaml", yaml.formatted("A"));
        write("old/b/B.yml", yaml.formatted("B"));
        write("old/C.json", "{\"Text\": \"kept {LITERAL}\"}\n");
    }
}
