package dev.imagefactory.osob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PrefixesTest {

    @Property
    void should_find_all_that_a_text_begins_with(
            @ForAll("prefixes") List<String> prefixes, @ForAll("texts") String text) {
        List<String> found = of(prefixes).of(text);

        assertThat(found)
                .containsExactlyElementsOf(prefixes.stream()
                        .filter(prefix -> text.regionMatches(true, 0, prefix, 0, prefix.length()))
                        .sorted(Comparator.comparingInt(String::length))
                        .toList());
    }

    @Property
    void should_see_whether_any_stands_in_a_text(
            @ForAll("prefixes") List<String> prefixes, @ForAll("texts") String text) {
        boolean any = prefixes.stream().anyMatch(prefix -> stands(prefix, text));

        assertThat(of(prefixes).anyIn(text)).isEqualTo(any);
    }

    private static boolean stands(String prefix, String text) {
        for (int i = 0; i <= text.length(); i++) {
            if (text.regionMatches(true, i, prefix, 0, prefix.length())) {
                return true;
            }
        }
        return false;
    }

    private static Prefixes<String> of(List<String> prefixes) {
        Prefixes<String> all = new Prefixes<>();
        prefixes.forEach(prefix -> all.add(prefix, prefix));
        return all;
    }

    @Provide
    Arbitrary<List<String>> prefixes() {
        return text(0, 4).list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> texts() {
        return text(0, 12);
    }

    /** Of few letters, in both cases, among them such as have several lower or upper cases. */
    private static Arbitrary<String> text(int min, int max) {
        return Arbitraries.strings()
                .withChars('a', 'A', 'b', 'B', 'i', 'I', 'İ', 'ı', 'ß', 'σ', 'ς', 'Σ', '-')
                .ofMinLength(min)
                .ofMaxLength(max);
    }
}
