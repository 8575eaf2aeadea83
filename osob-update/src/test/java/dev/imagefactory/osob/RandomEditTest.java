package dev.imagefactory.osob;

import static dev.imagefactory.osob.Documents.everywhere;
import static dev.imagefactory.osob.Documents.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Random edits of random YAML. */
class RandomEditTest {

    @Property(tries = 1000)
    void should_change_what_was_intended_and_no_other_byte(@ForAll long seed) {
        RandomYaml yaml = new RandomYaml(seed);
        Random random = new Random(seed + 1);
        ConsumerDocument document = yaml(yaml.text());
        String to = List.of("img-2024", "", "i", "\uD83D\uDE00 é.1").get(random.nextInt(4));
        List<ScalarEdit> edits = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (RandomYaml.Part part : yaml.parts()) {
            Set<Scalar> scalars = scalarsWith(document, part.name());
            assertThat(scalars).hasSizeLessThanOrEqualTo(1);
            if (!scalars.isEmpty() && random.nextBoolean() && keepsItsEnd(yaml.text(), part, to)) {
                edits.add(new ScalarEdit(scalars.iterator().next(), part.name(), to));
                changed.add(part.name());
            }
        }
        Set<Scalar> scalars = edits.stream().map(ScalarEdit::scalar).collect(Collectors.toSet());

        String after = document.edit(edits, everywhere(document, scalars)).text();

        assertThat(after).isEqualTo(yaml.textWith(changed, to));
        assertThat(load(after)).isEqualTo(replaced(load(yaml.text()), changed, to));
    }

    @Property(tries = 300)
    void should_read_the_values_that_a_program_would_load(@ForAll long seed) {
        String text = new RandomYaml(seed).text();
        List<String> loaded = new ArrayList<>();
        List<Object> documents = load(text);
        flatten("", documents.size() == 1 ? documents.get(0) : documents, loaded);

        assertThat(yaml(text).leaves().stream().map(Leaf::pointer)).containsExactlyElementsOf(loaded);
    }

    @Property(tries = 300)
    void should_load_the_same_whether_or_not_the_values_were_looked_for(@ForAll long seed) {
        SourceText source = new SourceText("queues.yaml", new RandomYaml(seed).text());
        DocumentFormat.Parsed lookedAt = new YamlFormat().parse(source);
        lookedAt.leaves();

        assertThat(ResolvedDifference.between(
                        lookedAt.load(), new YamlFormat().parse(source).load()))
                .isEmpty();
    }

    @Property(tries = 500)
    void should_name_exactly_what_was_not_intended(@ForAll long seed) {
        RandomYaml yaml = new RandomYaml(seed);
        ConsumerDocument document = yaml(yaml.text());
        Map<String, Set<String>> shared = new LinkedHashMap<>();
        for (RandomYaml.Part part : yaml.parts()) {
            Set<String> pointers = everywhere(document, scalarsWith(document, part.name()));
            if (pointers.size() > 1) {
                shared.put(part.name(), pointers);
            }
        }
        assumeThat(shared).isNotEmpty();
        shared.forEach((name, pointers) -> {
            String held = pointers.iterator().next();
            Set<String> intended = new LinkedHashSet<>(pointers);
            intended.remove(held);
            ScalarEdit edit =
                    new ScalarEdit(scalarsWith(document, name).iterator().next(), name, "img-y");

            assertThatThrownBy(() -> document.edit(List.of(edit), intended))
                    .isInstanceOfSatisfying(
                            UnintendedChangeException.class,
                            e -> assertThat(e.pointers()).containsExactly(held));
        });
    }

    @Property(tries = 300)
    void should_find_an_edit_at_a_wrong_place(@ForAll long seed) {
        RandomYaml yaml = new RandomYaml(seed);
        assumeThat(yaml.parts()).isNotEmpty();
        ConsumerDocument document = yaml(yaml.text());
        RandomYaml.Part part =
                yaml.parts().get(new Random(seed).nextInt(yaml.parts().size()));
        Set<Scalar> scalars = scalarsWith(document, part.name());
        assumeThat(scalars).isNotEmpty();
        Scalar scalar = scalars.iterator().next();
        String to = part.name() + "2";
        String token = yaml.text().substring(scalar.start(), scalar.end()).replace(part.name(), to);
        Map<String, @Nullable Object> expected = new HashMap<>();
        everywhere(document, scalars)
                .forEach(pointer -> expected.put(pointer, scalar.value().replace(part.name(), to)));

        document.prove(yaml.textWith(List.of(part.name()), to), Map.of(scalar, token), expected);

        for (int shift = -12; shift <= 12; shift++) {
            int start = part.offset() + shift;
            if (shift == 0
                    || start < 0
                    || start + part.name().length() > yaml.text().length()) {
                continue;
            }
            String wrong = new StringBuilder(yaml.text())
                    .replace(start, start + part.name().length(), to)
                    .toString();
            assertThatThrownBy(() -> document.prove(wrong, Map.of(scalar, token), expected))
                    .isInstanceOfAny(UnintendedChangeException.class, ConsumerException.class);
        }
    }

    /** Without the part a word must be left in its line, or a plain text would end with a blank. */
    private static boolean keepsItsEnd(String text, RandomYaml.Part part, String to) {
        int end = part.offset() + part.name().length();
        return !to.isEmpty() || (end < text.length() && "'\"".indexOf(text.charAt(end)) >= 0);
    }

    private static Set<Scalar> scalarsWith(ConsumerDocument document, String part) {
        return document.leaves().stream()
                .filter(leaf -> leaf.value().contains(part))
                .map(Leaf::scalar)
                .collect(Collectors.toSet());
    }

    private static List<Object> load(String text) {
        List<Object> documents = new ArrayList<>();
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        new Yaml(new SafeConstructor(options)).loadAll(text).forEach(documents::add);
        return documents;
    }

    private static @Nullable Object replaced(@Nullable Object value, List<String> parts, String to) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> result = new LinkedHashMap<>();
            map.forEach((key, each) -> result.put(key, replaced(each, parts, to)));
            return result;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> result = new ArrayList<>();
            list.forEach(each -> result.add(replaced(each, parts, to)));
            return result;
        }
        if (value instanceof String text) {
            for (String part : parts) {
                text = text.replace(part, to);
            }
            return text;
        }
        return value;
    }

    private static void flatten(String pointer, @Nullable Object value, List<String> pointers) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> flatten(pointer + "/" + key, each, pointers));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                flatten(pointer + "/" + i, list.get(i), pointers);
            }
        } else {
            pointers.add(pointer);
        }
    }
}
