package dev.imagefactory.template.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonBoolean;
import dev.imagefactory.template.document.JsonValue.JsonNull;
import dev.imagefactory.template.document.JsonValue.JsonNumber;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds the value tree of one document from the tokens of a parser, JSON or YAML. */
final class TreeBuilder {
    /** More than any definition has; a few nested aliases reach it. */
    private static final int MAX_VALUES_FROM_ALIASES = 100_000;

    /** What JSON writes and every reader, one that goes through a double included, writes back. */
    private static final Pattern UNAMBIGUOUS_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?");

    private static final String MERGE_KEY = "<<";

    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Z][A-Z0-9_]*");

    private final JsonParser parser;
    private final @Nullable PlainYamlParser yaml;
    private final SourceFile file;
    private final Problems problems;
    private final Map<String, JsonValue> anchors = new HashMap<>();

    /** Whether an escape may have put half of a surrogate pair into a text: UTF-8 itself has none. */
    private final boolean mayHoldHalfPairs;

    private int valuesFromAliases;

    TreeBuilder(JsonParser parser, String text, SourceFile file, Problems problems) {
        this.parser = parser;
        this.yaml = parser instanceof PlainYamlParser plain ? plain : null;
        this.mayHoldHalfPairs = text.contains("\\u") || (yaml != null && text.contains("\\U"));
        this.file = file;
        this.problems = problems;
    }

    JsonValue document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw unreadable(
                    ProblemCode.EMPTY_FILE, JsonPointer.ROOT, "the file holds no value", "fill it or delete it");
        }
        JsonValue value = value(first, JsonPointer.ROOT, 1);
        if (parser.nextToken() != null) {
            throw file.isYaml()
                    ? unreadable(
                            ProblemCode.YAML_MULTIPLE_DOCUMENTS,
                            JsonPointer.ROOT,
                            "a second document begins here",
                            "give it a file of its own")
                    : unreadable(
                            ProblemCode.MALFORMED_JSON,
                            JsonPointer.ROOT,
                            "the document has ended before this place",
                            "check the braces, or delete what follows");
        }
        return value;
    }

    private JsonValue value(JsonToken token, JsonPointer pointer, int depth) throws IOException {
        Location location = location();
        @Nullable String anchor = null;
        if (yaml != null) {
            if (yaml.isCurrentAlias()) {
                return aliased(parser.getText(), pointer, depth);
            }
            refuseTag(yaml, pointer);
            anchor = yaml.anchor();
        }
        JsonValue value = switch (token) {
            case START_OBJECT -> object(pointer, depth, location);
            case START_ARRAY -> array(pointer, depth, location);
            case VALUE_STRING -> new JsonString(wellFormed(parser.getText(), pointer), location);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(pointer, location);
            case VALUE_TRUE -> new JsonBoolean(true, location);
            case VALUE_FALSE -> new JsonBoolean(false, location);
            case VALUE_NULL -> new JsonNull(location);
            default ->
                throw unreadable(
                        file.isYaml() ? ProblemCode.MALFORMED_YAML : ProblemCode.MALFORMED_JSON,
                        pointer,
                        "a value is missing",
                        "write one");
        };
        if (anchor != null) {
            anchors.put(anchor, value);
        }
        return value;
    }

    private JsonObject object(JsonPointer pointer, int depth, Location location) throws IOException {
        MemberList members = new MemberList();
        List<JsonObject> merged = new ArrayList<>();
        boolean inBraces = yaml != null && yaml.isInBraces();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = wellFormed(parser.currentName(), pointer);
            Location nameLocation = location();
            JsonPointer child = pointer.child(name);
            boolean mergeKey = yaml != null && yaml.isPlainScalar() && name.equals(MERGE_KEY);
            if (yaml != null) {
                refuseTag(yaml, child);
            }
            JsonValue value = value(parser.nextToken(), child, depth + 1);
            if (mergeKey) {
                merged.addAll(mergeable(value, child));
                continue;
            }
            @Nullable Member before = members.add(new Member(name, value, nameLocation));
            if (before != null) {
                report(
                        ProblemCode.DUPLICATE_KEY,
                        nameLocation,
                        child,
                        "the key '" + name + "' stands already in line "
                                + before.location().line(),
                        "keep one of them");
            }
        }
        if (inBraces) {
            refuseUnquotedVariable(members.all(), location, pointer);
        }
        if (merged.isEmpty()) {
            return new JsonObject(members.all(), location);
        }
        Map<String, Member> all = new LinkedHashMap<>();
        for (JsonObject base : merged) {
            base.members().forEach(member -> all.putIfAbsent(member.name(), member));
        }
        members.all().forEach(member -> all.put(member.name(), member));
        return new JsonObject(List.copyOf(all.values()), location);
    }

    private void refuseTag(PlainYamlParser parserOfYaml, JsonPointer pointer) {
        @Nullable String tag = parserOfYaml.tag();
        if (tag != null) {
            throw unreadable(
                    ProblemCode.YAML_TAG,
                    pointer,
                    "the tag " + tag + " is not read",
                    "delete the tag; quote the value where it must be a text");
        }
    }

    /** To YAML an unquoted {@code {NAME}} is a mapping with one key and no value. */
    private void refuseUnquotedVariable(List<Member> members, Location location, JsonPointer pointer) {
        if (members.size() == 1) {
            Member member = members.get(0);
            if (member.value() instanceof JsonNull
                    && VARIABLE_NAME.matcher(member.name()).matches()) {
                report(
                        ProblemCode.YAML_UNQUOTED_VARIABLE,
                        location,
                        pointer,
                        "without quotes {" + member.name() + "} is a mapping to YAML, not a text",
                        "write \"{" + member.name() + "}\"");
            }
        }
    }

    private List<JsonObject> mergeable(JsonValue value, JsonPointer pointer) {
        List<JsonValue> values = value instanceof JsonArray array ? array.elements() : List.of(value);
        if (values.stream().anyMatch(each -> !(each instanceof JsonObject))) {
            throw unreadable(
                    ProblemCode.MALFORMED_YAML,
                    pointer,
                    "a merge key takes a mapping, or a list of mappings",
                    "name an anchor of a mapping");
        }
        return values.stream().map(JsonObject.class::cast).toList();
    }

    private JsonArray array(JsonPointer pointer, int depth, Location location) throws IOException {
        List<JsonValue> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token, pointer.child(elements.size()), depth + 1));
        }
        return new JsonArray(elements, location);
    }

    private JsonNumber number(JsonPointer pointer, Location location) throws IOException {
        String text = parser.getText();
        if (file.isYaml() && !UNAMBIGUOUS_NUMBER.matcher(text).matches()) {
            report(
                    ProblemCode.YAML_NUMBER,
                    location,
                    pointer,
                    "the number " + text + " would lose its spelling",
                    "quote it where it is a text (a version, say), else write it as JSON does");
        }
        return new JsonNumber(text, location);
    }

    private JsonValue aliased(String anchor, JsonPointer pointer, int depth) {
        @Nullable JsonValue value = anchors.get(anchor);
        if (value == null) {
            throw unreadable(
                    ProblemCode.YAML_ALIAS,
                    pointer,
                    "the alias *" + anchor + " names no anchor that has ended before it",
                    "define &" + anchor + " earlier in the file");
        }
        Size size = Size.of(value);
        valuesFromAliases += size.values();
        if (valuesFromAliases > MAX_VALUES_FROM_ALIASES) {
            throw unreadable(
                    ProblemCode.YAML_ALIAS,
                    pointer,
                    "aliases expand to more than " + MAX_VALUES_FROM_ALIASES + " values",
                    "use fewer aliases of aliases");
        }
        if (depth + size.depth() - 1 > DocumentReader.MAX_DEPTH) {
            throw unreadable(
                    ProblemCode.TOO_DEEP,
                    pointer,
                    "with its aliases the document is nested more than " + DocumentReader.MAX_DEPTH + " deep",
                    "nest it less");
        }
        return value;
    }

    /** How much an aliased value adds. Bounded: what it counts was itself held to the limit when it was read. */
    private record Size(int values, int depth) {
        static Size of(JsonValue value) {
            List<JsonValue> children = List.of();
            if (value instanceof JsonObject object) {
                children = object.members().stream().map(Member::value).toList();
            } else if (value instanceof JsonArray array) {
                children = array.elements();
            }
            int values = 1;
            int depth = 0;
            for (JsonValue child : children) {
                Size size = of(child);
                values += size.values;
                depth = Math.max(depth, size.depth);
            }
            return new Size(values, depth + 1);
        }
    }

    private String wellFormed(String text, JsonPointer pointer) {
        for (int i = 0; mayHoldHalfPairs && i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    throw unreadable(
                            ProblemCode.INVALID_UNICODE,
                            pointer,
                            "the text holds half of a surrogate pair",
                            "write both halves, or the character itself");
                }
            }
        }
        return text;
    }

    private Location location() {
        JsonLocation location = parser.currentTokenLocation();
        return new Location(file.path(), location.getLineNr(), location.getColumnNr());
    }

    private UnreadableDocument unreadable(ProblemCode code, JsonPointer pointer, String message, String nextStep) {
        report(code, location(), pointer, message, nextStep);
        return new UnreadableDocument();
    }

    private void report(ProblemCode code, Location at, JsonPointer pointer, String message, String nextStep) {
        problems.add(code, at, pointer.text(), message, nextStep);
    }
}
