package dev.imagefactory.planner;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a plan does what it does; {@code docs/planner.md} has the table. */
public enum ReasonCode {
    /** The image was never asked for. */
    NEW(Action.BUILD),
    /** The payload differs from the one that was last built: variables, the definition, or both. */
    CHANGED(Action.BUILD),
    /** The last attempt failed, was cancelled, or was lost. */
    RETRY_AFTER_FAILURE(Action.RETRY),
    /** Somebody asked for it by name. */
    FORCED(Action.BUILD),
    /** Its last success is older than its settings allow. */
    OLDER_THAN(Action.BUILD),
    /** Its last success is from before the latest Patch Tuesday. */
    PATCH_TUESDAY(Action.BUILD),
    /** The image that it is built upon was built since. */
    BASE_REBUILT(Action.BUILD),
    /** The image that it is built upon is being built, or will be. */
    BASE_PENDING(Action.WAIT),
    /** It is to be built, and the image that it is built upon is not there as it should be. */
    BASE_FAILED(Action.WAIT),
    /** A build of this payload has not ended. */
    IN_PROGRESS(Action.WAIT),
    /** An earlier build, of another payload or definition, makes the same image name and has not ended. */
    NAME_IN_USE(Action.WAIT),
    /** This payload was built. */
    UP_TO_DATE(Action.NONE),
    /** All attempts were unsuccessful. */
    ATTEMPTS_SPENT(Action.BLOCKED),
    /** A build of it in the ledger cannot be read. */
    LEDGER_DAMAGED(Action.BLOCKED),
    /** The last attempt failed in a way that another one cannot mend. */
    FAILED_FOR_GOOD(Action.BLOCKED),
    /** The payload changed, the image's name did not, and the policy refuses that. */
    NAME_UNCHANGED(Action.BLOCKED),
    /** A version falls, and the policy refuses that. */
    DOWNGRADE(Action.BLOCKED),
    /** Of two variables that move together one has changed, and the policy refuses that. */
    SPLIT_PAIR(Action.BLOCKED),
    /** It was asked for once, and its definition is gone. */
    ORPHANED(Action.NONE, Action.WAIT);

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable
    private final Set<Action> actions;

    ReasonCode(Action... actions) {
        this.actions = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(actions)));
    }

    /** What a plan does for this reason, one of them. */
    public Set<Action> actions() {
        return actions;
    }

    /** Whether it says that a wanted image, or what it is built upon, failed, and that nothing more is tried. */
    public boolean isFailure() {
        return this == ATTEMPTS_SPENT || this == FAILED_FOR_GOOD || this == BASE_FAILED;
    }

    /** Whether it says that the policy refuses a change. */
    public boolean isRefusal() {
        return this == NAME_UNCHANGED || this == DOWNGRADE || this == SPLIT_PAIR;
    }

    /** The name in text, JSON and ledgers, for instance {@code up-to-date}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static final Map<String, ReasonCode> BY_ID =
            Stream.of(values()).collect(Collectors.toMap(ReasonCode::id, Function.identity()));

    /**
     * The code of a name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static ReasonCode of(String id) {
        @Nullable ReasonCode code = BY_ID.get(id);
        if (code == null) {
            throw new IllegalArgumentException("'" + id + "' is no reason of a build");
        }
        return code;
    }
}
