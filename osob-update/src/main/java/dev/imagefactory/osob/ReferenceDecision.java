package dev.imagefactory.osob;

import dev.imagefactory.planner.Build;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a reference moves.
 *
 * @param state what is decided
 * @param build the build that it should name; null where there is none
 * @param to the name that it should have; null where there is none
 * @param why what keeps it from the image that its definition wants now, in words; null where nothing does
 */
public record ReferenceDecision(
        Reference reference,
        State state,
        @Nullable Build build,
        @Nullable String to,
        @Nullable String why) {
    /** What is decided about a reference. */
    public enum State {
        /** It names the image that it should. */
        CURRENT,
        /** It moves. */
        UPDATE,
        /** It stays, although what it names is not what its definition wants now. */
        HELD,
        /** It should name an earlier version, which is not allowed. */
        DOWNGRADE;

        /** The name in text and JSON, for instance {@code update}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it does not name, and will not name, what its definition wants now. */
    public boolean isHeldBack() {
        return why != null || state == State.DOWNGRADE;
    }

    ReferenceDecision refused() {
        return new ReferenceDecision(reference, State.DOWNGRADE, build, to, why);
    }

    ReferenceDecision held(String reason) {
        return new ReferenceDecision(reference, State.HELD, build, to, reason);
    }
}
