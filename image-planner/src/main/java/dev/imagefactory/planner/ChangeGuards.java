package dev.imagefactory.planner;

import dev.imagefactory.planner.Reason.VariableChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a change of variables must not do unnoticed: move one of a pair without the other, or let a version fall.
 *
 * <p>A pair is {@code X_URL} with {@code X_VERSION}, and whatever is named. A version is a variable whose name ends in
 * {@code VERSION}; values that are no versions by number have no order, and none of them falls.
 *
 * @param pairs pairs beside those that are known by name
 * @param splitPairs what becomes of a change of one of a pair
 * @param downgrades what becomes of a version that falls
 */
public record ChangeGuards(List<VariablePair> pairs, Reaction splitPairs, Reaction downgrades) {
    /** Pairs by name alone; a split pair is a warning, a downgrade is refused. */
    public static final ChangeGuards DEFAULT = new ChangeGuards(List.of(), Reaction.WARN, Reaction.REFUSE);

    private static final String URL = "_URL";
    private static final String VERSION = "VERSION";

    /** What becomes of a change. */
    public enum Reaction {
        IGNORE,
        WARN,
        REFUSE;

        /** The name in messages and JSON: lower case. */
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A change that breaks one of the rules.
     *
     * @param code {@link ReasonCode#SPLIT_PAIR} or {@link ReasonCode#DOWNGRADE}
     * @param message what is wrong
     * @param nextStep what to do
     * @param reaction what becomes of it; not {@link Reaction#IGNORE}
     */
    public record Breach(ReasonCode code, String message, String nextStep, Reaction reaction) {
        @Override
        public String toString() {
            return message + "; " + nextStep;
        }
    }

    public ChangeGuards {
        pairs = List.copyOf(pairs);
    }

    public ChangeGuards withPairs(List<VariablePair> more) {
        return new ChangeGuards(more, splitPairs, downgrades);
    }

    public ChangeGuards withSplitPairs(Reaction reaction) {
        return new ChangeGuards(pairs, reaction, downgrades);
    }

    public ChangeGuards withDowngrades(Reaction reaction) {
        return new ChangeGuards(pairs, splitPairs, reaction);
    }

    /**
     * Checks a change.
     *
     * @param before variables with their values: those of one image, or all that are defined
     * @param after the same after the change
     * @return downgrades first, each by name
     */
    public List<Breach> check(SortedMap<String, String> before, SortedMap<String, String> after) {
        Map<String, VariableChange> changes = VariableChange.between(before, after).stream()
                .filter(change -> change.before() != null && change.after() != null)
                .collect(Collectors.toMap(
                        VariableChange::name, change -> change, (one, other) -> one, LinkedHashMap::new));
        List<Breach> breaches = new ArrayList<>();
        if (downgrades != Reaction.IGNORE) {
            changes.values().stream()
                    .filter(ChangeGuards::isDowngrade)
                    .forEach(change -> breaches.add(downgrade(change)));
        }
        if (splitPairs != Reaction.IGNORE) {
            for (VariablePair pair : pairsOf(before, after)) {
                boolean one = changes.containsKey(pair.one());
                if (one != changes.containsKey(pair.other())) {
                    breaches.add(one ? split(pair.one(), pair.other()) : split(pair.other(), pair.one()));
                }
            }
        }
        return breaches;
    }

    /** Versions of secrets, which stand among the variables under lower-case names, have no order. */
    private static boolean isDowngrade(VariableChange change) {
        @Nullable String before = change.before();
        @Nullable String after = change.after();
        return Character.isUpperCase(change.name().charAt(0))
                && change.name().endsWith(VERSION)
                && before != null
                && after != null
                && new VersionText(after).isDowngradeOf(new VersionText(before));
    }

    private Breach downgrade(VariableChange change) {
        return new Breach(
                ReasonCode.DOWNGRADE,
                change.name() + " falls from " + change.before() + " to " + change.after(),
                downgrades == Reaction.REFUSE ? "correct it, or allow it by --allow-downgrade" : "it is allowed",
                downgrades);
    }

    private Breach split(String changed, String unchanged) {
        return new Breach(
                ReasonCode.SPLIT_PAIR,
                changed + " has changed and " + unchanged + " has not",
                "the two move together"
                        + (splitPairs == Reaction.REFUSE ? ": change both, or allow it by --split-pairs warn" : ""),
                splitPairs);
    }

    /** The pairs of which both are there, before and after. */
    private SortedSet<VariablePair> pairsOf(SortedMap<String, String> before, SortedMap<String, String> after) {
        SortedSet<VariablePair> known =
                new TreeSet<>(Comparator.comparing(VariablePair::one).thenComparing(VariablePair::other));
        known.addAll(pairs);
        for (String name : after.keySet()) {
            if (name.endsWith(URL)) {
                known.add(new VariablePair(name, name.substring(0, name.length() - URL.length()) + "_" + VERSION));
            }
        }
        known.removeIf(pair -> !isIn(pair, before) || !isIn(pair, after));
        return known;
    }

    private static boolean isIn(VariablePair pair, SortedMap<String, String> variables) {
        return variables.containsKey(pair.one()) && variables.containsKey(pair.other());
    }

    /** All that they say, so that equal texts are equal guards. */
    @Override
    public String toString() {
        String named = pairs.stream()
                .map(pair -> pair.one() + "/" + pair.other() + " ")
                .sorted()
                .collect(Collectors.joining());
        return named + "split pairs: " + splitPairs.id() + ", downgrades: " + downgrades.id();
    }
}
