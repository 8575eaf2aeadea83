package dev.imagefactory.authoring;

import dev.imagefactory.template.ImageSettings;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A definition, or defaults, whose texts can be edited where they stand; all else stays byte for byte. */
final class EditableDocument {
    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

    private final TextFile file;
    private final JsonObject tree;
    private final String text;
    private final Map<Location, Text> texts = new LinkedHashMap<>();

    /**
     * A text that variables can stand in.
     *
     * @param value what it says
     * @param key the name of the member that it is in, directly or by lists; empty for a key itself
     * @param artifact the {@code Name} of the nearest object around it that has one; empty for none
     */
    record Text(Location location, String value, String key, String artifact) {
        boolean isKey() {
            return key.isEmpty();
        }
    }

    private EditableDocument(TextFile file, JsonObject tree) {
        this.file = file;
        this.tree = tree;
        this.text = file.text();
        for (Member member : tree.members()) {
            if (!member.name().equals(ImageSettings.KEY)) {
                collect(member, "");
            }
        }
    }

    /** Empty, with the problems added, where the file cannot be read. */
    static Optional<EditableDocument> of(TextFile file, DocumentReader reader, Problems problems) {
        return reader.readObject(file.source(), problems).map(tree -> new EditableDocument(file, tree));
    }

    TextFile file() {
        return file;
    }

    JsonObject tree() {
        return tree;
    }

    /** Keys and values, in the order of the file; one that aliases repeat only once. */
    List<Text> texts() {
        return List.copyOf(texts.values());
    }

    private void collect(Member member, String artifact) {
        texts.putIfAbsent(member.location(), new Text(member.location(), member.name(), "", artifact));
        collect(member.value(), member.name(), artifact);
    }

    private void collect(JsonValue value, String key, String artifact) {
        if (value instanceof JsonString string) {
            texts.putIfAbsent(string.location(), new Text(string.location(), string.text(), key, artifact));
        } else if (value instanceof JsonArray array) {
            array.elements().forEach(element -> collect(element, key, artifact));
        } else if (value instanceof JsonObject object) {
            String inner = object.getIgnoringCase("Name").stream()
                    .map(Member::value)
                    .filter(JsonString.class::isInstance)
                    .map(name -> ((JsonString) name).text())
                    .findFirst()
                    .orElse(artifact);
            object.members().forEach(member -> collect(member, inner));
        }
    }

    /** The file with edits of its texts; a text in a block that cannot be edited so stays as it is. */
    TextFile edited(Map<Text, List<Scalar.Edit>> edits) {
        @Nullable YamlTokens yaml = file.isYaml() ? new YamlTokens(text) : null;
        List<Integer> lines = lineStarts();
        Map<Integer, Scalar.Edit> inFile = new TreeMap<>();
        edits.forEach((each, ofText) -> {
            Scalar scalar = scalar(each, yaml, lines);
            scalar.written(text, each.value(), ofText)
                    .ifPresent(raw -> inFile.put(scalar.start(), new Scalar.Edit(scalar.start(), scalar.end(), raw)));
        });
        return file.withText(Scalar.edited(text, List.copyOf(inFile.values())));
    }

    private Scalar scalar(Text each, @Nullable YamlTokens yaml, List<Integer> lines) {
        Location at = each.location();
        if (yaml != null) {
            return Objects.requireNonNull(yaml.at(at.line(), at.column()), () -> "no scalar at " + at);
        }
        int start = lines.get(at.line() - 1) + at.column() - 1;
        int end = start + 1;
        while (text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return new Scalar(start, end + 1, Scalar.Style.JSON);
    }

    private List<Integer> lineStarts() {
        List<Integer> starts = new ArrayList<>(List.of(0));
        Matcher end = LINE_END.matcher(text);
        while (end.find()) {
            starts.add(end.end());
        }
        return starts;
    }

    /** The document with other texts at some places, written as JSON under the file's own id. */
    TextFile withTexts(Map<Location, String> values) {
        return file.sibling(
                ".json", JsonText.compact(withTexts(tree, (location, old) -> values.getOrDefault(location, old))));
    }

    /** A value with other texts, keys included, by where each stands and what it says. */
    static JsonValue withTexts(JsonValue value, BiFunction<Location, String, String> change) {
        if (value instanceof JsonString string) {
            return new JsonString(change.apply(string.location(), string.text()), string.location());
        } else if (value instanceof JsonArray array) {
            return new JsonArray(
                    array.elements().stream()
                            .map(element -> withTexts(element, change))
                            .toList(),
                    array.location());
        } else if (value instanceof JsonObject object) {
            return new JsonObject(
                    object.members().stream()
                            .map(member -> new Member(
                                    change.apply(member.location(), member.name()),
                                    withTexts(member.value(), change),
                                    member.location()))
                            .toList(),
                    object.location());
        }
        return value;
    }
}
