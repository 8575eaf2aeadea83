package dev.imagefactory.osob;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place at which two loaded documents differ.
 *
 * @param pointer JSON pointer of the value, or of the mapping or list whose keys or length differ
 */
record ResolvedDifference(
        String pointer, @Nullable Object before, @Nullable Object after) {

    /** All places, in the order of the document. */
    static List<ResolvedDifference> between(@Nullable Object before, @Nullable Object after) {
        List<ResolvedDifference> differences = new ArrayList<>();
        compare(new StringBuilder(), before, after, differences);
        return differences;
    }

    private static void compare(
            StringBuilder pointer,
            @Nullable Object before,
            @Nullable Object after,
            List<ResolvedDifference> differences) {
        if (before instanceof Map<?, ?> one && after instanceof Map<?, ?> other && sameKeys(one, other)) {
            Iterator<?> others = other.values().iterator();
            one.forEach((key, value) -> below(pointer, YamlLoader.pointerToken(key), value, others, differences));
        } else if (before instanceof List<?> one && after instanceof List<?> other && one.size() == other.size()) {
            Iterator<?> others = other.iterator();
            for (int i = 0; i < one.size(); i++) {
                below(pointer, Integer.toString(i), one.get(i), others, differences);
            }
        } else if (before instanceof Map || before instanceof List || !Objects.equals(before, after)) {
            differences.add(new ResolvedDifference(pointer.toString(), before, after));
        }
    }

    private static void below(
            StringBuilder pointer,
            String token,
            @Nullable Object before,
            Iterator<?> after,
            List<ResolvedDifference> differences) {
        int length = pointer.length();
        pointer.append('/').append(token.replace("~", "~0").replace("/", "~1"));
        compare(pointer, before, after.next(), differences);
        pointer.setLength(length);
    }

    /** Whether the keys are the same in the same order. */
    private static boolean sameKeys(Map<?, ?> one, Map<?, ?> other) {
        Iterator<?> others = other.keySet().iterator();
        return one.size() == other.size() && one.keySet().stream().allMatch(key -> Objects.equals(key, others.next()));
    }
}
