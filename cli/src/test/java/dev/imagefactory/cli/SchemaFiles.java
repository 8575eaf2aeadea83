package dev.imagefactory.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.ChangeGuards.Reaction;
import dev.imagefactory.planner.RunPolicy.OnUnknownOutcome;
import dev.imagefactory.template.BuiltIn;
import dev.imagefactory.template.DurationText;
import dev.imagefactory.template.ImageNamePointer;
import dev.imagefactory.template.ImageSettings;
import dev.imagefactory.template.SettingsRule;
import dev.imagefactory.template.document.DocumentReader;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.SourceFile;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The JSON Schemas of {@code docs/schemas}, made of what the code knows about its inputs. */
final class SchemaFiles {
    private static final Map<String, Object> TEXT = ordered("type", "string", "minLength", 1);

    /** What {@code DurationText} reads, without the limit on its value. */
    private static final Map<String, Object> DURATION = ordered(
            "type",
            "string",
            "description",
            "A span of time: 30s, 5m, 2h, 3d, 2w, or ISO 8601 as PT30S; at most 365 days.",
            "pattern",
            DurationText.FORM);

    private final Map<String, String> optionDescriptions;

    /** @param parser knows the options, whose descriptions are those of the keys */
    SchemaFiles(JCommander parser) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        for (JCommander command : parser.getCommands().values()) {
            for (ParameterDescription parameter : command.getParameters()) {
                descriptions.putIfAbsent(parameter.getLongestName(), parameter.getDescription());
            }
        }
        this.optionDescriptions = descriptions;
    }

    /** Each file's name with its text. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("definition.schema.json", text(definition()));
        texts.put("variables.schema.json", text(variables()));
        texts.put("imagefactory.schema.json", text(configuration()));
        texts.put("images.schema.json", text(mapping()));
        return texts;
    }

    private static Map<String, Object> definition() {
        Map<String, Object> artifact = ordered(
                "type",
                "object",
                "properties",
                inBothSpellings(ordered(
                        "Name", described("string", "The artifact's name."),
                        "Parameters", described("object", "What the artifact is given."))));
        Map<String, Object> destination = ordered(
                "type",
                "object",
                "properties",
                inBothSpellings(ordered(
                        "StorageAccountName", described("string", "Where the image goes."),
                        "CustomImageName", described("string", "The image's name; used once in a storage account."))));
        Map<String, Object> properties = ordered(
                ImageSettings.KEY,
                ordered(
                        "description",
                        "What is meant for this tool; it is not sent and does not count as a change.",
                        "type",
                        "object",
                        "properties",
                        imageSettings(),
                        "additionalProperties",
                        false));
        properties.putAll(inBothSpellings(ordered(
                "BaseImage", ordered("description", "What the image is built upon."),
                "Artifacts",
                        ordered(
                                "description",
                                "What is installed, in this order; a name may come twice.",
                                "type",
                                List.of("array", "null"),
                                "items",
                                artifact),
                "Destination",
                        ordered(
                                "description",
                                "The image's names and places.",
                                "type",
                                List.of("array", "object", "null"),
                                "items",
                                destination))));
        return document(
                "Image definition",
                "A definition, or the defaults of a folder (_defaults.json). Fields that are not described here are passed"
                        + " on to the Image Factory.",
                ordered(
                        "type",
                        "object",
                        "properties",
                        properties,
                        "patternProperties",
                        ordered(
                                "^(?!" + ImageSettings.KEY + "$)[xX]-[iI][mM][aA][gG][eE][fF][aA][cC][tT][oO][rR][yY]$",
                                false)));
    }

    /** What may stand under {@value ImageSettings#KEY}; a null takes away what defaults say. */
    private static Map<String, Object> imageSettings() {
        Map<String, Object> silence = new LinkedHashMap<>();
        ProblemCode.silenceable().forEach(code -> silence.put(code, orNull(TEXT)));
        return ordered(
                "owner",
                orNull(with(TEXT, "description", "Whom to ask about the image.")),
                "ring",
                orNull(with(TEXT, "description", "The ring that takes the image, for instance scouting.")),
                "base",
                orNull(with(TEXT, "description", "The id of the image that this one is built upon.")),
                "rebuild",
                ordered(
                        "description",
                        "When the image is built again without a change.",
                        "type",
                        List.of("object", "null"),
                        "properties",
                        ordered(
                                "after", orNull(DURATION),
                                "on", ordered("enum", Arrays.asList("patch-tuesday", null)),
                                "delay", orNull(DURATION)),
                        "additionalProperties",
                        false),
                "silence",
                ordered(
                        "description",
                        "Warnings that are not reported of this image, each with the reason.",
                        "type",
                        List.of("object", "null"),
                        "properties",
                        silence,
                        "additionalProperties",
                        false));
    }

    private static Map<String, Object> variables() {
        return document(
                "Variables",
                "The values that definitions use as {NAME} or <NAME>.",
                ordered(
                        "type",
                        "object",
                        "propertyNames",
                        ordered(
                                "pattern",
                                "^[A-Z][A-Z0-9_]*$",
                                "not",
                                ordered(
                                        "enum",
                                        Arrays.stream(BuiltIn.values())
                                                .map(Enum::name)
                                                .toList())),
                        "additionalProperties",
                        ordered("type", "string")));
    }

    private Map<String, Object> configuration() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (RecordComponent component : SettingsFile.class.getRecordComponents()) {
            Map<String, Object> schema = new LinkedHashMap<>();
            String option =
                    "--" + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (optionDescriptions.containsKey(option)) {
                schema.put("description", optionDescriptions.get(option) + " (" + option + ")");
            }
            schema.putAll(schemaOf(component.getGenericType()));
            properties.put(component.getName(), schema);
        }
        return document(
                "Configuration of imagefactory",
                "imagefactory.yaml; docs/cli.md says more about each key.",
                ordered("type", "object", "properties", properties, "additionalProperties", false));
    }

    private static Map<String, Object> mapping() {
        return document(
                "Promoted images",
                "images.json: the id of each image, with the name of the build that consumers shall have.",
                ordered(
                        "type",
                        "object",
                        "additionalProperties",
                        ordered("anyOf", List.of(TEXT, ordered("type", "array", "items", TEXT, "minItems", 1)))));
    }

    private static Map<String, Object> osob() {
        Map<String, Object> texts = textOrTexts(TEXT);
        Map<String, Object> ring = closed(
                "name", with(TEXT, "description", "For instance scouting."),
                "files", with(texts, "description", "Patterns of the paths of its files."),
                "queues", with(texts, "description", "Patterns of the names of its queues."),
                "soak", DURATION);
        ring.put("required", List.of("name"));
        return closed(
                "consumer", with(TEXT, "description", "A folder, or the address of a git repository."),
                "base", with(TEXT, "description", "The branch that is read and proposed to."),
                "mapping", with(TEXT, "description", "The file of promoted versions."),
                "files", with(texts, "description", "Patterns of the paths of the files that count."),
                "exclude", with(texts, "description", "Patterns of the paths of files that do not count all the same."),
                "fields", with(texts, "description", "The keys whose values may be references."),
                "queueFields", with(texts, "description", "The keys that name a queue, the most telling first."),
                "rings", ordered("type", "array", "items", ring),
                "requiredDates", closed("required", TEXT, "removal", TEXT, "extension", DURATION, "warning", DURATION),
                "productNames", ordered("type", "object", "additionalProperties", TEXT),
                "allOrNothing", ordered("type", "boolean"),
                "pullRequest",
                        closed(
                                "service",
                                ordered("enum", OsobSettings.SERVICES),
                                "author",
                                ordered("type", "string", "pattern", "^[^<>]+ <[^<>\\s]+@[^<>\\s]+>$"),
                                "key",
                                ordered("type", "string", "pattern", "^[a-z0-9]+(-[a-z0-9]+)*$"),
                                "title",
                                TEXT,
                                "labels",
                                texts,
                                "reviewers",
                                texts,
                                "workItems",
                                texts,
                                "draft",
                                ordered("type", "boolean")));
    }

    private static Map<String, Object> closed(Object... properties) {
        return ordered("type", "object", "properties", ordered(properties), "additionalProperties", false);
    }

    private static Map<String, Object> schemaOf(Type type) {
        if (type.equals(OsobSettings.class)) {
            return osob();
        }
        if (type.equals(Path.class) || type.equals(String.class)) {
            return TEXT;
        } else if (type.equals(ImageNamePointer.class)) {
            return ordered("type", "string", "pattern", "^/");
        } else if (type.equals(Integer.class)) {
            return ordered("type", "integer", "minimum", 1);
        } else if (type.equals(boolean.class)) {
            return ordered("type", "boolean");
        } else if (type.equals(Duration.class)) {
            return DURATION;
        } else if (type.equals(OnUnknownOutcome.class)) {
            return ordered(
                    "enum",
                    Arrays.stream(OnUnknownOutcome.values())
                            .map(value -> value.name().toLowerCase(Locale.ROOT))
                            .toList());
        } else if (type.equals(Reaction.class)) {
            return ordered("enum", List.of("ignore", "warn", "error"));
        } else if (type instanceof ParameterizedType generic
                && generic.getRawType().equals(List.class)) {
            Type element = generic.getActualTypeArguments()[0];
            if (element.equals(SettingsRule.class)) {
                return ordered("type", "array", "items", settingsRule());
            }
            return element.equals(SettingsFile.StatedPair.class)
                    ? ordered("type", "array", "items", pair())
                    : textOrTexts(schemaOf(element));
        } else if (type instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0].equals(BuildState.class)) {
            return ordered(
                    "type",
                    "object",
                    "propertyNames",
                    ordered(
                            "enum",
                            Arrays.stream(BuildState.values())
                                    .filter(BuildState::isPending)
                                    .map(BuildState::id)
                                    .toList()),
                    "additionalProperties",
                    DURATION);
        }
        throw new AssertionError("say here what the JSON Schema of a setting of the type " + type + " is");
    }

    private static Map<String, Object> pair() {
        Map<String, Object> name = ordered("type", "string", "pattern", "^[A-Z][A-Z0-9_]*$");
        return ordered("type", "array", "items", name, "minItems", 2, "maxItems", 2);
    }

    private static Map<String, Object> settingsRule() {
        Map<String, Object> properties = ordered("images", textOrTexts(TEXT));
        properties.putAll(imageSettings());
        return ordered(
                "type",
                "object",
                "properties",
                properties,
                "required",
                List.of("images"),
                "additionalProperties",
                false);
    }

    private static Map<String, Object> textOrTexts(Map<String, Object> text) {
        return ordered("anyOf", List.of(text, ordered("type", "array", "items", text)));
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return with(schema, "type", List.of("string", "null"));
    }

    private static Map<String, Object> described(String type, String description) {
        return ordered("description", description, "type", type);
    }

    /** The service reads keys without regard to case; both spellings are in use. */
    private static Map<String, Object> inBothSpellings(Map<String, Object> properties) {
        Map<String, Object> both = new LinkedHashMap<>();
        properties.forEach((name, schema) -> {
            both.put(name, schema);
            both.put(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), schema);
        });
        return both;
    }

    private static Map<String, Object> document(String title, String description, Map<String, Object> schema) {
        Map<String, Object> document = ordered(
                "$schema", "https://json-schema.org/draft/2020-12/schema", "title", title, "description", description);
        document.putAll(schema);
        return document;
    }

    private static Map<String, Object> with(Map<String, Object> schema, String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(schema);
        changed.put(key, value);
        return changed;
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        List<Object> all = new ArrayList<>(Arrays.asList(namesAndValues));
        for (int i = 0; i < all.size(); i += 2) {
            members.put((String) all.get(i), all.get(i + 1));
        }
        return members;
    }

    private static String text(Map<String, Object> schema) {
        try {
            SourceFile compact = SourceFile.of(
                    "schema.json", new JsonMapper().writeValueAsString(schema).getBytes(UTF_8));
            return JsonText.pretty(
                            new DocumentReader().read(compact, new Problems()).orElseThrow()) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
