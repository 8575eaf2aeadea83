package dev.imagefactory.template;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that somebody probably meant, by Levenshtein distance without regard to case. */
public final class NearestName {
    private NearestName() {}

    /** The nearest candidate; empty where more than a third of the letters would have to change. */
    public static Optional<String> of(String name, Collection<String> candidates) {
        record Candidate(String name, int distance) {}
        int limit = Math.max(1, name.length() / 3);
        return candidates.stream()
                .map(candidate -> new Candidate(candidate, distance(lowerCase(name), lowerCase(candidate))))
                .filter(candidate -> candidate.distance <= limit)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
