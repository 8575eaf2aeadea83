package dev.imagefactory.planner;

import dev.imagefactory.planner.Reason.VariableChange;
import dev.imagefactory.template.ImageSource;
import dev.imagefactory.template.RenderedImage;
import dev.imagefactory.template.document.JsonDifference;
import dev.imagefactory.template.document.JsonPointer;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An image before and after a change of what it is rendered from.
 *
 * @param valuesBefore all variables of the set that it was rendered with
 */
record ImageChange(
        RenderedImage before, Map<String, String> valuesBefore, RenderedImage after, Map<String, String> valuesAfter) {

    /**
     * All that differs and reaches the payload, before or after. A variable counts by its value, not by its use: one
     * that changed while the definition ceased to use it is a cause, for the old definition alone would not bring the
     * old payload back; one that kept its value is none.
     */
    List<Cause> causes() {
        List<Cause> causes = new ArrayList<>();
        Set<String> used = new TreeSet<>(before.variables().keySet());
        used.addAll(after.variables().keySet());
        for (String name : used) {
            @Nullable String old = value(before, valuesBefore, name);
            @Nullable String now = value(after, valuesAfter, name);
            if (!Objects.equals(old, now)) {
                causes.add(Cause.variable(new VariableChange(name, old, now)));
            }
        }
        ImageSource was = before.source();
        ImageSource is = after.source();
        ImageSource onlyDefinition = new ImageSource(is.definition(), was.defaults());
        ImageSource onlyDefaults = new ImageSource(was.definition(), is.defaults());
        List<JsonPointer> definition = reaching(
                pointers(was.definition(), is.definition()), reached(was, onlyDefinition), reached(onlyDefaults, is));
        if (!definition.isEmpty()) {
            causes.add(Cause.definitionEdited(definition));
        }
        List<JsonPointer> defaults = reaching(
                defaultsEdits(was.defaults(), is.defaults()), reached(was, onlyDefaults), reached(onlyDefinition, is));
        if (!defaults.isEmpty()) {
            causes.add(Cause.defaultsEdited(defaults));
        }
        return causes;
    }

    /**
     * Defaults matter by being there, whatever they say, since a definition's null takes away only where there are any.
     */
    private static List<JsonPointer> defaultsEdits(@Nullable JsonObject before, @Nullable JsonObject after) {
        if (before == null || after == null) {
            return Objects.equals(before, after) ? List.of() : List.of(JsonPointer.ROOT);
        }
        return pointers(before, after);
    }

    /** Versions of secrets, which an image may have beside its variables, are known of images only. */
    private static @Nullable String value(RenderedImage image, Map<String, String> values, String name) {
        @Nullable String own = image.variables().get(name);
        return own == null ? values.get(name) : own;
    }

    private static List<JsonPointer> reached(ImageSource before, ImageSource after) {
        return pointers(before.whole(), after.whole());
    }

    /**
     * The edits of a document that show in the whole, whichever of the other document it is put together with: what is
     * overruled, and what only repeats a default, does not.
     */
    private static List<JsonPointer> reaching(
            List<JsonPointer> edits, List<JsonPointer> withOld, List<JsonPointer> withNew) {
        return edits.stream()
                .filter(edit ->
                        Stream.concat(withOld.stream(), withNew.stream()).anyMatch(edit::overlaps))
                .toList();
    }

    private static List<JsonPointer> pointers(JsonObject before, JsonObject after) {
        return JsonDifference.between(before, after).stream()
                .map(JsonDifference::pointer)
                .distinct()
                .toList();
    }
}
