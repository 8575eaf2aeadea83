package dev.imagefactory.osob;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by what a text begins with, without regard to case. All of them are looked for at once, so that it does not
 * matter how many there are.
 */
final class Prefixes<T> {
    private final Node<T> root = new Node<>();

    /** What texts may begin with; tells of most places at once that nothing begins there. */
    private final BitSet beginnings = new BitSet();

    private static final class Node<T> {
        final Map<Character, Node<T>> next = new HashMap<>();
        final List<T> values = new ArrayList<>();
    }

    void add(String prefix, T value) {
        Node<T> node = root;
        for (int i = 0; i < prefix.length(); i++) {
            char folded = folded(prefix.charAt(i));
            if (i == 0) {
                beginnings.set(folded);
            }
            node = node.next.computeIfAbsent(folded, each -> new Node<>());
        }
        node.values.add(value);
    }

    /** The values of all that the text begins with, those of the shortest first, else in the order of their adding. */
    List<T> of(String text) {
        List<T> values = new ArrayList<>();
        @Nullable Node<T> node = root;
        for (int i = 0; node != null; i++) {
            values.addAll(node.values);
            node = i == text.length() ? null : node.next.get(folded(text.charAt(i)));
        }
        return values;
    }

    /** Whether any of them stands anywhere in the text. */
    boolean anyIn(String text) {
        if (!root.values.isEmpty()) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            if (beginnings.get(folded(text.charAt(i))) && anyAt(text, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyAt(String text, int start) {
        @Nullable Node<T> node = root;
        for (int i = start; node != null && i < text.length(); i++) {
            node = node.next.get(folded(text.charAt(i)));
            if (node != null && !node.values.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The same for all characters that {@link String#equalsIgnoreCase} takes for equal. */
    private static char folded(char character) {
        return Character.toLowerCase(Character.toUpperCase(character));
    }
}
