package dev.imagefactory.authoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.ProblemCode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonConversionTest {
    private static final String YAML = """
            # The base of all # of them.
            BaseImage: /Canonical/ubuntu/server/latest   # moves
            Regions: [westus2, 'it''s']
            artifacts:
              - &node
                Name: Linux-NodeJS
                Parameters: {Version: "{NODE}", Retries: 3, Reboot: true, "On": off}
              # Twice, it needs to be.
              - *node
            Script: |  # as it is
              echo "# no comment"
                # nor this
            Note: "a # b"
            Size: 1.5
            """;

    private static final String JSON = """
            {
              "BaseImage": "/Canonical/ubuntu/server/latest",
              "Regions": [
                "westus2",
                "it's"
              ],
              "artifacts": [
                {
                  "Name": "Linux-NodeJS",
                  "Parameters": {
                    "Version": "{NODE}",
                    "Retries": 3,
                    "Reboot": true,
                    "On": "off"
                  }
                },
                {
                  "Name": "Linux-NodeJS",
                  "Parameters": {
                    "Version": "{NODE}",
                    "Retries": 3,
                    "Reboot": true,
                    "On": "off"
                  }
                }
              ],
              "Script": "echo \\"# no comment\\"\\n  # nor this\\n",
              "Note": "a # b",
              "Size": 1.5
            }
            """;

    private static final String COMMENTS = """
            // Comments of linux/ubuntu.yaml
            // 1: The base of all # of them.
            // 2: moves
            // 8: Twice, it needs to be.
            // 10: as it is
            """;

    @TempDir
    private Path path;

    private Folder folder;

    @BeforeEach
    void define() {
        folder = new Folder(path)
                .with("linux/ubuntu.yaml", YAML)
                .with("_defaults.yml", "Owner: me\n")
                .with("other.json", "{ \"Sku\": \"{NODE}\" }")
                .with("variables.yaml", "NODE: \"22.1\"\n");
    }

    @Test
    void should_not_make_one_file_of_two() {
        Folder twins = folder.with("x.yaml", "a: 1\n").with("x.yml", "a: 2\n");
        Map<String, String> before = twins.files();

        assertThatThrownBy(() -> twins.conversion().writeInPlace(true, false))
                .isInstanceOf(AuthoringException.class)
                .hasMessageMatching("two files would become .*x.json; give one of them another name");
        assertThat(twins.files()).isEqualTo(before);
    }

    @Test
    void should_make_json_beside_the_yaml_which_gets_another_name() {
        Map<String, String> fingerprints = folder.fingerprints();

        folder.conversion().writeInPlace(false, false);

        assertThat(folder.files())
                .containsOnlyKeys(
                        "_defaults.json",
                        "_defaults.yml.orig",
                        "linux/ubuntu.json",
                        "linux/ubuntu.yaml.orig",
                        "other.json",
                        "variables.json",
                        "variables.yaml.orig")
                .containsEntry("linux/ubuntu.json", JSON)
                .containsEntry("linux/ubuntu.yaml.orig", YAML)
                .containsEntry("variables.json", "{\n  \"NODE\": \"22.1\"\n}\n");
        assertThat(folder.fingerprints()).isEqualTo(fingerprints).hasSize(2);
    }

    @Test
    void should_delete_the_yaml_and_keep_comments_where_asked() {
        folder.conversion().writeInPlace(true, true);

        assertThat(folder.files())
                .containsOnlyKeys(
                        "_defaults.json",
                        "linux/ubuntu.comments.txt",
                        "linux/ubuntu.json",
                        "other.json",
                        "variables.json")
                .containsEntry("linux/ubuntu.comments.txt", COMMENTS);
    }

    @Test
    void should_change_nothing_the_second_time() {
        folder.conversion().writeInPlace(false, true);
        Map<String, String> files = folder.files();

        JsonConversion second = folder.conversion();
        second.writeInPlace(false, true);

        assertThat(second.files()).isEmpty();
        assertThat(folder.files()).isEqualTo(files);
    }

    @Test
    void should_write_the_whole_set_elsewhere(@TempDir Path elsewhere) {
        Map<String, String> before = folder.files();

        folder.conversion().writeTo(elsewhere.resolve("new"), false);

        Folder copy = new Folder(elsewhere.resolve("new"));
        assertThat(folder.files()).isEqualTo(before);
        assertThat(copy.files())
                .containsOnlyKeys("_defaults.json", "linux/ubuntu.json", "other.json", "variables.json")
                .containsEntry("other.json", "{ \"Sku\": \"{NODE}\" }");
        assertThat(copy.fingerprints()).isEqualTo(folder.fingerprints());
    }

    @Test
    void should_overwrite_nothing() {
        folder.with("linux/ubuntu.yaml.orig", "from an earlier day");
        Map<String, String> before = folder.files();

        assertThatThrownBy(() -> folder.conversion().writeInPlace(false, false))
                .isInstanceOf(AuthoringException.class)
                .hasMessageContaining("linux/ubuntu.yaml.orig exists already");
        assertThat(folder.files()).isEqualTo(before);
    }

    @Test
    void should_report_what_cannot_be_read_and_write_nothing() {
        folder.with("bad.yaml", "Version: 3.10\n");

        assertThatThrownBy(folder::conversion)
                .isInstanceOfSatisfying(
                        AuthoringException.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::code)
                                .containsExactly(ProblemCode.YAML_NUMBER));
    }

    @Test
    void should_convert_what_does_not_render_yet() {
        folder.with("raw.yaml", "Text: \"{NOBODY}\"\n");

        folder.conversion().writeInPlace(true, false);

        assertThat(folder.files()).containsEntry("raw.json", "{\n  \"Text\": \"{NOBODY}\"\n}\n");
    }
}
