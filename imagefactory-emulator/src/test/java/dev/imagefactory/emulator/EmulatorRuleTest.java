package dev.imagefactory.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.emulator.EmulatorRule.Outcome;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmulatorRuleTest {

    @Test
    void should_read_outcome_count_and_glob() {
        assertThat(EmulatorRule.parse("fail@1=*VS2019*"))
                .isEqualTo(new EmulatorRule(Outcome.FAIL, OptionalInt.of(1), "*VS2019*"));
        assertThat(EmulatorRule.parse("unknown-state=a=b@2"))
                .isEqualTo(new EmulatorRule(Outcome.UNKNOWN_STATE, OptionalInt.empty(), "a=b@2"));
    }

    @Property
    void should_print_what_it_reads(
            @ForAll Outcome outcome, @ForAll @IntRange(max = 999_999_999) int limit, @ForAll @NotEmpty String glob) {
        OptionalInt count = limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit);
        EmulatorRule rule = new EmulatorRule(outcome, count, glob);

        assertThat(EmulatorRule.parse(rule.toString())).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fail",
                "fail=",
                "=*",
                "fail@0=*",
                "fail@=*",
                "fail@-1=*",
                "fail@x=*",
                "fail@9999999999=*",
                "@1=*"
            })
    void should_say_how_a_rule_is_written(String text) {
        assertThatThrownBy(() -> EmulatorRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write OUTCOME[@COUNT]=GLOB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"explode=*", "FAIL=*", "unknown_state=*", " fail=*"})
    void should_name_the_outcomes(String text) {
        assertThatThrownBy(() -> EmulatorRule.parse(text))
                .hasMessageContaining(
                        "succeed, fail, cancel, hang, unknown-state, reject, forget, drop, drop-unstarted,"
                                + " gateway-timeout, gateway-timeout-unstarted, internal-error");
    }

    @Test
    void should_refuse_a_count_or_glob_that_could_not_be_written() {
        assertThatThrownBy(() -> new EmulatorRule(Outcome.FAIL, OptionalInt.of(0), "*"))
                .hasMessageContaining("count");
        assertThatThrownBy(() -> new EmulatorRule(Outcome.FAIL, OptionalInt.empty(), ""))
                .hasMessageContaining("glob");
    }

    @ParameterizedTest
    @CsvSource({"fail=a, 5, true", "fail@2=a, 0, true", "fail@2=a, 1, true", "fail@2=a, 2, false", "fail=b, 0, false"})
    void should_apply_to_the_first_creations(String rule, int earlier, boolean expected) {
        assertThat(EmulatorRule.parse(rule).appliesTo("A", earlier)).isEqualTo(expected);
    }
}
