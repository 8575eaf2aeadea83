package dev.imagefactory.template.document;

import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which element of a list is which element of a later one.
 *
 * <p>As many equal elements as possible belong together, then as many as possible with the same {@code Name}; what lies
 * between these goes by its place. The order is kept: no two pairs cross.
 */
final class ElementPairs {
    /** Lists whose lengths make a larger product, equal ends aside, are compared by place only. */
    private static final int MOST_CELLS = 1_000_000;

    private static final String NAME = "Name";

    /**
     * Two elements that belong together.
     *
     * @param before the place in the earlier list, or -1 for an element that was put in
     * @param after the place in the later list, or -1 for an element that was taken out
     */
    record Pair(int before, int after) {}

    private final List<Key> before;
    private final List<Key> after;
    private final int equalCounts;
    private final List<Pair> pairs = new ArrayList<>();
    private int pairedBefore;
    private int pairedAfter;

    /** What an element is recognised by. */
    private record Key(String text, @Nullable String name) {
        static Key of(JsonValue element) {
            return new Key(JsonText.canonical(element), element instanceof JsonObject object ? nameOf(object) : null);
        }

        private static @Nullable String nameOf(JsonObject object) {
            for (Member member : object.members()) {
                if (member.name().equalsIgnoreCase(NAME) && member.value() instanceof JsonString name) {
                    return name.text();
                }
            }
            return null;
        }

        boolean hasNameOf(Key other) {
            return name != null && name.equals(other.name);
        }
    }

    private ElementPairs(List<JsonValue> before, List<JsonValue> after) {
        this.before = before.stream().map(Key::of).toList();
        this.after = after.stream().map(Key::of).toList();
        // One more equal element outweighs all names.
        this.equalCounts = Math.min(before.size(), after.size()) + 1;
    }

    /** All elements of both lists, each once, in the order of either list. */
    static List<Pair> of(List<JsonValue> before, List<JsonValue> after) {
        ElementPairs pairs = new ElementPairs(before, after);
        pairs.findAll();
        return pairs.pairs;
    }

    private void findAll() {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && before.get(head).text().equals(after.get(head).text())) {
            pair(head, head);
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && before.get(before.size() - 1 - tail)
                        .text()
                        .equals(after.get(after.size() - 1 - tail).text())) {
            tail++;
        }
        int endBefore = before.size() - tail;
        int endAfter = after.size() - tail;
        if ((long) (endBefore - head) * (endAfter - head) <= MOST_CELLS) {
            pairAlike(head, endBefore, endAfter);
        }
        for (int i = tail; i > 0; i--) {
            pair(before.size() - i, after.size() - i);
        }
        pairByPlace(before.size(), after.size());
    }

    /** Pairs the elements that are worth most together. */
    private void pairAlike(int start, int endBefore, int endAfter) {
        int[][] worth = new int[endBefore - start + 1][endAfter - start + 1];
        for (int i = endBefore - 1; i >= start; i--) {
            int[] row = worth[i - start];
            int[] below = worth[i - start + 1];
            for (int j = endAfter - 1; j >= start; j--) {
                int apart = Math.max(below[j - start], row[j - start + 1]);
                row[j - start] = Math.max(apart, worth(i, j) + below[j - start + 1]);
            }
        }
        int i = start;
        int j = start;
        while (i < endBefore && j < endAfter) {
            int most = worth[i - start][j - start];
            if (most == worth[i - start + 1][j - start]) {
                i++;
            } else if (most == worth[i - start][j - start + 1]) {
                j++;
            } else {
                pair(i++, j++);
            }
        }
    }

    private int worth(int i, int j) {
        Key one = before.get(i);
        Key other = after.get(j);
        return one.text().equals(other.text()) ? equalCounts : one.hasNameOf(other) ? 1 : 0;
    }

    private void pair(int i, int j) {
        pairByPlace(i, j);
        pairs.add(new Pair(i, j));
        pairedBefore = i + 1;
        pairedAfter = j + 1;
    }

    /** Pairs what is left up to here. */
    private void pairByPlace(int endBefore, int endAfter) {
        while (pairedBefore < endBefore || pairedAfter < endAfter) {
            pairs.add(new Pair(
                    pairedBefore < endBefore ? pairedBefore++ : -1, pairedAfter < endAfter ? pairedAfter++ : -1));
        }
    }
}
