package dev.imagefactory.template;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The name that somebody probably meant: by the number of letters that were left out, put in, replaced, or swapped with
 * the next one (the optimal string alignment distance), without regard to case.
 */
public final class NearestName {
    private NearestName() {}

    /**
     * The nearest candidate, of several the one whose length is nearest; empty where more than a third of the letters
     * would have to change.
     */
    public static Optional<String> of(String name, Collection<String> candidates) {
        record Candidate(String name, int distance) {}
        int limit = Math.max(1, name.length() / 3);
        return candidates.stream()
                .map(candidate -> new Candidate(candidate, distance(lowerCase(name), lowerCase(candidate))))
                .filter(candidate -> candidate.distance <= limit)
                .min(Comparator.comparingInt(Candidate::distance)
                        .thenComparingInt(candidate -> Math.abs(candidate.name.length() - name.length()))
                        .thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static int distance(String a, String b) {
        int[][] distances = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : distance(a, b, distances, i, j);
            }
        }
        return distances[a.length()][b.length()];
    }

    /** The distance of the first letters, from those of fewer. */
    private static int distance(String a, String b, int[][] distances, int i, int j) {
        char last = a.charAt(i - 1);
        char other = b.charAt(j - 1);
        int least = Math.min(
                distances[i - 1][j - 1] + (last == other ? 0 : 1),
                1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
        boolean areSwapped = i > 1 && j > 1 && last == b.charAt(j - 2) && a.charAt(i - 2) == other;
        return areSwapped ? Math.min(least, 1 + distances[i - 2][j - 2]) : least;
    }
}
