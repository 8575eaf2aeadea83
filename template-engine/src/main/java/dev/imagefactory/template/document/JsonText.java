package dev.imagefactory.template.document;

import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonBoolean;
import dev.imagefactory.template.document.JsonValue.JsonNull;
import dev.imagefactory.template.document.JsonValue.JsonNumber;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The JSON text of a value. */
public final class JsonText {
    private static final Comparator<Member> BY_NAME = Comparator.comparing(Member::name);

    /** What most definitions need. */
    private static final int FIRST_CAPACITY = 4_096;

    private final StringBuilder out;
    private final boolean sorted;
    private final boolean indented;

    private JsonText(int capacity, boolean sorted, boolean indented) {
        this.out = new StringBuilder(capacity);
        this.sorted = sorted;
        this.indented = indented;
    }

    /**
     * The canonical form after RFC 8785: no white space, keys sorted by their UTF-16 units, the shortest escapes. One
     * rule differs: a number stands by its exact decimal text and never goes through a double, so that {@code 1.10} and
     * a number of thirty digits keep their meaning.
     */
    public static String canonical(JsonValue value) {
        return new JsonText(FIRST_CAPACITY, true, false).write(value);
    }

    /** One line, keys in their order. */
    public static String compact(JsonValue value) {
        return new JsonText(FIRST_CAPACITY, false, false).write(value);
    }

    /** Indented by two spaces, keys in their order, without a line break at the end. */
    public static String pretty(JsonValue value) {
        return new JsonText(FIRST_CAPACITY, false, true).write(value);
    }

    /** A text with quotes around it. */
    static String quoted(String text) {
        JsonText quoted = new JsonText(text.length() + 2, false, false);
        quoted.appendString(text);
        return quoted.out.toString();
    }

    private String write(JsonValue value) {
        append(value, 0);
        return out.toString();
    }

    private void append(JsonValue value, int depth) {
        if (value instanceof JsonString string) {
            appendString(string.text());
        } else if (value instanceof JsonObject object) {
            append(object, depth);
        } else if (value instanceof JsonArray array) {
            append(array, depth);
        } else if (value instanceof JsonNumber number) {
            out.append(number.text());
        } else if (value instanceof JsonBoolean bool) {
            out.append(bool.value());
        } else if (value instanceof JsonNull) {
            out.append("null");
        }
    }

    private void append(JsonObject object, int depth) {
        out.append('{');
        List<Member> members = sorted ? sorted(object.members()) : object.members();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            separate(i, depth);
            appendString(member.name());
            out.append(indented ? ": " : ":");
            append(member.value(), depth + 1);
        }
        close(object.members().isEmpty(), depth).append('}');
    }

    private static List<Member> sorted(List<Member> members) {
        for (int i = 1; i < members.size(); i++) {
            if (members.get(i - 1).name().compareTo(members.get(i).name()) > 0) {
                List<Member> copy = new ArrayList<>(members);
                copy.sort(BY_NAME);
                return copy;
            }
        }
        return members;
    }

    private void append(JsonArray array, int depth) {
        out.append('[');
        for (int i = 0; i < array.elements().size(); i++) {
            separate(i, depth);
            append(array.elements().get(i), depth + 1);
        }
        close(array.elements().isEmpty(), depth).append(']');
    }

    private void separate(int index, int depth) {
        if (index > 0) {
            out.append(',');
        }
        newLine(depth + 1);
    }

    private StringBuilder close(boolean empty, int depth) {
        if (!empty) {
            newLine(depth);
        }
        return out;
    }

    private void newLine(int depth) {
        if (indented) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    /** Escapes as ECMAScript's JSON.stringify does, which is what RFC 8785 asks for. */
    private void appendString(String text) {
        out.append('"');
        int plain = plainLength(text);
        if (plain == text.length()) {
            out.append(text);
        } else {
            out.append(text, 0, plain);
            for (int i = plain; i < text.length(); i++) {
                appendEscaped(text.charAt(i));
            }
        }
        out.append('"');
    }

    /** How many characters from the start on need no escape. */
    private static int plainLength(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return i;
            }
        }
        return text.length();
    }

    private void appendEscaped(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> {
                if (c < ' ') {
                    out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
