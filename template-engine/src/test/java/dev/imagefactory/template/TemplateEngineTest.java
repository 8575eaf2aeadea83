package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateEngineTest {
    @Test
    void should_render_a_definition_and_say_what_it_uses() {
        RenderedImage image = Rendering.of("VS2022/server.json", """
                        {
                          "Artifacts": [
                            {"Name": "Vs", "Parameters": {"Url": "{URL}/vs.exe", "Pat": "kv_feed-pat", "{KEY}": true}}
                          ],
                          "Destination": [{"StorageAccountName": "acc", "CustomImageName": "Helix_<VERSION>"}]
                        }""")
                .with("{\"URL\": \"https://x\", \"VERSION\": \"17_0\", \"KEY\": \"Reduced\", \"OTHER\": \"\",}")
                .image();

        assertThat(image.id()).isEqualTo("VS2022/server");
        assertThat(image.file()).isEqualTo("VS2022/server.json");
        assertThat(image.targets()).containsExactly(new ImageTarget("Helix_17_0", "acc"));
        assertThat(image.variables()).isEqualTo(Map.of("URL", "https://x", "VERSION", "17_0", "KEY", "Reduced"));
        assertThat(image.secrets()).containsExactly("feed-pat");
        assertThat(image.payload().text()).isEqualTo("""
                {"Artifacts":[{"Name":"Vs","Parameters":{"Url":"https://x/vs.exe","Pat":"kv_feed-pat","Reduced":true}}],\
                "Destination":[{"StorageAccountName":"acc","CustomImageName":"Helix_17_0"}]}""");
    }

    @Test
    void should_render_the_samples_of_the_original_document_verbatim() {
        RenderedImage image = Rendering.of("seed.yaml", """
                        # List of artifacts and parameters. Secrets will be marked by kv_<secretName>
                        Artifacts:
                        - Name: Windows-VisualStudio-Bootstrapper
                          Parameters:
                            WorkLoads: helix-reduced
                            Sku: Enterprise
                            VSBootstrapperURL: "{VS_2022_URL}/vs_Enterprise.exe"

                        Destination:
                        - StorageAccountName: heliximgfctdncwus2
                          CustomImageName: "Helix-Server-Datacenter2019-VS2022Enterprise_{VS_2022_VERSION}"
                          SubId: 84a65c9a-787d-45da-b10a-3a1cefce8060
                        """).with("""
                        {
                            "VS_2022_URL":"https://aka.ms/vs/16/pre/184776537_-638374648",
                            "VS_2022_VERSION":"17_0_3_1"
                        }
                        """).image();

        assertThat(image.payload().text()).isEqualTo("""
                {"Artifacts":[{"Name":"Windows-VisualStudio-Bootstrapper","Parameters":{"WorkLoads":"helix-reduced",\
                "Sku":"Enterprise",\
                "VSBootstrapperURL":"https://aka.ms/vs/16/pre/184776537_-638374648/vs_Enterprise.exe"}}],\
                "Destination":[{"StorageAccountName":"heliximgfctdncwus2",\
                "CustomImageName":"Helix-Server-Datacenter2019-VS2022Enterprise_17_0_3_1",\
                "SubId":"84a65c9a-787d-45da-b10a-3a1cefce8060"}]}""");
        assertThat(image.imageNames()).containsExactly("Helix-Server-Datacenter2019-VS2022Enterprise_17_0_3_1");
    }

    @Test
    void should_gather_the_problems_of_all_files_in_their_order() {
        List<String> problems = Rendering.of("b.json", "{\"x\": \"{NOPE}\",\n \"y\": \"{NOPE2}\"}")
                .and("a.yaml", "v: 3.10")
                .and("c.json", "[1]")
                .and("d.json", "{")
                .with("{\"bad-name\": \"x\", \"N\": 5, \"BUILD_DATE\": \"x\", \"A\": \"x\", \"a\": \"y\"}")
                .problems();

        assertThat(problems)
                .extracting(problem -> problem.replaceFirst("^(\\S+ \\S+ \\S+): .*", "$1"))
                .containsExactly(
                        "a.yaml:1:4: error yaml-number",
                        "b.json:1:7: error unknown-variable",
                        "b.json:2:7: error unknown-variable",
                        "c.json:1:1: error not-an-object",
                        "d.json:1:2: error malformed-json",
                        "variables.json:1:2: error invalid-variable-name",
                        "variables.json:1:19: error non-string-variable",
                        "variables.json:1:27: error reserved-variable-name",
                        "variables.json:1:56: error variable-case-conflict");
    }

    @Test
    void should_let_a_later_file_of_variables_win() {
        Rendering rendering = Rendering.of("x.json", "{\"a\": \"{A}{B}\"}")
                .with("{\"A\": \"1\", \"B\": \"2\"}")
                .with("{\"B\": \"3\", \"UNUSED\": \"\"}");

        assertThat(rendering.image().payload().text()).isEqualTo("{\"a\":\"13\"}");
        assertThat(rendering.problems())
                .containsExactly("variables2.json:1:12: warning unused-variable: no definition uses the variable "
                        + "'UNUSED', at /UNUSED; delete it, or look for a definition that should use it");
    }

    @Test
    void should_not_report_what_only_follows_from_an_unreadable_file() {
        assertThat(Rendering.of("x.json", "{\"a\": \"{A}{B}\"}")
                        .with("{\"A\": 1, \"B\": \"b\"}")
                        .codes())
                .containsExactly("non-string-variable");
        assertThat(Rendering.of("x.json", "{\"a\": \"{A}\"}").with("{").codes()).containsExactly("malformed-json");
        assertThat(Rendering.of("x.json", "{").with("{\"A\": \"a\"}").codes()).containsExactly("malformed-json");
    }

    @Test
    void should_refuse_a_duplicate_variable_in_one_file() {
        assertThat(Rendering.of("x.json", "{\"a\": \"{A}\"}")
                        .with("{\"A\": \"1\", \"A\": \"2\"}")
                        .codes())
                .contains("duplicate-key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"Destination\": [{\"CustomImageName\": \"a\"}, {\"customimagename\": \"b\"}]} | a,b",
                "{\"destination\": {\"CUSTOMIMAGENAME\": \"a\"}} | a",
                "{\"Destination\": [{\"CustomImageName\": \"a\", \"SubId\": \"1\"}, {\"CustomImageName\": \"a\", \"SubId\": \"2\"}]} | a",
                "{\"Destination\": []} | file",
                "{\"name\": \"other\"} | file",
                "{\"Destination\": \"x\"} | file",
            })
    void should_find_the_names_of_an_image(String definition, String names) {
        assertThat(String.join(
                        ",", Rendering.of("group/file.json", definition).image().imageNames()))
                .isEqualTo(names);
    }

    @Test
    void should_take_another_pointer_to_the_name() {
        RenderedImages images = Rendering.of("x.json", "{\"publishing\": {\"image~name\": \"n\"}}")
                .images(ImageNamePointer.parse("/Publishing/image~0name"));

        assertThat(images.images().get(0).imageNames()).containsExactly("n");
    }

    @ParameterizedTest
    @CsvSource({"5", "\"\"", "\" \"", "null", "\"kv_name\""})
    void should_refuse_a_name_that_is_none(String name) {
        assertThat(Rendering.of("x.json", "{\"Destination\": [{\"CustomImageName\": " + name + "}]}")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("x.json:1:38: error invalid-image-name")
                .contains(", at /Destination/0/CustomImageName; ");
    }

    @Test
    void should_report_two_definitions_that_make_one_image() {
        String definition = "{\"Destination\": [{\"StorageAccountName\": \"%s\", \"CustomImageName\": \"%s\"}]}";

        assertThat(Rendering.of("a.json", definition.formatted("acc", "Helix_{V}"))
                        .and("b.json", definition.formatted("ACC", "helix_1"))
                        .and("c.json", definition.formatted("other", "helix_1"))
                        .with("{\"V\": \"1\"}")
                        .problems())
                .containsExactly(
                        "b.json:1:67: error duplicate-image-name: the image 'helix_1' is made in the same "
                                + "destination by a.json too, at /Destination/0/CustomImageName; give one of them another name");
    }

    @Test
    void should_report_two_files_with_one_id() {
        assertThat(Rendering.of("g/a.json", "{}").and("g/a.yaml", "x: 1").problems())
                .anyMatch(problem -> problem.startsWith(
                        "g/a.yaml: error duplicate-image-id: the image 'g/a' is defined in g/a.json too"));
    }

    @Test
    void should_report_keys_that_become_equal() {
        assertThat(Rendering.of("a.json", "{\"{A}\": 1, \"x\": 2}")
                        .with("{\"A\": \"x\"}")
                        .problems())
                .containsExactly(
                        "a.json:1:12: error duplicate-key: with its variables the key is 'x', which the object "
                                + "has already, at /x; write it another way");
    }

    @ParameterizedTest
    @CsvSource({
        "kv_pat, pat, ''",
        "kv_{ENV}-pat, test-pat, ''",
        "kv_my_pat, my_pat, invalid-secret-name",
        "kv_<pat>, <pat>, invalid-secret-name",
        "token=kv_pat, '', secret-inside-text",
        "kv_pat and more, '', secret-inside-text",
        "$kv_pat, '', ''",
        "mykv_store, '', ''",
        "kv_, '', ''",
    })
    void should_tell_secret_references(String text, String secret, String code) {
        Rendering rendering = Rendering.of("a.json", "{\"a\": \"" + text + "\", \"e\": \"{ENV}\"}")
                .with("{\"ENV\": \"test\"}");

        assertThat(String.join(",", rendering.codes())).isEqualTo(code);
        if (rendering.images().hasErrors()) {
            return;
        }
        assertThat(String.join(",", rendering.image().secrets())).isEqualTo(secret);
    }

    @Test
    void should_complete_secrets_and_built_ins_only_at_submission() {
        RenderedImage image = Rendering.of("a.json", """
                        {"pat": "kv_pat", "kv_key": "x", "date": "<BUILD_DATE>", "n": 1.50,
                         "Destination": [{"CustomImageName": "Helix-{BUILD_DATE}"}], "log": "{BUILD_TIME} {BUILD_DAY}",
                         "literal": "<~BUILD_DATE> {~LITERAL}"}""").image();
        Instant submission = Instant.parse("2026-01-31T23:59:59Z");

        assertThat(image.payload().text()).startsWith("{\"pat\":\"kv_pat\",\"kv_key\":\"x\",\"date\":\"{BUILD_DATE}\"");
        assertThat(image.payload().complete(submission, name -> "s3\"cret:" + name))
                .isEqualTo("""
                {"pat":"s3\\"cret:pat","kv_key":"x","date":"2026-01-31","n":1.50,\
                "Destination":[{"CustomImageName":"Helix-2026-01-31"}],"log":"20260131-235959 20260131",\
                "literal":"<BUILD_DATE> {LITERAL}"}""");
        assertThat(image.imageNames()).containsExactly("Helix-{BUILD_DATE}");
        assertThat(image.targetsAt(submission)).containsExactly(new ImageTarget("Helix-2026-01-31", ""));
        assertThat(RedactedPayload.parse(image.payload().text()).fingerprint()).isEqualTo(image.fingerprint());
    }

    @Test
    void should_never_expand_a_secret() {
        RenderedImage image = Rendering.of("a.json", "{\"pat\": \"kv_pat\"}").image();

        assertThat(image.payload().complete(Instant.EPOCH, name -> "{BUILD_DATE} kv_other"))
                .isEqualTo("{\"pat\":\"{BUILD_DATE} kv_other\"}");
    }

    @Test
    void should_fingerprint_what_would_be_built_and_nothing_else() {
        String fingerprint = Rendering.of("a.json", "{\"x\": \"{A}\", \"y\": 1}")
                .with("{\"A\": \"v\"}")
                .image()
                .fingerprint();

        assertThat(fingerprint).matches("[0-9a-f]{64}");
        assertThat(Rendering.of("b.yaml", "y: 1 # other order, other file\nx: <A>")
                        .with("{\"A\": \"v\", \"B\": \"unused\"}")
                        .image()
                        .fingerprint())
                .isEqualTo(fingerprint);
        assertThat(Rendering.of("a.json", "{\"x\": \"v\", \"y\": 1}").image().fingerprint())
                .isEqualTo(fingerprint);
        assertThat(Rendering.of("a.json", "{\"x\": \"v\", \"y\": 1.0}").image().fingerprint())
                .isNotEqualTo(fingerprint);
        assertThat(Rendering.of("a.json", "{\"x\": \"v\", \"y\": \"1\"}")
                        .image()
                        .fingerprint())
                .isNotEqualTo(fingerprint);
    }

    @Test
    void should_tell_an_edited_definition_from_an_edited_variable() {
        RenderedImage image = Rendering.of("a.json", "{\"x\": \"{A}\"}")
                .with("{\"A\": \"1\"}")
                .image();
        RenderedImage otherVariable = Rendering.of("a.json", "{ \"x\": \"{A}\" }")
                .with("{\"A\": \"2\"}")
                .image();

        assertThat(otherVariable.fingerprint()).isNotEqualTo(image.fingerprint());
        assertThat(otherVariable.source().definitionFingerprint())
                .isEqualTo(image.source().definitionFingerprint());
    }
}
