package dev.imagefactory.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as people write it: {@code 17_14_19}, {@code 2021.0503.000052}, {@code 9.0.0-preview.2}.
 *
 * <p>Versions are compared part by part, numbers as numbers; what is missing counts as 0, so {@code 17_14} and
 * {@code 17_14_0} are the same version although not equal. A word after a dash, or one such as {@code preview} or
 * {@code rc} anywhere, makes it earlier than the version without, and what follows is compared as Semantic Versioning
 * says; other words make it later. A {@code v} before the first number, and all from a {@code +} on, does not count.
 *
 * @param text as written
 */
public record VersionText(String text) implements Comparable<VersionText> {
    private static final Pattern TOKEN = Pattern.compile("(?<dash>-)?(?:(?<number>[0-9]+)|(?<word>\\p{L}+))");
    private static final Pattern LEADING_V = Pattern.compile("^[vV](?=[0-9])");
    private static final Set<String> BEFORE_RELEASE =
            Set.of("alpha", "beta", "canary", "dev", "nightly", "pre", "preview", "rc", "snapshot");

    /** As Python writes {@code 3.14.0b2}: one of these right between two numbers. */
    private static final Set<String> BEFORE_RELEASE_BETWEEN_NUMBERS = Set.of("a", "b");

    /** The kinds of parts, from the earliest to the latest; nothing and the number 0 are alike. */
    private enum Kind {
        BEFORE_RELEASE,
        NUMBER,
        WORD
    }

    /** @param number its digits without leading zeros */
    private record Part(Kind kind, String number, String word) implements Comparable<Part> {
        static final Part NOTHING = new Part(Kind.NUMBER, "", "");

        @Override
        public int compareTo(Part other) {
            int byKind = kind.compareTo(other.kind);
            int byLength = byKind == 0 ? Integer.compare(number.length(), other.number.length()) : byKind;
            int byNumber = byLength == 0 ? number.compareTo(other.number) : byLength;
            return byNumber == 0 ? word.compareTo(other.word) : byNumber;
        }
    }

    /** Whether it begins with a number, so that an order makes sense; {@code latest} does not. */
    public boolean isNumbered() {
        return text.matches("(?s)[vV]?[0-9].*");
    }

    /** Whether it is an earlier version than another one; never where one of the two is none by number. */
    public boolean isDowngradeOf(VersionText before) {
        return isNumbered() && before.isNumbered() && compareTo(before) < 0;
    }

    /** Orders versions; 0 for two that are the same version, equally written or not. */
    @Override
    public int compareTo(VersionText other) {
        List<Part> own = parts();
        List<Part> others = other.parts();
        for (int i = 0; i < Math.max(own.size(), others.size()); i++) {
            int byPart = at(own, i).compareTo(at(others, i));
            if (byPart != 0) {
                return byPart;
            }
        }
        return 0;
    }

    private static Part at(List<Part> parts, int index) {
        return index < parts.size() ? parts.get(index) : Part.NOTHING;
    }

    private List<Part> parts() {
        String counted = LEADING_V.matcher(text.split("\\+", -1)[0]).replaceFirst("");
        List<Part> parts = new ArrayList<>();
        boolean released = true;
        for (Matcher token = TOKEN.matcher(counted); token.find(); ) {
            if (token.group("number") != null) {
                parts.add(new Part(Kind.NUMBER, withoutLeadingZeros(token.group("number")), ""));
                continue;
            }
            String word = token.group("word").toLowerCase(Locale.ROOT);
            boolean before = released
                    && !parts.isEmpty()
                    && (token.group("dash") != null
                            || BEFORE_RELEASE.contains(word)
                            || (BEFORE_RELEASE_BETWEEN_NUMBERS.contains(word)
                                    && isDigitAt(counted, token.start() - 1)
                                    && isDigitAt(counted, token.end())));
            released &= !before;
            parts.add(new Part(before ? Kind.BEFORE_RELEASE : Kind.WORD, "", word));
        }
        return parts;
    }

    private static String withoutLeadingZeros(String digits) {
        int first = 0;
        while (first < digits.length() && digits.charAt(first) == '0') {
            first++;
        }
        return digits.substring(first);
    }

    private static boolean isDigitAt(String text, int index) {
        return index >= 0 && index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    @Override
    public String toString() {
        return text;
    }
}
