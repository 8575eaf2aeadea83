package dev.imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All about one image: decision, causes, difference, history. */
class ExplainTest extends CommandLineTest {
    /** An image that was built, failed with other values, and is to be built with again others. */
    private void buildTwice() {
        defineNamed("image", "VS_URL");
        write("imagefactory.yaml", """
                imageSettings:
                  - {images: image, owner: image-team, ring: scouting, rebuild: {after: 90d, on: patch-tuesday, delay: 1d}}
                """);
        variables("VS_URL", "https://example.com/1");
        emulator("succeed@1=image", "fail@2=image");
        run("run");
        letBuildsEnd();
        variables("VS_URL", "https://example.com/2");
        run("run");
        letBuildsEnd();
        run("run", "--max-attempts", "1");
        write("templates/image.json", """
                {
                  "Artifacts": [{"Name": "windows-install", "Parameters": {"VS_URL": "{VS_URL}", "Pat": "kv_pat"}}],
                  "Destination": [{"StorageAccountName": "helix", "CustomImageName": "image"}],
                  "Nothing": null
                }
                """);
        variables("VS_URL", "https://example.com/3");
    }

    @Test
    void should_tell_decision_causes_difference_and_history() throws Exception {
        buildTwice();

        Outcome text = run("explain", "image");
        Outcome json = run("explain", "image", "--output", "json");

        assertThat(text.status()).as(text.err()).isZero();
        Golden.assertEquals("explain.txt", text.out());
        Golden.assertEquals("explain.json", json.out());
    }

    @Test
    void should_tell_of_an_image_that_was_never_asked_for() {
        define("image");

        Outcome explained = run("explain", "image");

        assertThat(explained.out().lines())
                .containsExactly("image: build, new", "  never built", "  makes " + nameOfNow(), "never asked for");
        assertThat(run("explain", "image", "--output", "json")
                        .json()
                        .get("comparedWith")
                        .isNull())
                .isTrue();
        assertThat(ledger()).doesNotExist();
    }

    private String nameOfNow() {
        return run("plan", "--output", "json")
                .image("image")
                .at("/imageNames/0")
                .textValue();
    }

    @Test
    void should_say_that_nothing_differs() {
        define("image");
        emulator();
        run("run");
        letBuildsEnd();
        run("run");

        assertThat(run("explain", "image").out()).contains("\nthe payload is that of the last success, of 20");
    }

    @Test
    void should_tell_of_an_image_whose_definition_is_gone() throws Exception {
        define("image");
        define("other");
        emulator();
        run("run");
        Files.delete(folder.resolve("templates/image.json"));

        Outcome explained = run("explain", "image");

        assertThat(explained.status()).isZero();
        assertThat(explained.out()).startsWith("image: wait, orphaned\n").contains("\nhistory\n");
    }

    @Test
    void should_take_a_pattern_that_one_image_matches_and_say_what_the_configuration_leaves_out() {
        define("VS2022/image");
        write("imagefactory.yaml", "exclude: 'VS*'\n");

        Outcome explained = run("explain", "*image");

        assertThat(explained.out()).startsWith("VS2022/image: build, new\n");
        assertThat(explained.err()).contains("the configuration leaves this image out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            explain                       | error: an argument is missing: IMAGE (imagefactory --help tells more)
            explain imaje                 | no image matches 'imaje'; did you mean 'image'?
            explain *                     | explain tells about one image, but 2 match '*': image, other
            explain image --only image    | explain takes one image as its argument
            """)
    void should_refuse_a_call_that_names_no_image_or_several(String call, String message) {
        define("image");
        define("other");

        Outcome explained = run(call.split(" "));

        assertThat(explained.status()).isEqualTo(2);
        assertThat(explained.err()).contains(message);
    }

    @Test
    void should_show_the_warnings_of_the_image_alone() {
        write("templates/a/image.json", "{\"x\": \"is kv_name\"}");
        write("templates/a/_defaults.json", "{\"y\": \"is kv_name\"}");
        write("templates/a/b/other.json", "{\"x\": \"is kv_name\"}");
        write("templates/a/b/_defaults.json", "{\"z\": \"is kv_name\"}");
        write("templates/variables.json", "{\"UNUSED\": \"x\"}");

        assertThat(run("explain", "a/image").err().lines().map(line -> line.replaceFirst(":.*", "")))
                .containsExactly("templates/a/_defaults.json", "templates/a/image.json");
        assertThat(run("graph").err()).isEqualTo("5 warnings; 'imagefactory validate' shows them\n");
        assertThat(run("affected", "--set", "UNUSED=y").err())
                .isEqualTo("5 warnings; 'imagefactory validate' shows them\n0 images affected\n");
    }

    @Test
    void should_show_no_secret() {
        environment.put("KV_PAT", "hunter2");
        buildTwice();
        run("run");
        letBuildsEnd();

        assertThat(run("explain", "image").everything()).contains("kv_pat").doesNotContain("hunter2");
        assertThat(run("explain", "image", "--output", "json").everything()).doesNotContain("hunter2");
        assertThat(run("graph").everything()).doesNotContain("hunter2");
        assertThat(run("affected", "--variable", "VS_URL").everything()).doesNotContain("hunter2");
    }
}
