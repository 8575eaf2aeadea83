package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.RenderedDefinition.Content;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problems;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A definition that is rendered without a tree of it gives what it gives with one, problems included. */
class FlatRenderingPropertyTest {
    private static final String VARIABLES =
            "{\"A\": \"1 \\\"é\\\"\", \"B\": \"https://aka.ms/vs/17/release/vs_Community.exe\", \"K\": \"kv_\", \"S\": \"kv_s\"}";

    private static final String RULES =
            "[{\"images\": \"g/*\", \"owner\": \"all\", \"silence\": {\"floating-url\": \"known\"}}]";

    private final DocumentReader reader = new DocumentReader();

    /** A member of a definition, in both languages. */
    record Part(String json, String yaml) {}

    @Test
    void should_render_a_usual_definition_without_a_tree() {
        Definition definition = definition("a.json", """
                {"x-imagefactory": {"owner": "us"}, "Name": "<A>", "Password": "kv_p",
                 "Destination": [{"CustomImageName": "Image-{BUILD_DATE}", "Regions": ["westeurope"]}],
                 "Artifacts": [{"version": "{A}", "path": "C:\\\\x"}]}
                """);

        RenderedDefinition rendered = renderer().render(definition, null);

        assertThat(described(rendered)).isEqualTo(described(tree(definition)));
        assertThat(renderer().renderFlat(definition, definition.file(), null)).isPresent();
    }

    @Property(tries = 3_000)
    void should_render_without_a_tree_as_with_one(
            @ForAll("parts") List<Part> parts, @ForAll boolean yaml, @ForAll("paths") String path) {
        String json = "{" + String.join(", ", parts.stream().map(Part::json).toList()) + "}";
        String text = yaml ? String.join("\n", parts.stream().map(Part::yaml).toList()) : json;
        Definition definition = definition(path + (yaml ? ".yaml" : ".json"), text);

        assertThat(described(renderer().render(definition, null))).as(text).isEqualTo(described(tree(definition)));
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("a", "g/b", "a name with blanks", "d/e");
    }

    @Provide
    Arbitrary<List<Part>> parts() {
        Arbitrary<String> texts = Arbitraries.of(
                "plain",
                "x y",
                "{A}",
                "<B>",
                "{A}-<A>",
                "{UNKNOWN}",
                "${A}",
                "{~A}",
                "{{A}}",
                "{BUILD_DATE}",
                "kv_p",
                "kv_p q",
                "x kv_p",
                "{K}x",
                "{S}",
                "kv_{A}",
                "kv_$",
                "/p/o/s/latest",
                "/images/x/versions/latest",
                "/IMAGES/x/Versions/LATEST",
                "https://aka.ms/vs/17/release/vs_Enterprise.exe",
                "https://aka.ms/vs/17/release/1_2/vs_Enterprise.exe",
                "a_b",
                "é/ü");
        Arbitrary<String> keys = Arbitraries.of("Name", "BaseImage", "Region", "location", "t_u", "Zeta", "artifacts");
        Arbitrary<Part> scalars = Combinators.combine(keys, texts).as(FlatRenderingPropertyTest::scalar);
        Arbitrary<Part> settings = Arbitraries.of(
                part("\"x-imagefactory\": {\"owner\": \"me\", \"rebuild\": {\"after\": \"P7D\"}}"),
                part(
                        "\"x-imagefactory\": {\"silence\": {\"secret-inside-text\": \"why not\", \"unknown-region\": \"new\"}}"),
                part("\"x-imagefactory\": {\"base\": \"b\", \"silence\": {\"floating-url\": \"we know\"}}"),
                part("\"x-imagefactory\": {\"bad\": 1}"),
                part("\"X-ImageFactory\": {}"),
                part("\"x-imagefactory\": 1"));
        Arbitrary<Part> destinations = Combinators.combine(
                        Arbitraries.of("One", "{A}", "N-{BUILD_DATE}", "kv_p", "", " ", "x y"),
                        Arbitraries.of("westeurope", "West US 2", "nowhere", "{A}", "kv_region"))
                .as((name, region) -> part("\"Destination\": [{\"CustomImageName\": \"" + name
                        + "\", \"StorageAccountName\": \"S\", \"Regions\": [{\"Name\": \"" + region + "\"}]}]"));
        Arbitrary<Part> artifacts = texts.list()
                .ofMaxSize(4)
                .map(all -> part("\"Artifacts\": ["
                        + String.join(
                                ", ",
                                all.stream()
                                        .map(text -> "{\"Region\": \"" + text + "\", \"n\": 1.5}")
                                        .toList())
                        + "]"));
        Arbitrary<Part> unusual = Arbitraries.of(
                part("\"{A}\": 1"),
                part("\"kv_x/_\": \"a\""),
                part("\"é\": 2"),
                part("\"t\": \"\\u0041\""),
                part("\"n\": 1.0e5"),
                part("\"o\": {\"a\": 1, \"a\": 2}"),
                part("\"p\": [[], {}, null, true]"),
                part("/* why */ \"q\": 0"));
        return Arbitraries.oneOf(scalars, scalars, settings, destinations, artifacts, artifacts, unusual)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> {
                    Collections.shuffle(parts, new Random(parts.size()));
                    return parts;
                });
    }

    private static Part scalar(String key, String text) {
        return new Part("\"" + key + "\": \"" + text + "\"", key + ": " + text);
    }

    /** JSON is YAML too, of the kind that is not read flat. */
    private static Part part(String json) {
        return new Part(json, json);
    }

    private static Definition definition(String path, String text) {
        return Definition.of(path, SourceFile.of(path, text.getBytes(UTF_8)));
    }

    private DefinitionRenderer renderer() {
        Problems problems = new Problems();
        Variables variables =
                Variables.read(List.of(SourceFile.of("v.json", VARIABLES.getBytes(UTF_8))), reader, problems);
        List<SettingsRule> settings = reader.read(SourceFile.of("r.json", RULES.getBytes(UTF_8)), problems)
                .map(list -> SettingsRule.read(list, JsonPointer.ROOT, problems))
                .orElseThrow();
        RenderingRules rules = new RenderingRules(
                ImageNamePointer.DEFAULT,
                settings,
                new Lints(AzureRegions.with(List.of())),
                variables,
                new RenderedTexts());
        FolderDefaults defaults =
                FolderDefaults.read(List.of(definition("d/_defaults.json", "{\"Zeta\": \"{A}\"}")), reader, problems);
        assertThat(problems.sorted()).isEmpty();
        return new DefinitionRenderer(reader, rules, defaults);
    }

    private RenderedDefinition tree(Definition definition) {
        return renderer().renderTree(definition, definition.file(), null);
    }

    /** All that is known of a definition. */
    private static String described(RenderedDefinition rendered) {
        @Nullable Content content = rendered.content();
        String problems = rendered.problems().sorted() + "\n" + rendered.lints().sorted() + "\n";
        if (content == null) {
            return problems;
        }
        @Nullable RenderedImage image = content.image();
        String rest = image == null
                ? ""
                : String.join(
                        "\n",
                        image.id(),
                        image.targets().toString(),
                        image.fingerprint(),
                        image.variables().toString(),
                        image.secrets().toString(),
                        image.settings().toString(),
                        image.payload().document().toString(),
                        image.source().definition().toString(),
                        String.valueOf(image.source().defaults()));
        return problems
                + content.usedVariables().stream().sorted().toList()
                + content.names()
                + content.baseTexts()
                + content.baseSetting()
                + content.settings()
                + content.withheld()
                + rest;
    }
}
