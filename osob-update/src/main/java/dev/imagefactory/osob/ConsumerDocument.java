package dev.imagefactory.osob;

import dev.imagefactory.osob.DocumentFormat.Parsed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A YAML or JSON file of a consumer, whose scalars can be changed while every other byte stays. */
final class ConsumerDocument {
    private static final int SHOWN = 5;

    private final SourceText source;
    private final DocumentFormat format;
    private final List<Leaf> leaves;

    /** What was read; null once it is loaded. */
    private @Nullable Parsed parsed;

    /** What a program would load; of meaning once it is loaded. */
    private @Nullable Object loaded;

    private ConsumerDocument(SourceText source, DocumentFormat format) {
        this.source = source;
        this.format = format;
        this.parsed = format.parse(source);
        this.leaves = List.copyOf(parsed.leaves());
    }

    /**
     * Reads a file: JSON where its name ends with {@code .json}, else YAML.
     *
     * @throws ConsumerException where it cannot be read, with line and column
     */
    static ConsumerDocument read(ConsumerFile file) {
        SourceText source = new SourceText(file.path(), file.text());
        return new ConsumerDocument(source, DocumentFormat.of(file.path()));
    }

    /** All scalar values, with anchors, aliases and merge keys followed, in the order of the resolved document. */
    List<Leaf> leaves() {
        return leaves;
    }

    /**
     * The file with scalars changed and nothing else, which is proven: the changed text is read anew, both are loaded,
     * and what differs is exactly what was intended.
     *
     * @param edits of scalars of {@link #leaves()}; the same one may be there several times
     * @param intended the pointers of all the leaves that are to change
     * @throws ConsumerException where a scalar is written such that it cannot be changed so
     * @throws UnintendedChangeException where other leaves would change, or not all of the intended ones, as where an
     *     anchor is used elsewhere, too
     */
    ConsumerFile edit(List<ScalarEdit> edits, Set<String> intended) {
        Map<Scalar, List<ScalarEdit>> byScalar = new TreeMap<>(Comparator.comparingInt(Scalar::start));
        for (ScalarEdit edit : new LinkedHashSet<>(edits)) {
            if (!edit.from().equals(edit.to())) {
                byScalar.computeIfAbsent(edit.scalar(), scalar -> new ArrayList<>())
                        .add(edit);
            }
        }
        Map<Scalar, String> tokens = new LinkedHashMap<>();
        Map<Scalar, @Nullable Object> values = new HashMap<>();
        byScalar.forEach((scalar, changes) -> {
            String token = changed(source.text().substring(scalar.start(), scalar.end()), scalar, changes);
            tokens.put(scalar, token);
            values.put(scalar, format.retyped(source, scalar, token, changed(scalar.value(), scalar, changes)));
        });
        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        for (Leaf leaf : leaves) {
            if (values.containsKey(leaf.scalar()) && intended.contains(leaf.pointer())) {
                expected.put(leaf.pointer(), values.get(leaf.scalar()));
            }
        }
        intended.stream()
                .filter(pointer -> !expected.containsKey(pointer))
                .findFirst()
                .ifPresent(pointer -> {
                    throw new IllegalArgumentException("no edit changes " + pointer + " in " + source.path());
                });
        String after = replaced(tokens);
        prove(after, tokens, expected);
        return new ConsumerFile(source.path(), after);
    }

    /** A text in which each edit's part, which occurs exactly once, is replaced. */
    private String changed(String text, Scalar scalar, List<ScalarEdit> edits) {
        Map<Integer, ScalarEdit> places = new TreeMap<>();
        for (ScalarEdit edit : edits) {
            int at = text.indexOf(edit.from());
            if (at < 0 || at != text.lastIndexOf(edit.from())) {
                throw source.problem(
                        scalar.start(),
                        "'" + edit.from() + "' does not stand exactly once, as it is, in " + SourceText.shown(text),
                        "write it in one piece, without escapes");
            }
            places.put(at, edit);
        }
        StringBuilder result = new StringBuilder();
        int position = 0;
        for (Map.Entry<Integer, ScalarEdit> place : places.entrySet()) {
            if (place.getKey() < position || places.size() < edits.size()) {
                throw source.problem(
                        scalar.start(),
                        "two changes of " + SourceText.shown(text) + " overlap",
                        "make the two references separate values");
            }
            result.append(text, position, place.getKey())
                    .append(place.getValue().to());
            position = place.getKey() + place.getValue().from().length();
        }
        return result.append(text, position, text.length()).toString();
    }

