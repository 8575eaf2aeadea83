package dev.imagefactory.cli;

import dev.imagefactory.template.NearestName;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonBoolean;
import dev.imagefactory.template.document.JsonValue.JsonNumber;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes the values out of an object of a configuration file, one problem for each that is not what it should be. */
final class SettingsReader {
    private final JsonObject document;
    private final JsonPointer at;
    private final Path folder;
    private final Problems problems;

    /**
     * @param at where the object stands in its file
     * @param keys those that it may have; each other one is a problem
     * @param folder what relative paths start from
     */
    SettingsReader(JsonObject document, JsonPointer at, List<String> keys, Path folder, Problems problems) {
        this.document = document;
        this.at = at;
        this.folder = folder;
        this.problems = problems;
        for (Member member : document.members()) {
            if (!keys.contains(member.name())) {
                problems.add(
                        ProblemCode.UNKNOWN_SETTING,
                        member.location(),
                        at.child(member.name()).text(),
                        "there is no setting '" + member.name() + "'",
                        NearestName.of(member.name(), keys)
                                .map(name -> "did you mean '" + name + "'?")
                                .orElse("the settings are " + String.join(", ", keys)));
            }
        }
    }

    JsonObject document() {
        return document;
    }

    Path folder() {
        return folder;
    }

    JsonPointer at() {
        return at;
    }

    Problems problems() {
        return problems;
    }

    /** A path; null where there is none. */
    @Nullable
    Path path(String key) {
        return text(key, folder::resolve);
    }

    /** An object, with a reader of its own. */
    Optional<SettingsReader> object(String key, List<String> keys) {
        @Nullable
        JsonObject object = valueOf(
                key,
                "a mapping",
                value -> value instanceof JsonObject mapping ? Optional.of(mapping) : Optional.empty());
        return Optional.ofNullable(object).map(each -> new SettingsReader(each, at.child(key), keys, folder, problems));
    }

    /** A list of objects, or one object, each with a reader of its own. */
    List<SettingsReader> objects(String key, List<String> keys) {
        List<SettingsReader> objects = new ArrayList<>();
        elements(key)
                .forEach((place, value) -> converted(
                                value,
                                place,
                                key,
                                "a list of mappings",
                                each -> each instanceof JsonObject mapping ? Optional.of(mapping) : Optional.empty())
                        .ifPresent(each -> objects.add(new SettingsReader(each, place, keys, folder, problems))));
        return objects;
    }

    /** A text, converted; null where there is none, or it is faulty. */
    <T> @Nullable T text(String key, Function<String, T> conversion) {
        return valueOf(key, "a text", value -> textIn(value).map(conversion));
    }

    static Optional<String> textIn(JsonValue value) {
        return value instanceof JsonString string ? Optional.of(string.text()) : Optional.empty();
    }

    /** A whole number from 1 on. */
    @Nullable
    Integer number(String key) {
        return valueOf(
                key,
                "a whole number from 1 on",
                value -> value instanceof JsonNumber number && number.text().matches("[1-9][0-9]{0,8}")
                        ? Optional.of(Integer.valueOf(number.text()))
                        : Optional.empty());
    }

    /** Whether it says true. */
    boolean flag(String key) {
        return Boolean.TRUE.equals(valueOf(
                key,
                "true or false",
                value -> value instanceof JsonBoolean bool ? Optional.of(bool.value()) : Optional.empty()));
    }

    /** A list of texts, or one text, converted. */
    <T> List<T> texts(String key, Function<String, T> conversion) {
        List<T> texts = new ArrayList<>();
        elements(key).forEach((at, value) -> {
            converted(
                            value,
                            at,
                            key,
                            "a text or a list of texts",
                            each -> textIn(each).map(conversion))
                    .ifPresent(texts::add);
        });
        return texts;
    }

    /** The elements of a list by their places; a value that is none stands for a list of itself. */
    Map<JsonPointer, JsonValue> elements(String key) {
        JsonPointer list = at.child(key);
        Map<JsonPointer, JsonValue> elements = new LinkedHashMap<>();
        document.get(key).ifPresent(value -> {
            if (value instanceof JsonArray array) {
                array.elements().forEach(each -> elements.put(list.child(elements.size()), each));
            } else {
                elements.put(list, value);
            }
        });
        return elements;
    }

    /** A value, converted; null where there is none, or it is faulty. */
    <T> @Nullable T valueOf(String key, String expected, Function<JsonValue, Optional<T>> conversion) {
        @Nullable
        T converted = document.get(key)
                .flatMap(value -> converted(value, at.child(key), key, expected, conversion))
                .orElse(null);
        return converted;
    }

    /**
     * A value at a place, converted; empty, with a problem, where it cannot be.
     *
     * @param conversion gives nothing, or throws an {@link IllegalArgumentException} that says more
     */
    <T> Optional<T> converted(
            JsonValue value, JsonPointer at, String key, String expected, Function<JsonValue, Optional<T>> conversion) {
        String message = "the setting '" + key + "' is not " + expected;
        try {
            Optional<T> converted = conversion.apply(value);
            if (converted.isPresent()) {
                return converted;
            }
        } catch (IllegalArgumentException e) {
            message = String.valueOf(e.getMessage());
        }
        problems.add(
                ProblemCode.INVALID_SETTING,
                value.location(),
                at.text(),
                message,
                "see docs/cli.md for the settings and their forms");
        return Optional.empty();
    }
}
