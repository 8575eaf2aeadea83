package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.MergePatch;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of all images whose id matches a pattern, as a configuration gives them. Later rules win over earlier ones,
 * and what a definition or its defaults say wins over all.
 */
public final class SettingsRule {
    private static final String IMAGES = "images";

    private final List<Concern> images;
    private final JsonObject settings;

    /** A pattern, and where it stands. */
    private record Concern(ImageIdPattern pattern, Location location, JsonPointer pointer) {}

    private SettingsRule(List<Concern> images, JsonObject settings) {
        this.images = List.copyOf(images);
        this.settings = settings;
    }

    /**
     * Reads a list of rules: each an object with {@code images}, a pattern or a list of them, and beside it what a
     * definition may say under {@value ImageSettings#KEY}.
     *
     * @param problems receives what is wrong; a rule with an error is left out
     */
    public static List<SettingsRule> read(JsonValue list, JsonPointer at, Problems problems) {
        if (!(list instanceof JsonArray array)) {
            problems.add(
                    ProblemCode.INVALID_SETTING,
                    list.location(),
                    at.text(),
                    "the rules are not a list",
                    "write a list of mappings, each with images and what is set for them");
            return List.of();
        }
        List<SettingsRule> rules = new ArrayList<>();
        for (int i = 0; i < array.elements().size(); i++) {
            rule(array.elements().get(i), at.child(i), problems).ifPresent(rules::add);
        }
        return rules;
    }

    private static Optional<SettingsRule> rule(JsonValue value, JsonPointer at, Problems problems) {
        int before = problems.errors();
        JsonObject rule = value instanceof JsonObject object ? object : new JsonObject(List.of(), value.location());
        List<Concern> images =
                rule.get(IMAGES).map(each -> concerns(each, at.child(IMAGES))).orElse(List.of());
        if (images.isEmpty()) {
            problems.add(
                    ProblemCode.INVALID_SETTING,
                    value.location(),
                    at.text(),
                    "the rule does not say which images it is about",
                    "give it images, a pattern of ids such as VS2022/* or a list of patterns");
        }
        JsonObject settings = new JsonObject(
                rule.members().stream()
                        .filter(member -> !member.name().equals(IMAGES))
                        .toList(),
                rule.location());
        // A null takes away what an earlier rule says; by itself it says nothing.
        JsonObject said = MergePatch.apply(new JsonObject(List.of(), rule.location()), settings);
        new ImageSettingsReader(problems).read(said, at);
        return problems.errors() == before ? Optional.of(new SettingsRule(images, settings)) : Optional.empty();
    }

    /** A pattern or a list of them; none where one is no text. */
    private static List<Concern> concerns(JsonValue value, JsonPointer at) {
        List<JsonValue> all = value instanceof JsonArray array ? array.elements() : List.of(value);
        List<Concern> concerns = new ArrayList<>();
        for (JsonValue each : all) {
            if (!(each instanceof JsonString text)) {
                return List.of();
            }
            JsonPointer pointer = value instanceof JsonArray ? at.child(concerns.size()) : at;
            concerns.add(new Concern(new ImageIdPattern(text.text()), text.location(), pointer));
        }
        return concerns;
    }

    boolean concerns(String imageId) {
        return images.stream().anyMatch(concern -> concern.pattern().matches(imageId));
    }

    /** Reports the patterns that match no image. */
    void reportUnused(Set<String> imageIds, Problems problems) {
        for (Concern concern : images) {
            if (imageIds.stream().noneMatch(concern.pattern()::matches)) {
                problems.add(
                        ProblemCode.UNUSED_SETTING,
                        concern.location(),
                        concern.pointer().text(),
                        "no image matches '" + concern.pattern() + "'",
                        NearestName.of(concern.pattern().text(), imageIds)
                                .map(id -> "did you mean '" + id + "'?")
                                .orElse("correct the pattern, or delete it"));
            }
        }
    }

    JsonObject settings() {
        return settings;
    }

    /** Where it stands, which images it is about, and what it says. */
    @Override
    public String toString() {
        return images + ": " + settings;
    }
}
