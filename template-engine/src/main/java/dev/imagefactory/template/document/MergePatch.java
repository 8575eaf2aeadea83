package dev.imagefactory.template.document;

import dev.imagefactory.template.document.JsonValue.JsonNull;
import dev.imagefactory.template.document.JsonValue.JsonObject;
import dev.imagefactory.template.document.JsonValue.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The merge patch of RFC 7396: objects are merged member by member, anything else replaces, null takes away. */
public final class MergePatch {
    private MergePatch() {}

    /**
     * A value with a patch applied. The members of the value come first, in its order; each value keeps its location,
     * so that one of the patch still points into the patch's file.
     */
    public static JsonValue apply(JsonValue value, JsonValue patch) {
        return patch instanceof JsonObject object ? apply(value, object) : patch;
    }

    /** The same for two objects, which give an object. */
    public static JsonObject apply(JsonObject value, JsonObject patch) {
        return apply((JsonValue) value, patch);
    }

    private static JsonObject apply(@Nullable JsonValue value, JsonObject patch) {
        Map<String, Member> members = new LinkedHashMap<>();
        if (value instanceof JsonObject object) {
            object.members().forEach(member -> members.put(member.name(), member));
        }
        for (Member member : patch.members()) {
            if (member.value() instanceof JsonNull) {
                members.remove(member.name());
                continue;
            }
            @Nullable Member target = members.get(member.name());
            JsonValue merged = member.value() instanceof JsonObject object
                    ? apply(target == null ? null : target.value(), object)
                    : member.value();
            members.put(member.name(), new Member(member.name(), merged, member.location()));
        }
        List<Member> all = new ArrayList<>(members.values());
        return new JsonObject(all, patch.location());
    }
}
