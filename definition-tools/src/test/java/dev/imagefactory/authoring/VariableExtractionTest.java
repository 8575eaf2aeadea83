package dev.imagefactory.authoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.authoring.VariableExtraction.Literals;
import dev.imagefactory.authoring.VariableExtraction.NewVariable;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariableExtractionTest {
    private static final String JSON = """
            {
              // The order counts.
              "Artifacts": [
                { "Name": "Windows-VisualStudio-Bootstrapper", "Parameters": { "Url": "https://aka.ms/vs/17/release/1_-2/vs_Enterprise.exe" } },
                {"name":"Windows-NodeJS" , "parameters":{"Version":"22.1.0", "Retries": 1.10}},
              ],
              "Destination": [{ "CustomImageName": "Helix-%s-VS2022Enterprise_17_2_3-2022-06-20", "SubId": "84a65c9a-787d-45da-b10a-3a1cefce8060" }]
            }
            """;

    private static final String YAML = """
            # A comment with https://aka.ms/vs/17/release/1_-2/vs_Enterprise.exe
            Artifacts:
            - Name: Windows-VisualStudio-Bootstrapper
              Parameters:
                Url: https://aka.ms/vs/17/release/1_-2/vs_Enterprise.exe   # pinned
            - Name: Windows-RunPowerShell
              Parameters:
                Script: |
                  # get https://example.com/tools.zip
                  irm 'https://example.com/tools.zip' -OutFile ${HOME}/x
            Destination: {CustomImageName: 'Helix-C-VS2022Enterprise_17_2_3-2022-06-20', Sub: "84a65c9a-787d-45da-b10a-3a1cefce8060"}
            """;

    private static final String YAML_AFTER = """
            # A comment with https://aka.ms/vs/17/release/1_-2/vs_Enterprise.exe
            Artifacts:
            - Name: Windows-VisualStudio-Bootstrapper
              Parameters:
                Url: "{VS_2022_URL}/vs_Enterprise.exe"   # pinned
            - Name: Windows-RunPowerShell
              Parameters:
                Script: |
                  # get https://example.com/tools.zip
                  irm 'https://example.com/tools.zip' -OutFile ${HOME}/x
            Destination: {CustomImageName: 'Helix-C-VS2022Enterprise_{VS_2022_VERSION}-2022-06-20', Sub: "{SUB_ID}"}
            """;

    private static final String VARIABLES = """
            {
              "VS_2022_URL": "https://aka.ms/vs/17/release/1_-2",
              "VS_2022_VERSION": "17_2_3",
              "NODE_JS_VERSION": "22.1.0",
              "SUB_ID": "84a65c9a-787d-45da-b10a-3a1cefce8060"
            }
            """;

    @TempDir
    private Path path;

    private Folder folder;

    @BeforeEach
    void define() {
        folder = new Folder(path)
                .with("A.json", JSON.formatted("A"))
                .with("B.json", JSON.formatted("B"))
                .with("sub/C.yaml", YAML);
    }

    @Test
    void should_put_variables_for_what_definitions_repeat_and_leave_the_rest_as_it_is() {
        Map<String, String> fingerprints = folder.fingerprints();

        VariableExtraction extraction = folder.extraction();
        extraction.writeInPlace();

        assertThat(folder.files())
                .containsEntry("variables.json", VARIABLES)
                .containsEntry(
                        "A.json",
                        JSON.formatted("A")
                                .replace("https://aka.ms/vs/17/release/1_-2", "{VS_2022_URL}")
                                .replace("17_2_3", "{VS_2022_VERSION}")
                                .replace("22.1.0", "{NODE_JS_VERSION}")
                                .replace("84a65c9a-787d-45da-b10a-3a1cefce8060", "{SUB_ID}"))
                .containsEntry("sub/C.yaml", YAML_AFTER);
        assertThat(folder.fingerprints()).isEqualTo(fingerprints).hasSize(3);
        assertThat(extraction.summary())
                .isEqualTo(new VariableExtraction.Summary(3, 3, new Literals(5, 4, 13), new Literals(1, 0, 2), 0, 0));
    }

    @Test
    void should_change_nothing_the_second_time() {
        folder.extraction().writeInPlace();
        Map<String, String> files = folder.files();

        VariableExtraction second = folder.extraction();
        second.writeInPlace();

        assertThat(second.variables()).isEmpty();
        assertThat(folder.files()).isEqualTo(files);
    }

    @Test
    void should_write_nothing_before_it_is_told_to() {
        Map<String, String> files = folder.files();

        assertThat(folder.extraction().variables())
                .extracting(NewVariable::name)
                .containsExactly("VS_2022_URL", "VS_2022_VERSION", "NODE_JS_VERSION", "SUB_ID");
        assertThat(folder.files()).isEqualTo(files);
    }

    @Test
    void should_take_only_what_enough_definitions_say() {
        assertThat(folder.extraction(3, false).variables())
                .extracting(NewVariable::name)
                .containsExactly("VS_2022_URL", "VS_2022_VERSION", "SUB_ID");
        assertThat(folder.extraction(1, false).variables())
                .extracting(NewVariable::name)
                .containsExactly("VS_2022_URL", "VS_2022_VERSION", "NODE_JS_VERSION", "EXAMPLE_COM_URL", "SUB_ID");
        assertThatThrownBy(() -> folder.extraction(0, false)).isInstanceOf(AuthoringException.class);
    }

    @Test
    void should_put_the_build_date_where_asked() {
        Map<String, String> fingerprints = folder.fingerprints();

        VariableExtraction extraction = folder.extraction(2, true);
        extraction.writeInPlace();

        assertThat(extraction.summary().buildDates()).isEqualTo(3);
        assertThat(folder.files().get("A.json")).contains("_{VS_2022_VERSION}-{BUILD_DATE}\"");
        assertThat(folder.fingerprints().keySet()).isEqualTo(fingerprints.keySet());
        assertThat(folder.fingerprints().values()).doesNotContainAnyElementsOf(fingerprints.values());
    }

    @Test
    void should_escape_texts_that_would_be_variables() {
        String raw = "{\"Text\": \"List<STRING> {OTHER} {name} ${BUILD_DATE} {BUILD_DATE}\", \"{KEY}\": \"%s\"}";
        Folder raws = new Folder(path.resolve("raw")).with("one.json", raw).with("two.yaml", raw);

        VariableExtraction extraction = raws.extraction();
        extraction.writeInPlace();

        String escaped =
                "{\"Text\": \"List<~STRING> {~OTHER} {name} ${~BUILD_DATE} {BUILD_DATE}\", \"{~KEY}\": \"%s\"}";
        assertThat(raws.files()).containsOnlyKeys("one.json", "two.yaml").containsEntry("one.json", escaped);
        assertThat(raws.files()).containsEntry("two.yaml", escaped);
        assertThat(extraction.summary().escapes()).isEqualTo(4);
        assertThat(raws.texts().render(Folder.ENGINE).images().get(0).payload().text())
                .isEqualTo("{\"Text\":\"List<STRING> {OTHER} {name} ${BUILD_DATE} {BUILD_DATE}\",\"{KEY}\":\"%s\"}");
        raws.extraction().writeInPlace();
        assertThat(raws.files()).containsEntry("one.json", escaped);
    }

    @Test
    void should_report_unknown_variables_where_there_are_files_of_variables() {
        folder.with("variables.json", "{}").with("D.json", "{\"Text\": \"{NOBODY}\"}");

        assertThatThrownBy(folder::extraction)
                .isInstanceOfSatisfying(
                        AuthoringException.class,
                        refused -> assertThat(refused.problems()).hasSize(1));
    }

    @Test
    void should_add_to_the_variables_there_are() {
        String variables = """
                {
                  // ours
                  "SUB_ID": "another",
                  "vs": "x",
                }
                """.replace("  \"vs\": \"x\",\n", "");
        folder.with("variables.json", variables).with("D.json", "{\"Sub\": \"{SUB_ID}\"}");

        folder.extraction().writeInPlace();

        assertThat(folder.files().get("variables.json")).isEqualTo("""
                {
                  // ours
                  "SUB_ID": "another",
                  "VS_2022_URL": "https://aka.ms/vs/17/release/1_-2",
                  "VS_2022_VERSION": "17_2_3",
                  "NODE_JS_VERSION": "22.1.0",
                  "SUB_2_ID": "84a65c9a-787d-45da-b10a-3a1cefce8060"
                }
                """);
    }

    @Test
    void should_avoid_names_that_stand_in_texts() {
        folder.with("D.json", "{\"Text\": \"${VS_2022_URL} {vs_2022_version}\"}");

        assertThat(folder.extraction().variables())
                .extracting(NewVariable::name)
                .contains("VS_2022_2_URL", "VS_2022_2_VERSION");
    }

    @Test
    void should_leave_secrets_names_and_settings_alone() {
        String text = """
                {"Name": "a-name-of-some-length", "Pat": "kv_a-secret-of-some-length", "x-imagefactory": {"owner": "team-of-some-length"}}
                """;
        Folder others = new Folder(path.resolve("others"))
                .with("one.json", text)
                .with("two.json", text)
                .with("_defaults.json", "{\"Regions\": [\"westus2\"]}");

        assertThat(others.extraction().variables()).isEmpty();
    }

    @Test
    void should_keep_pairs_of_url_and_version_together() {
        for (String name : new String[] {"D", "E", "F", "G"}) {
            folder.with(
                    name + ".json", JSON.formatted(name).replace("1_-2", "3_4").replace("17_2_3", "17_1_0"));
        }

        assertThat(folder.extraction().variables())
                .extracting(variable -> variable.name() + "=" + variable.value())
                .contains(
                        "VS_2022_URL=https://aka.ms/vs/17/release/3_4",
                        "VS_2022_2_URL=https://aka.ms/vs/17/release/1_-2",
                        "VS_2022_VERSION=17_1_0",
                        "VS_2022_2_VERSION=17_2_3");
    }
}
