package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import dev.imagefactory.template.problem.Problems;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The silences that stand in the definitions of a set and in their defaults, and whether they are needed.
 *
 * <p>One of defaults is needed as soon as one definition below needs it. Those of a configuration are not looked at:
 * they may be about definitions of another set.
 */
final class Silences {
    private final Map<Location, ProblemCode> stated = new LinkedHashMap<>();
    private final Set<Location> needed = new HashSet<>();

    /** Notes what a definition silences; one with errors was not looked through, so that it may need all of it. */
    void note(JsonObject settings, Set<ProblemCode> withheld, boolean hasErrors) {
        for (Member silence : membersOf(settings)) {
            codeOf(silence.name()).ifPresent(code -> {
                stated.put(silence.location(), code);
                if (hasErrors || withheld.contains(code)) {
                    needed.add(silence.location());
                }
            });
        }
    }

    void reportUnneeded(Problems problems) {
        stated.forEach((location, code) -> {
            if (!needed.contains(location)) {
                problems.add(
                        ProblemCode.UNNEEDED_SILENCE,
                        location,
                        JsonPointer.ROOT
                                .child(ImageSettings.KEY)
                                .child(ImageSettings.SILENCE)
                                .child(code.id())
                                .text(),
                        "there is no warning '" + code.id() + "' to silence",
                        "delete the silence, so that the next such mistake is seen");
            }
        });
    }

    private static List<Member> membersOf(JsonObject settings) {
        return settings.get(ImageSettings.SILENCE)
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(JsonObject::members)
                .orElse(List.of());
    }

    /** The warning of this name, if it is one that the engine itself looks for. */
    private static Optional<ProblemCode> codeOf(String id) {
        return Lints.CODES.stream().filter(code -> code.id().equals(id)).findFirst();
    }
}
