package dev.imagefactory.template;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Values of variables by their names, sorted. Immutable, so that images with the same variables share one, and small: a
 * set may have a hundred thousand images, and its ledger as many builds.
 */
@SuppressWarnings("JdkObsolete") // a sorted map is what images and orders have of their variables
public final class VariableValues extends AbstractMap<String, String> implements SortedMap<String, String> {
    private static final VariableValues NONE = new VariableValues(new TreeMap<>());

    private final String[] names;
    private final String[] values;

    private VariableValues(SortedMap<String, String> sorted) {
        this.names = sorted.keySet().toArray(String[]::new);
        this.values = sorted.values().toArray(String[]::new);
    }

    /** The values of a map as they are now; the same object where they are of this class already. */
    public static VariableValues copyOf(Map<String, String> map) {
        if (map instanceof VariableValues values) {
            return values;
        }
        if (map.isEmpty()) {
            return NONE;
        }
        SortedMap<String, String> sorted = new TreeMap<>();
        sorted.putAll(map);
        return new VariableValues(sorted);
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        int place = place(name);
        return place < 0 ? null : values[place];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return place(name) >= 0;
    }

    private int place(@Nullable Object name) {
        return name instanceof String text ? Arrays.binarySearch(names, text) : -1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VariableValues same
                ? Arrays.equals(names, same.names) && Arrays.equals(values, same.values)
                : super.equals(other);
    }

    /** As {@link Map#hashCode} has it, without an object for each entry. */
    @Override
    public int hashCode() {
        int sum = 0;
        for (int i = 0; i < names.length; i++) {
            sum += names[i].hashCode() ^ values[i].hashCode();
        }
        return sum;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, String>> iterator() {
                return IntStream.range(0, names.length)
                        .mapToObj(i -> Map.entry(names[i], values[i]))
                        .iterator();
            }

            @Override
            public int size() {
                return names.length;
            }
        };
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    void addTo(Map<String, String> others) {
        for (int i = 0; i < names.length; i++) {
            others.put(names[i], values[i]);
        }
    }

    /** Null, for the names have their natural order. */
    @Override
    public @Nullable Comparator<? super String> comparator() {
        return null;
    }

    @Override
    public SortedMap<String, String> subMap(String from, String to) {
        return sorted().subMap(from, to);
    }

    @Override
    public SortedMap<String, String> headMap(String to) {
        return sorted().headMap(to);
    }

    @Override
    public SortedMap<String, String> tailMap(String from) {
        return sorted().tailMap(from);
    }

    private SortedMap<String, String> sorted() {
        SortedMap<String, String> sorted = new TreeMap<>();
        forEach(sorted::put);
        return Collections.unmodifiableSortedMap(sorted);
    }

    @Override
    public String firstKey() {
        return name(0);
    }

    @Override
    public String lastKey() {
        return name(names.length - 1);
    }

    private String name(int place) {
        if (names.length == 0) {
            throw new NoSuchElementException("there is no variable");
        }
        return names[place];
    }
}
