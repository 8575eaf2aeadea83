package dev.imagefactory.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.Definition;
import dev.imagefactory.template.DefinitionSet;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactCatalogueTest {
    private static final Path ROOT = Path.of(System.getProperty("repository.root"));

    @TempDir
    Path folder;

    private final List<Definition> definitions = new ArrayList<>();

    @Test
    void should_report_what_the_document_says() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/templates.md"));
        int start = document.indexOf("\n## The artifact catalogue\n");
        String section = document.substring(start, document.indexOf("\n### ", start));
        List<MatchResult> blocks = Pattern.compile("(?ms)^```(json|text) ?(\\S*)\\n(.*?)\\n```$")
                .matcher(section)
                .results()
                .toList();
        schema(blocks.get(0).group(2), blocks.get(0).group(3));
        definition(blocks.get(1).group(2), blocks.get(1).group(3));

        assertThat(String.join("\n", problems())).isEqualTo(blocks.get(2).group(3));
    }

    @Test
    void should_accept_what_the_schemas_allow() {
        schema("Git.schema.json", "{'properties': {'Version': {'type': 'string'}}, 'required': ['Version']}");
        schema("Reboot.schema.json", "{}");
        definition("a.json", "{'Artifacts': [{'Name': 'Git', 'Parameters': {'Version': '1'}}, {'Name': 'Reboot'}]}");
        definition("b.json", "{'artifacts': [{'name': 'GIT', 'parameters': {'version': '1'}}]}");
        definition("c.json", "{'Sku': 'no artifacts'}");

        assertThat(check().problems()).isEmpty();
        assertThat(check().images()).hasSize(3);
    }

    @Test
    void should_report_artifacts_in_a_form_that_names_none() {
        schema("Git.schema.json", "{}");
        definition("a.json", "{'Artifacts': {'Name': 'Git'}}");
        definition("b.json", "{'Artifacts': ['Git', null]}");

        assertThat(problems())
                .satisfiesExactly(
                        list -> assertThat(list)
                                .contains("a.json:", "unknown-artifact", "not a list", "at /Artifacts;"),
                        text -> assertThat(text).contains("b.json:", "not an object", "at /Artifacts/0;"),
                        none -> assertThat(none).contains("b.json:", "not an object", "at /Artifacts/1;"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$ref': '#/$defs/a', '$defs': {'a': {'$ref': '#/$defs/a'}}}",
                "{'properties': {'P': {'type': 'string', 'pattern': '^(a|b)*$'}}}"
            })
    void should_report_a_schema_that_takes_all_of_the_stack(String schema) {
        schema("Git.schema.json", schema);
        definition("a.json", "{'Artifacts': [{'Name': 'Git', 'Parameters': {'P': '" + "ab".repeat(50_000) + "'}}]}");

        assertThat(problems())
                .satisfiesExactly(problem -> assertThat(problem)
                        .contains("a.json:", "invalid-parameters", "the schema cannot be tried", "Git.schema.json"));
    }

    @Test
    void should_leave_out_the_images_with_errors_only() {
        schema("Git.schema.json", "{}");
        definition("a.json", "{'Artifacts': [{'Name': 'Got'}]}");
        definition("b.json", "{'Artifacts': [{'Name': 'Git'}]}");

        assertThat(check().images()).extracting(RenderedImage::id).containsExactly("b");
        assertThat(check().hasErrors()).isTrue();
    }

    @Test
    void should_point_at_what_is_wrong_however_deep() {
        schema("Git.schema.json", """
                {'type': 'object', 'properties': {'List': {'items': {'properties': {'x': {'type': 'integer'}}}}},
                 'required': ['Version']}""");
        definition("a.json", """
                {
                  'Artifacts': [
                    {
                      'Name': 'Git',
                      'Parameters': {
                        'LIST': [{}, {'x': 'y'}]
                      }
                    },
                    {'Name': 'Git'},
                    {'Name': 'Git', 'Parameters': 'all'},
                    {'Parameters': {}}
                  ]
                }""");

        assertThat(problems())
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("a.json:5:21: error invalid-parameters: ")
                                .contains("required property 'Version' not found, at /Artifacts/0/Parameters;"),
                        problem -> assertThat(problem)
                                .startsWith("a.json:6:28: error invalid-parameters: ")
                                .contains("string found, integer expected, at /Artifacts/0/Parameters/LIST/1/x;"),
                        problem -> assertThat(problem)
                                .startsWith("a.json:9:5: error invalid-parameters: ")
                                .contains("'Version' not found, at /Artifacts/1;"),
                        problem -> assertThat(problem)
                                .startsWith("a.json:10:35: error invalid-parameters: ")
                                .contains("string found, object expected, at /Artifacts/2/Parameters;"),
                        problem -> assertThat(problem)
                                .startsWith("a.json:11:5: error unknown-artifact: ")
                                .contains("has no name, at /Artifacts/3;"));
    }

    @Test
    void should_point_into_the_defaults_and_report_them_once() {
        schema("Git.schema.json", "{'properties': {'Version': {'type': 'string'}}}");
        definition("_defaults.json", "{'Artifacts': [{'Name': 'Git', 'Parameters': {'Version': 1}}]}");
        definition("a.json", "{}");
        definition("b.json", "{}");

        assertThat(problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("_defaults.json:1:58: error invalid-parameters: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'string', 'pattern': '^x', 'minLength': 99, 'maxLength': 1, 'format': 'uri'}",
                "{'enum': ['a', 'b']}",
                "{'const': 'a'}",
                "{'not': {'const': 'kv_pat'}}",
                "{'not': {'pattern': 'x'}}",
                "{'oneOf': [{'pattern': '^x'}, {'pattern': '^y'}]}",
                "{'anyOf': [{'pattern': '^x'}, {'type': 'integer'}]}",
                "{'allOf': [{'not': {'not': {'pattern': '^x'}}}]}",
                "{'if': {'pattern': '^x'}, 'then': {'type': 'integer'}, 'else': {'type': 'boolean'}}",
                "{'$ref': '#/properties/Pat/$defs/url', '$defs': {'url': {'format': 'uri'}}}"
            })
    void should_not_judge_the_content_of_a_secret(String schema) {
        schema("Feed.schema.json", "{'properties': {'Pat': " + schema + "}}");
        definition("a.json", "{'Artifacts': [{'Name': 'Feed', 'Parameters': {'Pat': 'kv_pat'}}]}");

        assertThat(problems()).isEmpty();
    }

    @Test
    void should_still_judge_that_a_secret_is_a_text_and_what_stands_beside_it() {
        schema("Feed.schema.json", """
                {'properties': {'Pat': {'type': 'integer', 'enum': [1]}, 'Url': {'pattern': '^https:'}},
                 'required': ['User'], 'not': {'required': ['Password']}}""");
        definition("a.json", """
                {'Artifacts': [{'Name': 'Feed', 'Parameters': {'Pat': 'kv_pat', 'Url': 'x', 'Password': 'kv_p'}}]}""");

        assertThat(problems())
                .hasSize(4)
                .anyMatch(problem -> problem.contains("string found, integer expected"))
                .anyMatch(problem -> problem.contains("does not match the regex pattern"))
                .anyMatch(problem -> problem.contains("required property 'User' not found"))
                .anyMatch(problem -> problem.contains("must not be valid to the schema"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'type': 'object'                                | malformed-json",
                "[]                                               | not-an-object",
                "{'type': 'strin'}                                | invalid-artifact-schema",
                "{'properties': {'Version': {'pattern': '['}}}    | invalid-artifact-schema",
                "{'$ref': '#/$defs/none'}                         | invalid-artifact-schema",
                "{'$ref': 'Other.schema.json'}                    | invalid-artifact-schema",
                "{'$ref': 'https://json.schemastore.org/package'} | invalid-artifact-schema",
                "{'$ref': 'file:///etc/passwd'}                   | invalid-artifact-schema",
                "{'$ref': 'classpath:logback.xml'}                | invalid-artifact-schema",
                "{'$schema': 'https://example.com/dialect'}       | invalid-artifact-schema",
            })
    void should_report_a_schema_that_cannot_be_used_and_not_what_uses_it(String schema, String code) {
        schema("Git.schema.json", schema);
        definition("a.json", "{'Artifacts': [{'Name': 'Git'}]}");

        assertThat(problems())
                .isNotEmpty()
                .allSatisfy(problem ->
                        assertThat(problem).startsWith("Git.schema.json").contains(" error " + code + ": "));
    }

    @Test
    void should_point_at_the_place_in_a_schema() {
        schema("Git.schema.json", "{\n'properties': {\n'Version': {'type': 'strin'}}}");

        assertThat(problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem)
                        .startsWith("Git.schema.json:3:21: error invalid-artifact-schema: ")
                        .contains("at /properties/Version/type;"));
    }

    @Test
    void should_let_schemas_refer_to_one_another() {
        schema("common.json", "{'$defs': {'version': {'type': 'string', 'pattern': '^[0-9]'}}}");
        schema("Git.schema.json", "{'properties': {'Version': {'$ref': 'common.json#/$defs/version'}}}");
        definition("a.json", "{'Artifacts': [{'Name': 'Git', 'Parameters': {'Version': 'x'}}]}");
        definition("b.json", "{'Artifacts': [{'Name': 'Git', 'Parameters': {'Version': 'kv_version'}}]}");

        assertThat(problems())
                .satisfiesExactly(problem -> assertThat(problem).startsWith("a.json:1:58: error invalid-parameters"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://json-schema.org/draft-07/schema#",
                "https://json-schema.org/draft/2019-09/schema",
                "https://json-schema.org/draft/2020-12/schema"
            })
    void should_read_the_usual_dialects(String dialect) {
        schema("Git.schema.json", "{'$schema': '" + dialect + "', 'properties': {'V': {'enum': ['a']}}}");
        definition("a.json", "{'Artifacts': [{'Name': 'Git', 'Parameters': {'V': 'kv_x'}}]}");
        definition("b.json", "{'Artifacts': [{'Name': 'Git', 'Parameters': {'V': 'b'}}]}");

        assertThat(problems())
                .satisfiesExactly(problem -> assertThat(problem).startsWith("b.json:1:52: error invalid-parameters"));
    }

    @Test
    void should_report_two_schemas_whose_names_differ_in_case_only() {
        schema("Git.schema.json", "{}");
        schema("GIT.schema.json", "{}");

        assertThat(problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("Git.schema.json: error invalid-artifact-schema: "));
    }

    @Test
    void should_report_a_wrong_folder_and_not_every_artifact() throws IOException {
        definition("a.json", "{'Artifacts': [{'Name': 'Git'}]}");

        assertThat(problems())
                .satisfiesExactly(problem -> assertThat(problem).contains("unreadable-file: the folder holds no "));

        Files.delete(folder);

        assertThat(problems())
                .satisfiesExactly(problem -> assertThat(problem).contains("unreadable-file: ", "does not exist"));
    }

    private void schema(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text.replace('\'', '"'));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void definition(String file, String text) {
        definitions.add(
                Definition.of(file, SourceFile.of(file, text.replace('\'', '"').getBytes(UTF_8))));
    }

    private List<String> problems() {
        return check().problems().stream().map(Problem::toString).toList();
    }

    private RenderedImages check() {
        RenderedImages rendered = new TemplateEngine(ImageNamePointer.DEFAULT)
                .render(new DefinitionSet(definitions, List.of()), new Problems());
        return ArtifactCatalogue.read(folder, file -> file.getFileName().toString())
                .check(rendered);
    }
}
