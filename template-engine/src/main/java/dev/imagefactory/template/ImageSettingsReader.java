package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads settings of an image; one problem for each that is not what it should be. */
final class ImageSettingsReader {
    private static final String PATCH_TUESDAY = "patch-tuesday";
    private static final List<String> KEYS = List.of("owner", "ring", "base", "rebuild", ImageSettings.SILENCE);
    private static final List<String> REBUILD_KEYS = List.of("after", "on", "delay");
    private static final String NEXT_STEP = "see docs/templates.md for the settings and their forms";

    private final Problems problems;

    ImageSettingsReader(Problems problems) {
        this.problems = problems;
    }

    ImageSettings read(JsonObject settings, JsonPointer at) {
        refuseUnknown(settings, at, KEYS);
        return new ImageSettings(
                text(settings, "owner", at),
                text(settings, "ring", at),
                text(settings, "base", at),
                object(settings, "rebuild", at, RebuildPolicy.NEVER, this::rebuild),
                object(settings, ImageSettings.SILENCE, at, new TreeMap<>(), this::silenced));
    }

    private RebuildPolicy rebuild(JsonObject rebuild, JsonPointer at) {
        int before = problems.errors();
        refuseUnknown(rebuild, at, REBUILD_KEYS);
        @Nullable Duration after = duration(rebuild, "after", at);
        @Nullable Duration delay = duration(rebuild, "delay", at);
        @Nullable String on = text(rebuild, "on", at);
        if (on != null && !on.equals(PATCH_TUESDAY)) {
            invalid(
                    rebuild.get("on").orElse(rebuild),
                    at.child("on"),
                    "'" + on + "' is no day to rebuild on; there is " + PATCH_TUESDAY);
        }
        if (rebuild.get("on").isEmpty() && delay != null) {
            invalid(
                    rebuild.get("delay").orElse(rebuild),
                    at.child("delay"),
                    "a delay needs the day that it follows, on");
        }
        if (after != null && after.compareTo(RebuildPolicy.SHORTEST_AGE) < 0) {
            invalid(
                    rebuild.get("after").orElse(rebuild),
                    at.child("after"),
                    "an age of less than a day would build the image all the time");
        }
        return problems.errors() > before
                ? RebuildPolicy.NEVER
                : new RebuildPolicy(after, on == null ? null : delay == null ? Duration.ZERO : delay);
    }

    private SortedMap<String, String> silenced(JsonObject silence, JsonPointer at) {
        SortedMap<String, String> silenced = new TreeMap<>();
        for (Member member : silence.members()) {
            if (!ProblemCode.silenceable().contains(member.name())) {
                problems.add(
                        ProblemCode.INVALID_SETTING,
                        member.location(),
                        at.child(member.name()).text(),
                        "'" + member.name() + "' is no warning that can be silenced",
                        NearestName.of(member.name(), ProblemCode.silenceable())
                                .map(name -> "did you mean '" + name + "'?")
                                .orElse("those are " + String.join(", ", ProblemCode.silenceable())));
            } else if (!(member.value() instanceof JsonString reason)
                    || reason.text().isBlank()) {
                invalid(member.value(), at.child(member.name()), "a warning is silenced with a reason, as a text");
            } else {
                silenced.put(member.name(), reason.text());
            }
        }
        return silenced;
    }

    /** How a part of the settings is read. */
    private interface Part<T> {
        T read(JsonObject part, JsonPointer at);
    }

    private <T> T object(JsonObject settings, String key, JsonPointer at, T otherwise, Part<T> part) {
        @Nullable JsonValue value = settings.get(key).orElse(null);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof JsonObject object) {
            return part.read(object, at.child(key));
        }
        invalid(value, at.child(key), "the setting '" + key + "' is not an object");
        return otherwise;
    }

    private @Nullable String text(JsonObject settings, String key, JsonPointer at) {
        @Nullable JsonValue value = settings.get(key).orElse(null);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString string && !string.text().isBlank()) {
            return string.text();
        }
        invalid(value, at.child(key), "the setting '" + key + "' is not a text");
        return null;
    }

    private @Nullable Duration duration(JsonObject settings, String key, JsonPointer at) {
        @Nullable String text = text(settings, key, at);
        if (text == null) {
            return null;
        }
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            invalid(settings.get(key).orElse(settings), at.child(key), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void refuseUnknown(JsonObject settings, JsonPointer at, List<String> known) {
        for (Member member : settings.members()) {
            if (!known.contains(member.name())) {
                problems.add(
                        ProblemCode.UNKNOWN_SETTING,
                        member.location(),
                        at.child(member.name()).text(),
                        "there is no setting '" + member.name() + "'",
                        NearestName.of(member.name(), known)
                                .map(name -> "did you mean '" + name + "'?")
                                .orElse("the settings here are " + String.join(", ", known)));
            }
        }
    }

    private void invalid(JsonValue value, JsonPointer at, String message) {
        problems.add(ProblemCode.INVALID_SETTING, value.location(), at.text(), message, NEXT_STEP);
    }
}
