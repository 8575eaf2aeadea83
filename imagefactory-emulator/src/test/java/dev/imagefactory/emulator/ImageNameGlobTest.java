package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameGlobTest {

    @ParameterizedTest
    @CsvSource({
        "*VS2019*, helix-vs2019-x, true",
        "*VS2019*, helix-vs2022, false",
        "VS20??, vs2022, true",
        "VS20??, vs202, false",
        "a*b*c, aXbbXc, true",
        "*, '', true",
        "?, '', false",
        "?, \uD83D\uDE00, true",
        "STRASSE, straße, false",
        "ÉTÉ, été, true",
        "a.c, abc, false"
    })
    void should_match_whole_names(String glob, String name, boolean expected) {
        assertThat(new ImageNameGlob(glob).matches(name)).isEqualTo(expected);
    }

    @Property
    void should_match_as_brute_force_does(
            @ForAll @StringLength(max = 8) @Chars({'a', 'B', '*', '?'}) String glob,
            @ForAll @StringLength(max = 10) @Chars({'a', 'A', 'b'}) String name) {
        assertThat(new ImageNameGlob(glob).matches(name)).isEqualTo(bruteForce(glob, name));
    }

    @Property
    void should_match_itself_and_any_name_by_stars(
            @ForAll @StringLength(max = 20) @CharRange(from = 0, to = 0xFFFF) String name) {
        assertThat(new ImageNameGlob(name).matches(name)).isTrue();
        assertThat(new ImageNameGlob("**").matches(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource("a*a*a*a*a*a*a*a*a*a*b, 200000")
    @Timeout(60)
    void should_not_take_exponential_time(String glob, int length) {
        assertThat(new ImageNameGlob(glob).matches("a".repeat(length))).isFalse();
    }

    private static boolean bruteForce(String glob, String name) {
        if (glob.isEmpty()) {
            return name.isEmpty();
        }
        if (glob.charAt(0) == '*') {
            return bruteForce(glob.substring(1), name) || (!name.isEmpty() && bruteForce(glob, name.substring(1)));
        }
        return !name.isEmpty()
                && (glob.charAt(0) == '?' || glob.substring(0, 1).equalsIgnoreCase(name.substring(0, 1)))
                && bruteForce(glob.substring(1), name.substring(1));
    }
}