    private String replaced(Map<Scalar, String> tokens) {
        StringBuilder result = new StringBuilder();
        int position = 0;
        for (Map.Entry<Scalar, String> token : tokens.entrySet()) {
            result.append(source.text(), position, token.getKey().start()).append(token.getValue());
            position = token.getKey().end();
        }
        return result.append(source.text(), position, source.text().length()).toString();
    }

    /**
     * Holds a text against what it should be: outside of the edited tokens the same text, and, once loaded, other
     * values at exactly the expected pointers.
     */
    void prove(String after, Map<Scalar, String> tokens, Map<String, @Nullable Object> expected) {
        if (!sameOutside(after, tokens)) {
            throw new UnintendedChangeException(
                    source.path() + ": the edit would change the text around the values, too; please report this",
                    List.of());
        }
        List<ResolvedDifference> differences = ResolvedDifference.between(
                before(), format.parse(new SourceText(source.path(), after)).load());
        Map<String, @Nullable Object> open = new LinkedHashMap<>(expected);
        List<String> unintended = new ArrayList<>();
        for (ResolvedDifference difference : differences) {
            if (!open.containsKey(difference.pointer())) {
                unintended.add(difference.pointer());
            } else if (Objects.equals(open.get(difference.pointer()), difference.after())) {
                open.remove(difference.pointer());
            }
        }
        if (!unintended.isEmpty()) {
            throw new UnintendedChangeException(
                    source.path() + ": the edit would also change " + described(unintended)
                            + "; give these a value of their own, without the anchor, or change all of them",
                    unintended);
        }
        if (!open.isEmpty()) {
            List<String> missing = List.copyOf(open.keySet());
            throw new UnintendedChangeException(
                    source.path() + ": the edit would not change " + described(missing)
                            + " as it should, as the file is loaded; write the value there in one plain line",
                    missing);
        }
    }

    private @Nullable Object before() {
        if (parsed != null) {
            loaded = parsed.load();
            parsed = null;
        }
        return loaded;
    }

    private boolean sameOutside(String after, Map<Scalar, String> tokens) {
        String before = source.text();
        int position = 0;
        int shift = 0;
        for (Map.Entry<Scalar, String> token : tokens.entrySet()) {
            Scalar scalar = token.getKey();
            if (!after.regionMatches(position + shift, before, position, scalar.start() - position)
                    || !after.startsWith(token.getValue(), scalar.start() + shift)) {
                return false;
            }
            position = scalar.end();
            shift += token.getValue().length() - (scalar.end() - scalar.start());
        }
        return before.length() + shift == after.length()
                && after.regionMatches(position + shift, before, position, before.length() - position);
    }

    /** The first few values with the lines in which they are written. */
    private String described(List<String> pointers) {
        Set<String> shown = pointers.stream().limit(SHOWN).collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, Integer> lines = new HashMap<>();
        for (Leaf leaf : leaves) {
            if (shown.contains(leaf.pointer())) {
                lines.put(leaf.pointer(), leaf.scalar().line());
            }
        }
        String named = shown.stream()
                .map(pointer -> (pointer.isEmpty() ? "the whole document" : pointer)
                        + (lines.containsKey(pointer) ? " (line " + lines.get(pointer) + ")" : ""))
                .collect(Collectors.joining(", "));
        return pointers.size() > SHOWN ? named + " and " + (pointers.size() - SHOWN) + " more" : named;
    }
}
