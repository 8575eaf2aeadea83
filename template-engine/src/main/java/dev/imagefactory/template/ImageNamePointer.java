package dev.imagefactory.template;

import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonText;
import dev.imagefactory.template.document.JsonValue;
import dev.imagefactory.template.document.JsonValue.JsonArray;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.JsonString;
import dev.imagefactory.template.document.JsonValue.Member;
import dev.imagefactory.template.problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a definition says the names of its image: a JSON pointer (RFC 6901) in which {@code *} stands for all elements
 * of a list, and for the value itself where there is no list. Keys are read without regard to case.
 */
public final class ImageNamePointer {
    /** {@code /Destination/*}{@code /CustomImageName}, as in the definitions of the Image Factory. */
    public static final ImageNamePointer DEFAULT = parse("/Destination/*/CustomImageName");

    /** {@code /BaseImage}: where a definition says what its image is built upon. */
    static final ImageNamePointer BASE = parse("/BaseImage");

    private static final String ALL = "*";
    private static final String STORAGE_ACCOUNT = "StorageAccountName";

    private final List<String> path;

    private ImageNamePointer(List<String> path) {
        this.path = List.copyOf(path);
    }

    /**
     * Reads the text of a pointer.
     *
     * @throws IllegalArgumentException where the text is empty or does not begin with {@code /}
     */
    public static ImageNamePointer parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("'" + text + "' is no JSON pointer; begin it with /");
        }
        List<String> path = new ArrayList<>();
        for (String token : text.substring(1).split("/", -1)) {
            path.add(token.replace("~1", "/").replace("~0", "~"));
        }
        return new ImageNamePointer(path);
    }

    /** A name as it stands in a document. */
    record Found(JsonValue value, JsonPointer pointer, String destination) {
        Optional<String> text() {
            return value instanceof JsonString string ? Optional.of(string.text()) : Optional.empty();
        }

        Location location() {
            return value.location();
        }
    }

    /** Where a document, or one of defaults, says names: the places of the values. */
    public List<Location> placesIn(JsonObject document) {
        return findIn(document).stream().map(Found::location).toList();
    }

    List<Found> findIn(JsonObject document) {
        List<Found> found = new ArrayList<>();
        collect(document, 0, JsonPointer.ROOT, "", found);
        return found;
    }

    private void collect(JsonValue value, int step, JsonPointer at, String destination, List<Found> found) {
        if (step == path.size()) {
            found.add(new Found(value, at, destination));
        } else if (path.get(step).equals(ALL)) {
            if (value instanceof JsonArray array) {
                for (int i = 0; i < array.elements().size(); i++) {
                    collect(array.elements().get(i), step + 1, at.child(i), destination, found);
                }
            } else {
                collect(value, step + 1, at, destination, found);
            }
        } else if (value instanceof JsonObject object) {
            String place = at.isRoot() ? "" : destinationOf(object, path.get(step));
            for (Member member : object.getIgnoringCase(path.get(step))) {
                collect(member.value(), step + 1, at.child(member.name()), place, found);
            }
        }
    }

    /** Whether names may lie within a member of a document. */
    boolean mayLeadInto(String member) {
        return path.get(0).equals(ALL) || path.get(0).equalsIgnoreCase(member);
    }

    private static String destinationOf(JsonObject destination, String nameKey) {
        for (Member member : destination.getIgnoringCase(STORAGE_ACCOUNT)) {
            if (member.value() instanceof JsonString account) {
                return account.text().toLowerCase(Locale.ROOT);
            }
        }
        List<Member> others = destination.members().stream()
                .filter(member -> !member.name().equalsIgnoreCase(nameKey))
                .toList();
        return others.isEmpty() ? "" : JsonText.canonical(new JsonObject(others, Location.NONE));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        path.forEach(token -> text.append('/').append(token.replace("~", "~0").replace("/", "~1")));
        return text.toString();
    }
}
