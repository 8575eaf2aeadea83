package dev.imagefactory.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class VariableValuesTest {
    @Property(tries = 200)
    void should_be_what_a_tree_map_is(@ForAll Map<String, String> map, @ForAll String other) {
        SortedMap<String, String> sorted = new TreeMap<>(map);

        VariableValues values = VariableValues.copyOf(map);

        assertThat(values.toString()).isEqualTo(sorted.toString());
        assertThat(values.equals(sorted)).isTrue();
        assertThat(sorted.equals(values)).isTrue();
        assertThat(values.hashCode()).isEqualTo(sorted.hashCode());
        assertThat(List.copyOf(values.keySet())).isEqualTo(List.copyOf(sorted.keySet()));
        assertThat(values.get(other)).isEqualTo(sorted.get(other));
        assertThat(values.containsKey(other)).isEqualTo(sorted.containsKey(other));
        assertThat(values.headMap(other).equals(sorted.headMap(other))).isTrue();
        assertThat(values.tailMap(other).equals(sorted.tailMap(other))).isTrue();
        assertThat(values.subMap(other, other + "x").equals(sorted.subMap(other, other + "x")))
                .isTrue();
        if (!sorted.isEmpty()) {
            assertThat(values.firstKey()).isEqualTo(sorted.firstKey());
            assertThat(values.lastKey()).isEqualTo(sorted.lastKey());
            map.forEach((name, value) -> assertThat(values).containsEntry(name, value));
        }
    }

    @Example
    void should_copy_only_what_may_change() {
        SortedMap<String, String> backwards = new TreeMap<>(Comparator.reverseOrder());
        backwards.put("A", "1");
        backwards.put("B", "2");

        VariableValues values = VariableValues.copyOf(backwards);
        backwards.clear();

        assertThat(values).hasToString("{A=1, B=2}");
        assertThat(VariableValues.copyOf(values)).isSameAs(values);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> values.put("C", "3"));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(values::clear);
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> VariableValues.copyOf(Map.of()).firstKey());
    }
}
