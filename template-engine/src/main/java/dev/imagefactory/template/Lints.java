package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.ProblemCode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is often a mistake in a definition that can be rendered: each finding is a warning. */
final class Lints {
    /** The warnings about single definitions that the engine looks for. */
    static final Set<ProblemCode> CODES = EnumSet.of(
            ProblemCode.SECRET_INSIDE_TEXT,
            ProblemCode.LATEST_VERSION,
            ProblemCode.FLOATING_URL,
            ProblemCode.UNKNOWN_REGION,
            ProblemCode.IMAGE_NAME_LENGTH,
            ProblemCode.IMAGE_NAME_CHARACTERS);

    /** Keys of lists of regions: texts, or objects with a name. */
    private static final List<String> REGION_LISTS = List.of("Regions", "TargetRegions", "ReplicationRegions");

    private static final List<String> REGION = List.of("Region", "Location");

    /** Parameters of artifacts may have any name, so that a location there may be a folder. */
    static final String ARTIFACTS = "Artifacts";

    /** "Resource name rules" of Azure for images and for images of galleries. */
    private static final int LONGEST_NAME = 80;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");

    private final AzureRegions regions;

    Lints(AzureRegions regions) {
        this.regions = regions;
    }

    /**
     * Looks at the regions and names of a rendered definition.
     *
     * @param names the names of its image; the file's name counts where there are none
     */
    void checkPlaces(
            Definition definition, JsonObject rendered, List<ImageNamePointer.Found> names, Warnings warnings) {
        checkRegions(rendered, JsonPointer.ROOT, warnings);
        for (ImageNamePointer.Found name : names) {
            name.text().ifPresent(text -> checkName(text, name.location(), name.pointer(), warnings));
        }
        if (names.isEmpty()) {
            checkName(definition.fileName(), Location.of(definition.file().path()), JsonPointer.ROOT, warnings);
        }
    }

    /** Looks through the texts of a rendered definition, or of a part of it. */
    static void checkTexts(JsonValue value, JsonPointer at, Warnings warnings) {
        if (value instanceof JsonString string) {
            for (TextLint lint : TextLint.ALL) {
                if (lint.concerns(string.text())) {
                    warnings.add(lint.code(), string.location(), at, lint.message(), lint.nextStep());
                }
            }
        } else if (value instanceof JsonObject object) {
            object.members().forEach(member -> checkTexts(member.value(), at.child(member.name()), warnings));
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.elements().size(); i++) {
                checkTexts(array.elements().get(i), at.child(i), warnings);
            }
        }
    }

    private void checkRegions(JsonValue value, JsonPointer at, Warnings warnings) {
        if (value instanceof JsonArray array) {
            for (int i = 0; i < array.elements().size(); i++) {
                checkRegions(array.elements().get(i), at.child(i), warnings);
            }
        } else if (value instanceof JsonObject object) {
            for (Member member : object.members()) {
                String key = member.name();
                JsonPointer child = at.child(member.name());
                if (isOneOf(REGION_LISTS, key)) {
                    checkList(member.value(), child, warnings);
                } else if (isOneOf(REGION, key)) {
                    checkRegion(member.value(), child, warnings);
                } else if (!key.equalsIgnoreCase(ARTIFACTS)) {
                    checkRegions(member.value(), child, warnings);
                }
            }
        }
    }

    private static boolean isOneOf(List<String> names, String key) {
        for (String name : names) {
            if (name.equalsIgnoreCase(key)) {
                return true;
            }
        }
        return false;
    }

    private void checkList(JsonValue list, JsonPointer at, Warnings warnings) {
        if (!(list instanceof JsonArray array)) {
            checkRegion(list, at, warnings);
            return;
        }
        for (int i = 0; i < array.elements().size(); i++) {
            JsonPointer each = at.child(i);
            if (array.elements().get(i) instanceof JsonObject object) {
                object.getIgnoringCase("name")
                        .forEach(name -> checkRegion(name.value(), each.child(name.name()), warnings));
            } else {
                checkRegion(array.elements().get(i), each, warnings);
            }
        }
    }

    private void checkRegion(JsonValue value, JsonPointer at, Warnings warnings) {
        if (!(value instanceof JsonString string)
                || regions.contains(string.text())
                || SecretReference.nameIn(string.text()).isPresent()) {
            return;
        }
        warnings.add(
                ProblemCode.UNKNOWN_REGION,
                string.location(),
                at,
                "'" + string.text() + "' is no region of Azure that is known here",
                regions.nearest(string.text())
                        .map(name -> "did you mean '" + name + "'?")
                        .orElse("correct it, or add the region to the configuration"));
    }

    /** A built-in variable counts as any value of it: they are of one length, and of characters that are allowed. */
    private static void checkName(String name, Location location, JsonPointer at, Warnings warnings) {
        String example = RedactedPayload.withBuiltIns(name, Instant.EPOCH);
        if (example.length() > LONGEST_NAME) {
            warnings.add(
                    ProblemCode.IMAGE_NAME_LENGTH,
                    location,
                    at,
                    "the image's name '" + example + "' has " + example.length() + " characters, and Azure takes "
                            + LONGEST_NAME,
                    "shorten it");
        }
        if (!NAME.matcher(example).matches()) {
            warnings.add(
                    ProblemCode.IMAGE_NAME_CHARACTERS,
                    location,
                    at,
                    "the image's name '" + example + "' is none that Azure takes",
                    "use letters, digits, '_', '.' and '-'; begin with a letter or digit, end with one or with '_'");
        }
    }

    /** What it knows. */
    @Override
    public String toString() {
        return regions.toString();
    }
}
