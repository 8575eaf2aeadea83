package dev.imagefactory.template;

import java.util.Optional;
import java.util.regex.Pattern;

/** The form of a secret reference: a whole text {@code kv_<name>}. */
public final class SecretReference {
    /** Azure Key Vault: "a 1-127 character string, containing only 0-9, a-z, A-Z, and -". */
    private static final Pattern SECRET_NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");

    private static final Pattern INSIDE_TEXT = Pattern.compile("(?<![\\w$-])kv_[0-9a-zA-Z]");

    private static final String PREFIX = "kv_";

    private SecretReference() {}

    /** The name in a text that is a reference, whether or not Key Vault would accept it. */
    public static Optional<String> nameIn(String text) {
        boolean reference =
                text.startsWith(PREFIX) && text.length() > 3 && text.chars().noneMatch(Character::isWhitespace);
        return reference ? Optional.of(text.substring(PREFIX.length())) : Optional.empty();
    }

    /** The reference to a secret. */
    static String to(String name) {
        return PREFIX + name;
    }

    static boolean isValidName(String name) {
        return SECRET_NAME.matcher(name).matches();
    }

    static boolean standsInside(String text) {
        return text.contains(PREFIX) && INSIDE_TEXT.matcher(text).find();
    }
}
