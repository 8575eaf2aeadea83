package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.MergePatch;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings of all images whose id matches a pattern, as a configuration gives them. Later rules win over earlier ones,
 * and what a definition or its defaults say wins over all.
 */
public final class SettingsRule {
    private static final String IMAGES = "images";

    private final List<ImageIdPattern> images;
    private final JsonObject settings;

    private SettingsRule(List<ImageIdPattern> images, JsonObject settings) {
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
        if (value instanceof JsonObject rule) {
            List<ImageIdPattern> images =
                    rule.get(IMAGES).map(SettingsRule::patterns).orElse(List.of());
            if (!images.isEmpty()) {
                JsonObject settings = new JsonObject(
                        rule.members().stream()
                                .filter(member -> !member.name().equals(IMAGES))
                                .toList(),
                        rule.location());
                int before = problems.errors();
                // A null takes away what an earlier rule says; by itself it says nothing.
                JsonObject said = MergePatch.apply(new JsonObject(List.of(), rule.location()), settings);
                new ImageSettingsReader(problems).read(said, at);
                return problems.errors() == before ? Optional.of(new SettingsRule(images, settings)) : Optional.empty();
            }
        }
        problems.add(
                ProblemCode.INVALID_SETTING,
                value.location(),
                at.text(),
                "the rule does not say which images it is about",
                "give it images, a pattern of ids such as VS2022/* or a list of patterns");
        return Optional.empty();
    }

    /** A pattern or a list of them; none where one is no text. */
    private static List<ImageIdPattern> patterns(JsonValue value) {
        List<JsonValue> all = value instanceof JsonArray array ? array.elements() : List.of(value);
        return all.stream().allMatch(JsonString.class::isInstance)
                ? all.stream()
                        .map(JsonString.class::cast)
                        .map(text -> new ImageIdPattern(text.text()))
                        .toList()
                : List.of();
    }

    boolean concerns(String imageId) {
        return images.stream().anyMatch(pattern -> pattern.matches(imageId));
    }

    JsonObject settings() {
        return settings;
    }
}
