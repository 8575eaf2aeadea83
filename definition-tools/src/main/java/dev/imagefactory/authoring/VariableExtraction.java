package dev.imagefactory.authoring;

import dev.imagefactory.authoring.EditableDocument.Text;
import dev.imagefactory.authoring.Scalar.Edit;
import dev.imagefactory.authoring.ValueSearch.Use;
import dev.imagefactory.authoring.ValueSearch.Value;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.RenderedImages;
import dev.imagefactory.template.TemplateEngine;
import dev.imagefactory.template.VariableText;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variables for the values that definitions repeat.
 *
 * <p>What the definitions render to stays the same, which is verified; of a file all stays byte for byte but the texts
 * that change. Definitions without any file of variables are taken to mean what they say: what would be a variable gets
 * an escape. Doing it again changes nothing. Immutable.
 */
public final class VariableExtraction {
    private static final Pattern DATE = Pattern.compile("(?<=[-_.])[0-9]{4}-[0-9]{2}-[0-9]{2}$");

    private final DefinitionTexts before;
    private final DefinitionTexts after;
    private final List<NewVariable> variables;
    private final Summary summary;

    private VariableExtraction(
            DefinitionTexts before, DefinitionTexts after, List<NewVariable> variables, Summary summary) {
        this.before = before;
        this.after = after;
        this.variables = List.copyOf(variables);
        this.summary = summary;
    }

    /**
     * A variable that is proposed.
     *
     * @param files what messages call the definitions and defaults that use it
     */
    public record NewVariable(String name, String value, int uses, List<String> files) {
        public NewVariable {
            files = List.copyOf(files);
        }
    }

    /**
     * The values that are worth a variable, and stand in the definitions: how many, how many of them in several
     * definitions, and at how many places.
     */
    public record Literals(int distinct, int repeated, int places) {}

    /**
     * What becomes of the set.
     *
     * @param definitions files of the set, defaults included
     * @param touched those that change
     * @param escapes texts that get an escape
     * @param buildDates names of images whose date becomes that of the build, so that they are built anew
     */
    public record Summary(int definitions, int touched, Literals before, Literals after, int escapes, int buildDates) {}

    /**
     * Extracts in memory.
     *
     * @param imageNames where the definitions say the names of their images
     * @param minUses how many definitions must say a value; at least 1
     * @param buildDates whether the date at the end of an image's name becomes {@code {BUILD_DATE}}
     * @throws AuthoringException where a file cannot be read, or anything else is wrong with it
     */
    public static VariableExtraction of(
            DefinitionTexts texts,
            TemplateEngine engine,
            ImageNamePointer imageNames,
            int minUses,
            boolean buildDates) {
        if (minUses < 1) {
            throw new AuthoringException("a variable needs at least one definition that uses it, not " + minUses);
        }
        VariablesFile target = VariablesFile.of(texts);
        DefinitionTexts escaped = texts;
        int escapes = 0;
        if (texts.variables().isEmpty()) {
            LiteralTexts literals = new LiteralTexts(documents(texts));
            escapes = literals.count();
            escaped = edited(texts, literals.edits());
            verify(literals.fingerprints(texts, engine), valid(escaped, engine));
        }
        List<EditableDocument> dated = documents(escaped);
        Map<EditableDocument, Map<Text, List<Edit>>> dates = buildDates ? dates(dated, imageNames) : Map.of();
        DefinitionTexts undated = edited(escaped, dates);
        RenderedImages wanted = valid(undated, engine);

        List<EditableDocument> documents = documents(undated);
        ValueSearch search = new ValueSearch(documents, imageNames, minUses);
        Map<EditableDocument, Map<Text, List<Edit>>> edits = new LinkedHashMap<>();
        List<NewVariable> variables = new ArrayList<>();
        Names names = new Names(documents, wanted.variables());
        for (Value value : search.values()) {
            NewVariable variable = new NewVariable(
                    names.of(value),
                    value.text(),
                    value.uses().size(),
                    value.documents().stream()
                            .map(document -> document.file().shown())
                            .toList());
            variables.add(variable);
            for (Use use : value.uses()) {
                edits.computeIfAbsent(use.document(), document -> new LinkedHashMap<>())
                        .computeIfAbsent(use.text(), text -> new ArrayList<>())
                        .add(new Edit(use.start(), use.end(), "{" + variable.name() + "}"));
            }
        }
        DefinitionTexts templates = target.with(variables, edited(undated, edits));
        verify(JsonConversion.fingerprints(wanted), valid(templates, engine));
        return new VariableExtraction(
                texts,
                templates,
                variables,
                new Summary(
                        texts.definitions().size(),
                        touched(texts, templates),
                        literals(documents(escaped), imageNames),
                        literals(documents(templates), imageNames),
                        escapes,
                        dates.values().stream().mapToInt(Map::size).sum()));
    }

    private static List<EditableDocument> documents(DefinitionTexts texts) {
        Problems problems = new Problems();
        DocumentReader reader = new DocumentReader();
        List<EditableDocument> documents = new ArrayList<>();
        texts.definitions()
                .forEach(file -> EditableDocument.of(file, reader, problems).ifPresent(documents::add));
        if (problems.errors() > 0) {
            throw new AuthoringException(problems.sorted());
        }
        return documents;
    }

