package dev.imagefactory.authoring;

import dev.imagefactory.template.BuiltIn;
import dev.imagefactory.template.VariableText;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names for new variables, none of which is taken or could be mistaken for something in a text. */
final class VariableNames {
    private static final Pattern WORD_BOUNDARY =
            Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+");
    private static final int LONGEST = 60;

    private final Set<String> taken = new HashSet<>();

    /** @param taken names that must not be given, in whatever case */
    VariableNames(Collection<String> taken) {
        taken.forEach(name -> this.taken.add(name.toUpperCase(Locale.ROOT)));
        Arrays.stream(BuiltIn.values()).forEach(builtIn -> this.taken.add(builtIn.name()));
    }

    /**
     * Words of a text as a name: {@code VSBootstrapperURL} becomes {@code VS_BOOTSTRAPPER_URL}; empty where none is.
     */
    static String of(String text) {
        String name = String.join(
                        "_",
                        Arrays.stream(WORD_BOUNDARY.split(text))
                                .filter(word -> !word.isEmpty())
                                .toList())
                .toUpperCase(Locale.ROOT);
        String short_ = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        return short_.isEmpty() || VariableText.isName(short_) ? short_ : "V_" + short_;
    }

    /** This name, or where it is taken, one with a number before its last word, so that pairs of names stay pairs. */
    String take(String wanted) {
        String name = wanted;
        int last = wanted.lastIndexOf('_');
        for (int i = 2; !taken.add(name); i++) {
            name = last > 0 ? wanted.substring(0, last) + "_" + i + wanted.substring(last) : wanted + "_" + i;
        }
        return name;
    }

    boolean isFree(String name) {
        return !taken.contains(name);
    }
}
