package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTextTest {
    @Test
    void should_compare_numbers_of_any_length() {
        VersionText huge = new VersionText("2" + "0".repeat(3_000_000));

        assertThat(huge).isGreaterThan(new VersionText("1" + "0".repeat(3_000_000)));
        assertThat(new VersionText("0" + huge.text())).isEqualByComparingTo(huge);
    }

    @ParameterizedTest
    @CsvSource({
        "17_9_1, 17_14_19",
        "17_14_19, 17_14_19_1",
        "16_11_53, 16_11_54_1",
        "2021.0503.000052, 2021.0503.000053",
        "2021.0503.000052, 2021.0503.52000",
        "2021.0503.99, 2021.0510.000001",
        "9.0.308, 10.0.100",
        "9.0.0-preview.7, 9.0.0",
        "9.0.0-preview.7, 9.0.0-rc.1",
        "9.0.0-rc.2, 9.0.0-rc.10",
        "17_15_0_preview_1, 17_15_0",
        "17_14_19, 17_15_0-preview_1",
        "1.0.0-alpha, 1.0.0-alpha.1",
        "1.0.0-alpha.1, 1.0.0-alpha.beta",
        "1.0.0-alpha.beta, 1.0.0-beta",
        "1.0.0-beta, 1.0.0-beta.2",
        "1.0.0-beta.2, 1.0.0-beta.11",
        "1.0.0-beta.11, 1.0.0-rc.1",
        "1.0.0-rc.1, 1.0.0",
        "3.14.0b2, 3.14.0rc1",
        "3.14.0rc1, 3.14.0",
        "1.1.1, 1.1.1k",
        "2.51.2, 2.51.2.windows.1",
        "2.51.2.windows.1, 2.51.3",
        "v1.9, 1.10",
        "2026-01-31, 2026-02-01",
        "99999999999999999999, 100000000000000000000"
    })
    void should_know_the_earlier_version(String earlier, String later) {
        assertThat(new VersionText(earlier)).isLessThan(new VersionText(later));
        assertThat(new VersionText(later)).isGreaterThan(new VersionText(earlier));
        assertThat(new VersionText(earlier).isDowngradeOf(new VersionText(later)))
                .isTrue();
        assertThat(new VersionText(later).isDowngradeOf(new VersionText(earlier)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "17_14, 17.14",
        "17_14, 17_14_0",
        "2021.0503, 2021.503",
        "v2.1, 2.1",
        "1.0.0+build.5, 1.0.0",
        "1-RC, 1-rc"
    })
    void should_take_spellings_of_one_version_for_the_same(String one, String other) {
        assertThat(new VersionText(one)).isEqualByComparingTo(new VersionText(other));
    }

    @ParameterizedTest
    @CsvSource({"latest, 17_1", "17_1, latest", "'', 1", "preview, release"})
    void should_see_no_downgrade_where_there_is_no_number(String one, String other) {
        assertThat(new VersionText(one).isDowngradeOf(new VersionText(other))).isFalse();
    }

    @Property
    void should_order_any_texts(
            @ForAll("versions") VersionText a, @ForAll("versions") VersionText b, @ForAll("versions") VersionText c) {
        assertThat(a).isEqualByComparingTo(a);
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
        List<VersionText> sorted = List.of(a, b, c).stream().sorted().toList();
        assertThat(sorted.get(0).compareTo(sorted.get(2))).isNotPositive();
        if (a.compareTo(b) == 0) {
            assertThat(Integer.signum(a.compareTo(c))).isEqualTo(Integer.signum(b.compareTo(c)));
        }
    }

    @Property
    void should_agree_with_the_order_of_numbers(
            @ForAll @Size(4) List<@IntRange(max = 30) Integer> one,
            @ForAll @Size(4) List<@IntRange(max = 30) Integer> other,
            @ForAll("separators") String separator) {
        int expected = 0;
        for (int i = 0; i < 4 && expected == 0; i++) {
            expected = one.get(i).compareTo(other.get(i));
        }

        assertThat(Integer.signum(version(one, separator).compareTo(version(other, "_"))))
                .isEqualTo(expected);
    }

    private static VersionText version(List<Integer> numbers, String separator) {
        return new VersionText(numbers.stream().map(String::valueOf).collect(Collectors.joining(separator)));
    }

    @Provide
    Arbitrary<String> separators() {
        return Arbitraries.of(".", "_", "-");
    }

    @Provide
    Arbitrary<VersionText> versions() {
        Arbitrary<String> part = Arbitraries.oneOf(
                Arbitraries.of("0", "1", "01", "2", "10", "a", "b", "rc", "preview", "x", "v", "", "+", "é"),
                Arbitraries.strings().ascii().ofMaxLength(2));
        return Combinators.combine(part, Arbitraries.of("", ".", "_", "-"))
                .as((text, separator) -> text + separator)
                .list()
                .ofMaxSize(5)
                .map(parts -> new VersionText(String.join("", parts)));
    }
}