    private static DefinitionTexts edited(DefinitionTexts texts, Map<EditableDocument, Map<Text, List<Edit>>> edits) {
        Map<Path, TextFile> edited = new LinkedHashMap<>();
        texts.files().forEach(file -> edited.put(file.place(), file));
        edits.forEach((document, ofDocument) -> {
            ofDocument.replaceAll((text, each) ->
                    each.stream().sorted(Comparator.comparingInt(Edit::start)).toList());
            edited.put(document.file().place(), document.edited(ofDocument));
        });
        return texts.withFiles(List.copyOf(edited.values()));
    }

    private static RenderedImages valid(DefinitionTexts texts, TemplateEngine engine) {
        RenderedImages images = texts.render(engine);
        if (images.hasErrors()) {
            throw new AuthoringException(images.problems());
        }
        return images;
    }

    private static void verify(SortedMap<String, String> wanted, RenderedImages images) {
        if (!wanted.equals(JsonConversion.fingerprints(images))) {
            Set<String> differing = new LinkedHashSet<>();
            JsonConversion.fingerprints(images).forEach((id, fingerprint) -> {
                if (!fingerprint.equals(wanted.get(id))) {
                    differing.add(id);
                }
            });
            throw new AuthoringException("the templates would not render to the definitions: " + differing
                    + "; nothing was written; please report this fault with the files");
        }
    }

    private static int touched(DefinitionTexts before, DefinitionTexts after) {
        Map<Path, String> texts = new LinkedHashMap<>();
        before.definitions().forEach(file -> texts.put(file.place(), file.text()));
        return (int) after.definitions().stream()
                .filter(file -> !file.text().equals(texts.get(file.place())))
                .count();
    }

    private static Literals literals(List<EditableDocument> documents, ImageNamePointer imageNames) {
        List<Value> values = new ValueSearch(documents, imageNames, 1).values();
        return new Literals(
                values.size(),
                (int) values.stream().filter(value -> value.definitions() > 1).count(),
                values.stream().mapToInt(value -> value.uses().size()).sum());
    }

    private static Map<EditableDocument, Map<Text, List<Edit>>> dates(
            List<EditableDocument> documents, ImageNamePointer imageNames) {
        Map<EditableDocument, Map<Text, List<Edit>>> edits = new LinkedHashMap<>();
        for (EditableDocument document : documents) {
            Set<Location> names = new HashSet<>(imageNames.placesIn(document.tree()));
            for (Text text : document.texts()) {
                Matcher date = DATE.matcher(text.value());
                if (names.contains(text.location()) && date.find()) {
                    edits.computeIfAbsent(document, each -> new LinkedHashMap<>())
                            .put(text, List.of(new Edit(date.start(), date.end(), "{BUILD_DATE}")));
                }
            }
        }
        return edits;
    }

    /** The names of the variables, of which those of one product's URL and version belong together. */
    private static final class Names {
        private static final String URL = "_URL";
        private static final String VERSION = "_VERSION";

        private final VariableNames free;
        private final Map<String, Value> urls = new LinkedHashMap<>();

        Names(List<EditableDocument> documents, SortedMap<String, String> existing) {
            Set<String> taken = new HashSet<>(existing.keySet());
            documents.forEach(document -> document.texts()
                    .forEach(text -> VariableText.parts(text.value()).forEach(part -> taken.add(part.name()))));
            free = new VariableNames(taken);
        }

        String of(Value value) {
            if (value.finder() == ValueFinder.VISUAL_STUDIO) {
                String name = free.take(value.name());
                urls.put(name, value);
                return name;
            }
            if (value.finder() == ValueFinder.IMAGE_VERSION) {
                return free.take(partner(value).orElse(value.name()));
            }
            return free.take(value.name());
        }

        /** The name that goes with the URL which most of the same definitions have, if that is free. */
        private Optional<String> partner(Value version) {
            String stem = version.name().substring(0, version.name().length() - VERSION.length());
            return urls.entrySet().stream()
                    .filter(url -> url.getValue().name().equals(stem + URL))
                    .filter(url -> common(url.getValue(), version) > 0)
                    .filter(url -> free.isFree(versionOf(url.getKey())))
                    .max(Comparator.comparingInt(url -> common(url.getValue(), version)))
                    .map(url -> versionOf(url.getKey()));
        }

        private static String versionOf(String url) {
            return url.substring(0, url.length() - URL.length()) + VERSION;
        }

        private static int common(Value a, Value b) {
            Set<EditableDocument> both = new HashSet<>(a.documents());
            both.retainAll(b.documents());
            return both.size();
        }
    }

    /** The variables, in the order of their kinds. */
    public List<NewVariable> variables() {
        return variables;
    }

    public Summary summary() {
        return summary;
    }

    /** Writes the templates and variables in place of the definitions. */
    public void writeInPlace() {
        FileUpdate.inPlace(before, after, List.of(), false).write();
    }

    /** Writes the whole set into another folder. */
    public void writeTo(Path folder) {
        FileUpdate.to(folder, after, List.of()).write();
    }
}
