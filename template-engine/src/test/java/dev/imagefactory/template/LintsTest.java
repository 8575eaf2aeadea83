package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The warnings about definitions that can be rendered. */
class LintsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/subscriptions/1/resourceGroups/g/providers/Microsoft.Compute/galleries/x/images/Base/versions/latest",
                "/CommunityGalleries/x/Images/y/Versions/Latest",
                "az vm create --image /sharedGalleries/g/images/n/versions/latest --name x"
            })
    void should_warn_of_the_latest_version_of_a_gallery_image(String text) {
        assertThat(ofText(text)).containsExactly("latest-version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/MicrosoftWindowsServer/WindowsServer/2022-datacenter-g2/latest",
                "latest",
                "https://example.com/versions/latest",
                "/galleries/x/images/Base/versions/1.0.0",
                "/galleries/x/images/Base/versions/latest-stable",
                "/images/latest"
            })
    void should_not_warn_of_a_latest_that_is_usual(String text) {
        assertThat(ofText(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://aka.ms/vs/17/release/vs_Enterprise.exe",
                "https://aka.ms/vs/16/pre/vs_enterprise.exe",
                "https://aka.ms/vs/18/stable/vs_BuildTools.exe",
                "https://aka.ms/vs/17/release.ltsc.17.8/vs_professional.exe",
                "HTTPS://AKA.MS/vs/17/release/184776537/vs_Enterprise.exe",
                "curl -L https://aka.ms/vs/17/release/vs_TestAgent.exe -o x.exe"
            })
    void should_warn_of_a_bootstrapper_without_a_pin(String text) {
        assertThat(ofText(text)).containsExactly("floating-url");
    }

    @Test
    void should_take_an_address_of_any_length() {
        assertThat(ofText("https://aka.ms/vs/" + "a/".repeat(100_000) + "vs_x.exe"))
                .containsExactly("floating-url");
        assertThat(ofText("https://aka.ms/vs/" + "a/".repeat(100_000) + "x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://aka.ms/vs/17/release/184776537_-638374648/vs_Enterprise.exe",
                "https://aka.ms/vs/16/pre/731988412_502317764/vs_Enterprise.exe",
                "https://aka.ms/vs/17/release/vc_redist.x64.exe",
                "https://aka.ms/vs/17/release",
                "https://example.com/vs/17/release/vs_Enterprise.exe"
            })
    void should_not_warn_of_a_pinned_bootstrapper_or_another_address(String text) {
        assertThat(ofText(text)).isEmpty();
    }

    @Test
    void should_look_at_the_address_that_variables_make() {
        assertThat(Rendering.of("a.json", "{\"p\": {\n\"Url\": \"{URL}/vs_Enterprise.exe\"}}")
                        .with("{\"URL\": \"https://aka.ms/vs/17/release\"}")
                        .problems())
                .satisfiesExactly(problem -> assertThat(problem)
                        .startsWith("a.json:2:8: warning floating-url: ")
                        .contains("at /p/Url; pin it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Regions\": [\"westus2\", \"West US 2\", \"EastUS2\", \"kv_region\"]",
                "\"regions\": \"westeurope\"",
                "\"publishingProfile\": {\"targetRegions\": [{\"name\": \"westus2\", \"replicas\": 1}]}",
                "\"location\": \"usgovvirginia\"",
                "\"distribute\": [{\"replicationRegions\": [\"chinanorth3\"], \"Location\": \"uksouth\"}]",
                "\"Artifacts\": [{\"Name\": \"Copy\", \"Parameters\": {\"Location\": \"C:\\\\x\", \"Region\": \"de\"}}]",
                "\"Regions\": [3, null, {\"replicas\": 1}]"
            })
    void should_know_the_regions_of_azure(String member) {
        assertThat(Rendering.of("a.json", "{" + member + "}").problems()).isEmpty();
    }

    @Test
    void should_warn_of_a_region_that_azure_does_not_have() {
        assertThat(Rendering.of("a.json", """
                        {
                          "Regions": ["westus2", "weestus2"],
                          "PublishingProfile": {"TargetRegions": [{"Name": "Moon Base"}]},
                          "Location": "{WHERE}"
                        }""").with("{\"WHERE\": \"nowhere\"}").problems())
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("a.json:2:26: warning unknown-region: 'weestus2' is no region")
                                .contains("at /Regions/1; did you mean 'westus2'?"),
                        problem -> assertThat(problem)
                                .startsWith("a.json:3:52: warning unknown-region: 'Moon Base'")
                                .contains("at /PublishingProfile/TargetRegions/0/Name;", "add the region"),
                        problem -> assertThat(problem).startsWith("a.json:4:15: warning unknown-region: 'nowhere'"));
    }

    @Test
    void should_know_the_regions_that_a_configuration_adds() {
        SourceFile file = SourceFile.of("a.json", "{\"Regions\": [\"MoonBase\", \"westus2\"]}".getBytes(UTF_8));

        assertThat(new TemplateEngine(ImageNamePointer.DEFAULT, List.of(), List.of("Moon Base"))
                        .render(new DefinitionSet(List.of(Definition.of("a.json", file)), List.of()), new Problems())
                        .problems())
                .isEmpty();
    }

    @Test
    void should_count_a_built_in_variable_of_a_name_by_the_length_of_its_value() {
        assertThat(ofName("x".repeat(69) + "-{BUILD_DATE}")).isEmpty(); // 80, and 82 as it is written
        assertThat(ofName("x".repeat(70) + "-{BUILD_DATE}")).containsExactly("image-name-length");
        assertThat(ofName("x".repeat(81))).containsExactly("image-name-length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "Helix_17_0-{BUILD_TIME}", "a.b-c_", "Helix-Server-Datacenter-2022"})
    void should_accept_the_names_that_azure_accepts(String name) {
        assertThat(ofName(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"_a", "-a", ".a", "a-", "a.", "a b", "a/b", "ä", "a+b", "{~NAME}"})
    void should_warn_of_a_name_that_azure_does_not_accept(String name) {
        assertThat(ofName(name)).containsExactly("image-name-characters");
    }

    @Test
    void should_warn_of_the_name_of_a_file_where_it_is_the_name_of_the_image() {
        assertThat(Rendering.of("VS/a b.json", "{}").problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("VS/a b.json: warning image-name-characters: "));
        assertThat(Rendering.of("VS/a b.json", "{\"Destination\": {\"CustomImageName\": \"a\"}}")
                        .problems())
                .isEmpty();
    }

    @Test
    void should_warn_of_defaults_once_and_in_their_file() {
        assertThat(Rendering.of("_defaults.json", "{\n\"Regions\": [\"westus9\"]}")
                        .and("a.json", "{}")
                        .and("b.json", "{}")
                        .problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("_defaults.json:2:13: warning unknown-region: "));
    }

    @Test
    void should_not_look_through_a_definition_with_errors() {
        assertThat(Rendering.of("a.json", "{\"Regions\": [\"{NOPE}\", \"westus9\"]}")
                        .codes())
                .containsExactly("unknown-variable");
    }

    @ParameterizedTest
    @EnumSource
    void should_let_a_definition_silence_each_of_them(ProblemCode code) {
        if (!ProblemCode.silenceable().contains(code.id())) {
            return;
        }
        String faulty = "\"t\": \"x kv_a https://aka.ms/vs/17/release/vs_x.exe /images/x/versions/latest\","
                + " \"Regions\": \"westus9\", \"Destination\": [{\"CustomImageName\": \"" + "-".repeat(81) + "\"}]";
        List<String> all = Rendering.of("a.json", "{" + faulty + "}").codes();

        assertThat(all).contains(code.id());
        assertThat(Rendering.of(
                                "a.json",
                                "{" + faulty + ", \"x-imagefactory\": {\"silence\": {\"" + code.id()
                                        + "\": \"a reason\"}}}")
                        .codes())
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().filter(id -> !id.equals(code.id())).toList());
    }

    @Test
    void should_warn_of_a_silence_that_silences_nothing() {
        assertThat(Rendering.of("a.json", "{\"x-imagefactory\": {\"silence\": {\n\"floating-url\": \"why\"}}}")
                        .problems())
                .satisfiesExactly(problem -> assertThat(problem)
                        .startsWith("a.json:2:1: warning unneeded-silence: ")
                        .contains("at /x-imagefactory/silence/floating-url;"));
    }

    @Test
    void should_need_a_silence_of_defaults_as_soon_as_one_definition_needs_it() {
        Rendering set = Rendering.of(
                        "_defaults.json", "{\"x-imagefactory\": {\"silence\": {\"unknown-region\": \"y\"}}}")
                .and("a.json", "{}");
        assertThat(set.problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("_defaults.json:1:33: warning unneeded-silence: "));

        set.and("b.json", "{\"Regions\": \"westus9\"}");

        assertThat(set.problems()).isEmpty();
    }

    @Test
    void should_not_call_a_silence_unneeded_where_that_is_not_known() {
        String silence = "\"x-imagefactory\": {\"silence\": {\"unknown-region\": \"y\"}}";

        assertThat(Rendering.of("a.json", "{\"u\": \"{NOPE}\", " + silence + "}")
                        .codes())
                .containsExactly("unknown-variable");
        assertThat(Rendering.of("a.json", "{" + silence + "}")
                        .and("b.json", "{")
                        .codes())
                .containsExactly("malformed-json");
        assertThat(Rendering.of("a.json", "{}")
                        .ruled("[{images: '*', silence: {unknown-region: y}}]")
                        .problems())
                .isEmpty();
    }

    private static List<String> ofText(String text) {
        return Rendering.of("a.json", "{\"t\": \"" + text + "\"}").codes();
    }

    private static List<String> ofName(String name) {
        return Rendering.of("a.json", "{\"Destination\": [{\"CustomImageName\": \"" + name + "\"}]}")
                .codes();
    }
}
