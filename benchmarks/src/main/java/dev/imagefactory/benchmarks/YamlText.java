package dev.imagefactory.benchmarks;

import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The YAML that people write for a JSON document: blocks, plain texts where every reader takes them for texts, and
 * literal blocks for scripts.
 */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9 ._/,-]*[A-Za-z0-9]");
    private static final Set<String> NO_TEXTS = Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

    private final StringBuilder out = new StringBuilder();

    String write(JsonObject document) {
        members(document, "");
        return out.toString();
    }

    private void members(JsonObject object, String indent) {
        String before = "";
        for (Member member : object.members()) {
            out.append(before).append(member.name()).append(':');
            value(member.value(), indent);
            before = indent;
        }
    }

    private void value(JsonValue value, String indent) {
        String inner = indent + "  ";
        if (value instanceof JsonObject object) {
            out.append('\n').append(inner);
            members(object, inner);
        } else if (value instanceof JsonArray array) {
            out.append('\n');
            array.elements().forEach(element -> element(element, inner));
        } else {
            out.append(' ');
            scalar(value, inner);
        }
    }

    private void element(JsonValue element, String indent) {
        out.append(indent).append("- ");
        if (element instanceof JsonObject object) {
            members(object, indent + "  ");
        } else {
            scalar(element, indent + "  ");
        }
    }

    private void scalar(JsonValue value, String indent) {
        if (!(value instanceof JsonString string)) {
            out.append(JsonText.compact(value));
        } else if (string.text().endsWith("\n")) {
            out.append("|");
            string.text()
                    .lines()
                    .forEach(line -> out.append('\n').append(indent).append(line));
        } else if (PLAIN.matcher(string.text()).matches() && !NO_TEXTS.contains(string.text())) {
            out.append(string.text());
        } else {
            out.append(JsonText.compact(value));
        }
        out.append('\n');
    }
}
