package dev.imagefactory.template.document;

import dev.imagefactory.template.document.JsonValue.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of an object while it is read: in their order, no name twice. */
final class MemberList {
    /** Up to so many names, looking through them is faster than a map. */
    private static final int FEW = 16;

    private final List<Member> members = new ArrayList<>();
    private @Nullable Map<String, Member> byName;

    /** Adds a member, unless there is one of its name: that one is returned then. */
    @Nullable
    Member add(Member member) {
        @Nullable Member known = find(member.name());
        if (known == null) {
            members.add(member);
            if (byName != null) {
                byName.put(member.name(), member);
            }
        }
        return known;
    }

    List<Member> all() {
        return members;
    }

    private @Nullable Member find(String name) {
        if (byName == null && members.size() > FEW) {
            byName = new HashMap<>();
            for (Member member : members) {
                byName.put(member.name(), member);
            }
        }
        if (byName != null) {
            return byName.get(name);
        }
        // By index: an iterator for each member of each object was a seventh of all that reading allocates.
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).name().equals(name)) {
                return members.get(i);
            }
        }
        return null;
    }
}
