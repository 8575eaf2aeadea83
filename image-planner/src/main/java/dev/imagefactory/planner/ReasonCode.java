package dev.imagefactory.planner;

import java.util.Locale;
import java.util.stream.Stream;

/** Why a plan does what it does; {@code docs/architecture.md} has the table. */
public enum ReasonCode {
    /** The image was never asked for. */
    NEW,
    /** The payload differs from the one that was last built: variables, the definition, or both. */
    CHANGED,
    /** The last attempt failed, was cancelled, or was lost. */
    RETRY_AFTER_FAILURE,
    /** Somebody asked for it by name. */
    FORCED,
    /** Its last success is older than its settings allow. */
    OLDER_THAN,
    /** Its last success is from before the latest Patch Tuesday. */
    PATCH_TUESDAY,
    /** The image that it is built upon was built since. */
    BASE_REBUILT,
    /** The image that it is built upon is being built, or will be. */
    BASE_PENDING,
    /** It is to be built, and the image that it is built upon is not there as it should be. */
    BASE_FAILED,
    /** A build of this payload has not ended. */
    IN_PROGRESS,
    /** An earlier build, of another payload or definition, makes the same image name and has not ended. */
    NAME_IN_USE,
    /** This payload was built. */
    UP_TO_DATE,
    /** All attempts were unsuccessful. */
    ATTEMPTS_SPENT,
    /** A build of it in the ledger cannot be read. */
    LEDGER_DAMAGED,
    /** The last attempt failed in a way that another one cannot mend. */
    FAILED_FOR_GOOD,
    /** The payload changed, the image's name did not, and the policy refuses that. */
    NAME_UNCHANGED,
    /** A version falls, and the policy refuses that. */
    DOWNGRADE,
    /** Of two variables that move together one has changed, and the policy refuses that. */
    SPLIT_PAIR,
    /** It was asked for once, and its definition is gone. */
    ORPHANED;

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

    /**
     * The code of a name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static ReasonCode of(String id) {
        return Stream.of(values())
                .filter(code -> code.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + id + "' is no reason of a build"));
    }
}
