package dev.imagefactory.osob;

import dev.imagefactory.planner.VersionText;
import dev.imagefactory.template.BuiltIn;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which of two names of an image is the earlier one, by the values of its pattern's variables. */
final class NameOrder {
    private NameOrder() {}

    /**
     * Less than 0 where the first is the earlier one, 0 where the names do not say: versions decide, in their order,
     * then dates.
     */
    static int compare(Map<String, String> slots, Map<String, String> others) {
        int byVersion = compare(slots, others, false);
        return byVersion == 0 ? compare(slots, others, true) : byVersion;
    }

    private static int compare(Map<String, String> slots, Map<String, String> others, boolean dates) {
        for (Map.Entry<String, String> slot : slots.entrySet()) {
            @Nullable String other = others.get(slot.getKey());
            if (other != null && isDate(slot.getKey()) == dates) {
                VersionText one = new VersionText(slot.getValue());
                VersionText two = new VersionText(other);
                int order = one.isNumbered() && two.isNumbered() ? one.compareTo(two) : 0;
                if (order != 0) {
                    return order;
                }
            }
        }
        return 0;
    }

    static boolean isDate(String variable) {
        return Arrays.stream(BuiltIn.values())
                .anyMatch(builtIn -> builtIn.name().equals(variable));
    }
}
