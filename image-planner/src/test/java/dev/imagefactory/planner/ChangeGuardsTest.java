package dev.imagefactory.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagefactory.planner.ChangeGuards.Reaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChangeGuardsTest {
    private final SortedMap<String, String> before = new TreeMap<>(Map.of(
            "VS_URL", "https://aka.ms/1", "VS_VERSION", "17_9", "GIT_VERSION", "2.51.2", "SKU", "2", "EDITION", "b"));
    private final SortedMap<String, String> after = new TreeMap<>(before);
    private ChangeGuards guards = ChangeGuards.DEFAULT;

    private List<String> breaches() {
        List<String> breaches = new ArrayList<>();
        guards.check(before, after)
                .forEach(breach -> breaches.add(breach.code().id() + " " + breach.reaction() + " " + breach.message()));
        return breaches;
    }

    @Test
    void should_let_pairs_that_move_together_and_rising_versions_pass() {
        after.put("VS_URL", "https://aka.ms/2");
        after.put("VS_VERSION", "17_10");
        after.put("GIT_VERSION", "2.51.10");
        after.put("SKU", "1");

        assertThat(breaches()).isEmpty();
    }

    @Test
    void should_tell_which_of_a_pair_stayed() {
        after.put("VS_URL", "https://aka.ms/2");
        assertThat(breaches()).containsExactly("split-pair WARN VS_URL has changed and VS_VERSION has not");
        after.put("VS_URL", "https://aka.ms/1");
        after.put("VS_VERSION", "17_10");
        assertThat(breaches()).containsExactly("split-pair WARN VS_VERSION has changed and VS_URL has not");
        guards = guards.withSplitPairs(Reaction.IGNORE);
        assertThat(breaches()).isEmpty();
    }

    @Test
    void should_know_pairs_by_configuration_too() {
        guards =
                guards.withPairs(List.of(new VariablePair("SKU", "EDITION"), new VariablePair("VS_VERSION", "VS_URL")));
        after.put("SKU", "3");
        after.put("VS_VERSION", "17_10");

        assertThat(breaches())
                .containsExactly(
                        "split-pair WARN SKU has changed and EDITION has not",
                        "split-pair WARN VS_VERSION has changed and VS_URL has not");
        assertThatThrownBy(() -> new VariablePair("SKU", "SKU"))
                .hasMessage("'SKU' is no pair by itself; name two variables");
    }

    @Test
    void should_not_take_what_is_new_or_gone_for_a_change_of_one() {
        after.remove("VS_URL");
        assertThat(breaches()).isEmpty();
        after.put("NODE_URL", "https://example.com");
        before.put("NODE_VERSION", "22");
        after.put("NODE_VERSION", "21.9");

        assertThat(breaches()).containsExactly("downgrade REFUSE NODE_VERSION falls from 22 to 21.9");
    }

    @Test
    void should_see_no_order_in_what_is_no_version() {
        before.put("SHELL_VERSION", "latest");
        after.put("SHELL_VERSION", "7.5.4");
        before.put("kv_VERSION", "7f");
        after.put("kv_VERSION", "3a");

        assertThat(breaches()).isEmpty();
    }

    @Test
    void should_tell_a_version_that_falls_before_the_rest() {
        after.put("VS_VERSION", "17_8_99");
        assertThat(breaches())
                .containsExactly(
                        "downgrade REFUSE VS_VERSION falls from 17_9 to 17_8_99",
                        "split-pair WARN VS_VERSION has changed and VS_URL has not");
        guards = guards.withDowngrades(Reaction.WARN).withSplitPairs(Reaction.IGNORE);
        assertThat(breaches()).containsExactly("downgrade WARN VS_VERSION falls from 17_9 to 17_8_99");
    }
}
