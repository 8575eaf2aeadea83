package dev.imagefactory.osob;

import dev.imagefactory.osob.ReferenceDecision.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The lines of release notes for an update: {@code Update scouting VS 2022 from 17.3.1 to 17.3.2}. */
final class ReleaseNotes {
    private ReleaseNotes() {}

    /**
     * One line for each ring, product and pair of versions, from the names before and after; a name in which only a
     * date changes gives none.
     */
    static List<String> of(ConsumerUpdate update, OsobPolicy policy, ImageNames names) {
        TreeSet<String> lines = new TreeSet<>();
        for (ReferenceDecision move : update.in(State.UPDATE)) {
            Map<String, String> before = slots(names, move.reference().imageName());
            Map<String, String> after = slots(names, String.valueOf(move.to()));
            before.forEach((variable, from) -> {
                @Nullable String to = after.get(variable);
                if (to != null && !to.equals(from) && !NameOrder.isDate(variable)) {
                    lines.add(line(move.reference().ring(), product(variable, policy), from, to));
                }
            });
        }
        return new ArrayList<>(lines);
    }

    private static Map<String, String> slots(ImageNames names, String name) {
        return names.find(name).map(ImageNames.Named::slots).orElse(Map.of());
    }

    private static String line(@Nullable String ring, String product, String from, String to) {
        String of = ring == null ? "" : ring + " ";
        return "Update " + of + product + " from " + version(from) + " to " + version(to);
    }

    private static String product(String variable, OsobPolicy policy) {
        return Optional.ofNullable(policy.productNames().get(variable))
                .orElse(variable.replaceFirst("_VERSION$", "").replace('_', ' '));
    }

    private static String version(String value) {
        return value.replace('_', '.');
    }
}
