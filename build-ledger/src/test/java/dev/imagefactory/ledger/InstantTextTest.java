package dev.imagefactory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
    @Property
    void should_read_what_an_instant_writes(
            @ForAll @LongRange(min = -99_999_999_999L, max = 299_999_999_999L) long seconds,
            @ForAll @LongRange(max = 999_999_999) long nanos) {
        for (long fraction : new long[] {nanos, nanos / 1_000 * 1_000, nanos / 1_000_000 * 1_000_000, 0}) {
            Instant instant = Instant.ofEpochSecond(seconds, fraction);
            assertThat(InstantText.parse(instant.toString())).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T10:00:00.1Z",
                "2026-11-23T10:00:00.Z",
                "2026-11-23T24:00:00Z",
                "2026-11-23T23:59:60Z",
                "2026-11-23T10:00:00+01:00",
                "+12026-11-23T10:00:00Z",
                "2026-11-23t10:00:00z"
            })
    void should_read_other_forms_as_the_general_parser_does(String text) {
        assertThat(InstantText.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2026-11-23T10:00:00",
                "2026-13-23T10:00:00Z",
                "2026-02-30T10:00:00Z",
                "2026-11-23T10:60:00Z",
                "2026-11-23T10:00:0xZ",
                "2026-11-23T10:00:00,5Z",
                "2026-11-23 10:00:00Z",
                "2026-11-23T10:00:00.1234567891Z"
            })
    void should_refuse_what_is_no_instant(String text) {
        assertThatThrownBy(() -> InstantText.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
