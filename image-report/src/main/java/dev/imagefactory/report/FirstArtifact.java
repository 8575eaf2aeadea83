package dev.imagefactory.report;

import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the artifact of a definition that failed first, where the service's words name one. */
final class FirstArtifact {
    private static final Pattern FAILED = Pattern.compile("(?i)fail|error|fatal");

    private final List<String> names = new ArrayList<>();

    FirstArtifact(@Nullable RenderedImage image) {
        if (image != null) {
            for (JsonValue list : values(image.payload().document(), "artifacts")) {
                if (list instanceof JsonArray array) {
                    array.elements().stream()
                            .flatMap(artifact -> values(artifact, "name").stream())
                            .filter(JsonString.class::isInstance)
                            .map(name -> ((JsonString) name).text())
                            .filter(name -> !name.isBlank())
                            .forEach(names::add);
                }
            }
        }
        // Of two that begin at the same place the longer one is meant.
        names.sort(Comparator.comparingInt(String::length).reversed());
    }

    /** By the error; else by the first line of the log that tells of a failure and names one. */
    Optional<String> in(@Nullable String error, String log) {
        Optional<String> named = error == null ? Optional.empty() : firstIn(error);
        return named.or(() -> log.lines()
                .filter(line -> FAILED.matcher(line).find())
                .flatMap(line -> firstIn(line).stream())
                .findFirst());
    }

    private Optional<String> firstIn(String text) {
        return names.stream()
                .distinct()
                .filter(name -> at(text, name) < Integer.MAX_VALUE)
                .min(Comparator.comparingInt(name -> at(text, name)));
    }

    /** Where a name stands as a word of its own. */
    private static int at(String text, String name) {
        Matcher matcher = Pattern.compile("(?i)(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                .matcher(text);
        return matcher.find() ? matcher.start() : Integer.MAX_VALUE;
    }

    private static List<JsonValue> values(JsonValue value, String key) {
        return value instanceof JsonObject object
                ? object.getIgnoringCase(key).stream().map(Member::value).toList()
                : List.of();
    }
}
