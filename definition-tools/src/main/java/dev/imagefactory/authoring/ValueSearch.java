package dev.imagefactory.authoring;

import dev.imagefactory.authoring.EditableDocument.Text;
import dev.imagefactory.authoring.ValueFinder.Found;
import dev.imagefactory.authoring.ValueFinder.Stretch;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.VariableText;
import dev.imagefactory.template.VariableText.Part;
import dev.imagefactory.template.problem.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values in a set of definitions that are worth a variable, each with its uses. */
final class ValueSearch {
    /** After these characters a variable in braces is somebody else's. */
    private static final String FOREIGN_BEFORE = "$%<{";

    private final List<Value> values = new ArrayList<>();

    /** One place that a value stands at. */
    record Use(EditableDocument document, Text text, int start, int end) {}

    /** A value, and where it stands. */
    record Value(ValueFinder finder, String text, String scope, String name, List<Use> uses) {
        /** How many definitions, or files of defaults, say the value. */
        int definitions() {
            return documents().size();
        }

        Set<EditableDocument> documents() {
            Set<EditableDocument> documents = new LinkedHashSet<>();
            uses.forEach(use -> documents.add(use.document));
            return documents;
        }
    }

    /** @param minUses how many definitions must say a value; what fewer say is left to the other finders */
    ValueSearch(List<EditableDocument> documents, ImageNamePointer imageNames, int minUses) {
        Map<Text, SortedMap<Integer, Integer>> taken = new HashMap<>();
        for (ValueFinder finder : ValueFinder.values()) {
            Map<List<String>, Value> found = new LinkedHashMap<>();
            for (EditableDocument document : documents) {
                Set<Location> names = new HashSet<>(imageNames.placesIn(document.tree()));
                for (Text text : document.texts()) {
                    if (!text.isKey()) {
                        for (Found each : find(finder, text, names.contains(text.location()), taken)) {
                            found.computeIfAbsent(
                                            List.of(each.value(), each.scope()),
                                            key -> new Value(
                                                    finder, each.value(), each.scope(), each.name(), new ArrayList<>()))
                                    .uses()
                                    .add(new Use(document, text, each.start(), each.end()));
                        }
                    }
                }
            }
            found.values().stream()
                    .filter(value -> value.definitions() >= minUses)
                    .sorted(Comparator.comparingInt(Value::definitions).reversed())
                    .forEach(value -> {
                        values.add(value);
                        value.uses()
                                .forEach(use -> taken.computeIfAbsent(use.text(), text -> new TreeMap<>())
                                        .put(use.start(), use.end()));
                    });
        }
    }

    /** Those of the first finder first, of one finder those that most definitions say. */
    List<Value> values() {
        return values;
    }

    private static List<Found> find(
            ValueFinder finder, Text text, boolean isImageName, Map<Text, SortedMap<Integer, Integer>> taken) {
        List<Found> found = new ArrayList<>();
        int at = 0;
        for (Part part : VariableText.parts(text.value())) {
            int end = at + part.source().length();
            if (part.kind() == VariableText.Kind.LITERAL) {
                int from = at;
                for (Map.Entry<Integer, Integer> gone :
                        taken.getOrDefault(text, new TreeMap<>()).entrySet()) {
                    if (gone.getKey() >= from && gone.getValue() <= end) {
                        found.addAll(finder.find(stretch(text, from, gone.getKey(), isImageName)));
                        from = gone.getValue();
                    }
                }
                found.addAll(finder.find(stretch(text, from, end, isImageName)));
            }
            at = end;
        }
        found.removeIf(each ->
                each.start() > 0 && FOREIGN_BEFORE.indexOf(text.value().charAt(each.start() - 1)) >= 0);
        return found;
    }

    private static Stretch stretch(Text text, int from, int to, boolean isImageName) {
        return new Stretch(
                text.value(), from, text.value().substring(from, to), text.key(), text.artifact(), isImageName);
    }
}
