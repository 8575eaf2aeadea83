package dev.imagefactory.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.Problem;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import org.jspecify.annotations.Nullable;

/** With a cache all is rendered as without one, whatever was edited since it was written. */
class RenderingCachePropertyTest {
    private static final String RULES = "rules.json";

    private final Path file = temporaryFile();

    /** What a person may do between two runs: each puts a text into a file, or takes a file away. */
    record Edit(String file, String text) {
        static final String GONE = "gone";
    }

    @Property(tries = 300)
    void should_render_with_a_cache_as_without_one(@ForAll("edits") List<List<Edit>> runs) {
        delete();
        Map<String, String> files = new TreeMap<>(Map.of("variables.json", "{\"A\": \"1\", \"B\": \"2\"}"));
        for (List<Edit> edits : runs) {
            edits.forEach(edit -> {
                if (edit.text().equals(Edit.GONE)) {
                    files.remove(edit.file());
                } else {
                    files.put(edit.file(), edit.text());
                }
            });

            RenderedImages cached = render(files, new RenderingCache(file, "1"));

            assertThat(described(cached)).isEqualTo(described(render(files, null)));
        }
    }

    @Provide
    Arbitrary<List<List<Edit>>> edits() {
        Arbitrary<String> texts = Arbitraries.of(
                "{A}", "<B>", "plain", "kv_secret", "x kv_inside", "${A}", "${C}", "{UNKNOWN}", "{BUILD_DATE}", "{a}");
        Arbitrary<String> settings = Arbitraries.of(
                "",
                "",
                "\"x-imagefactory\": {\"owner\": \"me\", \"rebuild\": {\"after\": \"P7D\"}},",
                "\"x-imagefactory\": {\"base\": \"a\"},",
                "\"x-imagefactory\": {\"silence\": {\"secret-inside-text\": \"why not\"}},",
                "\"x-imagefactory\": {\"bad\": 1},");
        Arbitrary<String> names = Arbitraries.of("One", "Two", "{A}", "N-{BUILD_DATE}");
        Arbitrary<String> bases = Arbitraries.of("", "\"BaseImage\": \"One\",", "\"BaseImage\": \"/p/o/s/latest\",");
        Arbitrary<String> definitions = Combinators.combine(settings, bases, names, texts)
                .as((setting, base, name, text) -> "{" + setting + base + "\"Destination\": [{\"CustomImageName\": \""
                        + name + "\", \"Region\": \"westus2\"}], \"t\": \"" + text + "\"}");
        Arbitrary<String> variables = Arbitraries.of(
                "{\"A\": \"1\", \"B\": \"2\"}",
                "{\"A\": \"1\", \"B\": \"3\"}",
                "{\"A\": \"4\", \"B\": \"2\"}",
                "{\"A\": \"1\", \"B\": \"2\", \"C\": \"5\"}",
                "{\"B\": \"2\"}",
                "{\"A\": \"{B}\", \"B\": \"2\"}");
        Arbitrary<String> rules = Arbitraries.of(
                "[]",
                "[{\"images\": \"*\", \"owner\": \"all\", \"rebuild\": {\"on\": \"patch-tuesday\", \"delay\": \"2d\"}}]",
                "[{\"images\": \"g/*\", \"silence\": {\"secret-inside-text\": \"known\"}}]",
                "[{\"images\": \"a\", \"base\": \"b\"}]");
        Arbitrary<String> defaults = Arbitraries.of(
                Edit.GONE,
                "{\"t\": \"of the defaults\", \"d\": \"{A}\"}",
                "{\"d\": \"{B}\", \"BaseImage\": \"Two\"}",
                "{\"T\": \"in another case\"}",
                "{\"x-imagefactory\": {\"owner\": \"them\"}}",
                "{");
        Arbitrary<Edit> edits = Arbitraries.oneOf(
                Combinators.combine(
                                Arbitraries.of("a.json", "b.json", "g/c.json"),
                                Arbitraries.oneOf(definitions, Arbitraries.of(Edit.GONE, "{", "{}")))
                        .as(Edit::new),
                variables.map(text -> new Edit("variables.json", text)),
                rules.map(text -> new Edit(RULES, text)),
                Combinators.combine(Arbitraries.of("_defaults.json", "g/_defaults.json"), defaults)
                        .as(Edit::new));
        return edits.list().ofMinSize(0).ofMaxSize(5).list().ofMinSize(2).ofMaxSize(6);
    }

    private static RenderedImages render(Map<String, String> files, @Nullable RenderingCache cache) {
        List<Definition> definitions = new ArrayList<>();
        files.forEach((path, text) -> {
            if (!path.equals("variables.json") && !path.equals(RULES)) {
                definitions.add(Definition.of(path, SourceFile.of(path, text.getBytes(UTF_8))));
            }
        });
        DefinitionSet set = new DefinitionSet(
                definitions,
                List.of(SourceFile.of(
                        "variables.json",
                        files.getOrDefault("variables.json", "{}").getBytes(UTF_8))));
        return new TemplateEngine(ImageNamePointer.DEFAULT, rules(files)).render(set, cache, new Problems());
    }

    private static List<SettingsRule> rules(Map<String, String> files) {
        Problems problems = new Problems();
        return new DocumentReader()
                .read(SourceFile.of(RULES, files.getOrDefault(RULES, "[]").getBytes(UTF_8)), problems)
                .map(list -> SettingsRule.read(list, JsonPointer.ROOT, problems))
                .orElseThrow();
    }

    /** All that can be asked of images. */
    private static String described(RenderedImages images) {
        return images.images().stream()
                        .map(image -> String.join(
                                " ",
                                image.id(),
                                image.file(),
                                image.targets().toString(),
                                image.fingerprint(),
                                image.payload().fingerprint(),
                                image.payload().text(),
                                image.payload().document().toString(),
                                image.source().definitionFingerprint(),
                                String.valueOf(image.source().defaultsFingerprint()),
                                image.variables().toString(),
                                image.secrets().toString(),
                                image.settings().toString(),
                                String.valueOf(image.base())))
                        .collect(Collectors.joining("\n"))
                + "\n" + images.variables() + "\n"
                + images.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempDirectory("cache").resolve("renderings");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterProperty
    void deleteFolder() throws IOException {
        delete();
        Files.delete(file.getParent());
    }
}
