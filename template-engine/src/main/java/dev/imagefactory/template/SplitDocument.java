package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.document.MergePatch;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.ArrayList;
import java.util.List;

/**
 * A document in its two parts.
 *
 * @param payload what the service gets
 * @param settings what stands under {@value ImageSettings#KEY}: a merge patch of each document that says something, the
 *     strongest last
 */
record SplitDocument(JsonObject payload, List<JsonObject> settings) {
    SplitDocument {
        settings = List.copyOf(settings);
    }

    /** @param problems receives what is wrong with the settings, as far as their place goes */
    static SplitDocument of(JsonObject document, Problems problems) {
        List<Member> settings = document.getIgnoringCase(ImageSettings.KEY);
        if (settings.isEmpty()) {
            return new SplitDocument(document, List.of());
        }
        List<Member> payload = new ArrayList<>(document.members());
        payload.removeAll(settings);
        List<JsonObject> found = new ArrayList<>();
        for (Member member : settings) {
            if (!member.name().equals(ImageSettings.KEY) || !(member.value() instanceof JsonObject object)) {
                problems.add(
                        ProblemCode.INVALID_SETTING,
                        member.location(),
                        JsonPointer.ROOT.child(member.name()).text(),
                        "the settings of this tool are not an object under " + ImageSettings.KEY,
                        "write it in lower case, with names and values");
            } else {
                found.add(object);
            }
        }
        return new SplitDocument(new JsonObject(payload, document.location()), found);
    }

    /** This document as the defaults of another. */
    SplitDocument under(SplitDocument other) {
        List<JsonObject> both = new ArrayList<>(settings);
        both.addAll(other.settings);
        return new SplitDocument(MergePatch.apply(payload, other.payload), both);
    }

    /** The settings together, upon those that are said elsewhere: a null takes these away too. */
    JsonObject settingsUpon(List<JsonObject> weaker) {
        JsonObject all = new JsonObject(List.of(), Location.NONE);
        for (JsonObject patch : weaker) {
            all = MergePatch.apply(all, patch);
        }
        for (JsonObject patch : settings) {
            all = MergePatch.apply(all, patch);
        }
        return all;
    }
}
