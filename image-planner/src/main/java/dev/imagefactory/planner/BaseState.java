package dev.imagefactory.planner;

import dev.imagefactory.template.RenderedImage;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the image stands that another one is built upon.
 *
 * @param message why those built upon it wait, or are built again, in words
 * @param build for {@link Kind#PENDING} the build that is waited for, where there is one already; for
 *     {@link Kind#READY} its last success
 */
record BaseState(Kind kind, String message, @Nullable Build build) {
    /** What those built upon it can do. */
    enum Kind {
        /** It is there. */
        READY,
        /** It is being built, or will be. */
        PENDING,
        /** It is not there as it should be, and nothing comes of waiting. */
        FAILED
    }

    private static final String SINCE = " was built since";

    /** By the decision about it. */
    static BaseState of(PlannedImage base, BuildHistory history) {
        String name = "its base " + base.imageId();
        @Nullable Build build = base.build();
        boolean pending = build != null && build.state().isPending();
        return switch (base.action()) {
            case BUILD, RETRY -> new BaseState(Kind.PENDING, name + " will be built first", null);
            case BLOCKED ->
                new BaseState(
                        Kind.FAILED,
                        name + " is blocked (" + base.reason().code().id() + ")",
                        null);
            case NONE -> new BaseState(Kind.READY, name + SINCE, lastSuccess(base.imageId(), base.image(), history));
            case WAIT -> {
                if (base.reason().code() == ReasonCode.BASE_FAILED) {
                    yield new BaseState(Kind.FAILED, name + " waits for a base itself, which is blocked", null);
                }
                boolean itself = base.reason().code() == ReasonCode.IN_PROGRESS;
                yield new BaseState(
                        Kind.PENDING,
                        name + (itself ? " is being built" : " will be built first"),
                        pending ? build : null);
            }
        };
    }

    /** As the ledger has it, where the plan is not about it. */
    static BaseState inLedger(RenderedImage base, BuildHistory history) {
        String name = "its base " + base.id();
        if (history.isDamaged(base.id())) {
            return new BaseState(Kind.FAILED, "a build of " + name + " in the ledger cannot be read", null);
        }
        Optional<Build> pending =
                BuildHistory.last(history.of(base.id()), build -> build.state().isPending());
        if (pending.isPresent()) {
            return new BaseState(Kind.PENDING, name + " is being built", pending.get());
        }
        @Nullable Build success = lastSuccess(base.id(), base, history);
        return success == null
                ? new BaseState(Kind.FAILED, name + " was never built, and is not selected", null)
                : new BaseState(Kind.READY, name + SINCE, success);
    }

    /** That of the wanted payload, to which an edit may have come back; of any where that was never built. */
    private static @Nullable Build lastSuccess(String imageId, @Nullable RenderedImage wanted, BuildHistory history) {
        return BuildHistory.last(
                        history.of(imageId),
                        build -> build.state() == BuildState.SUCCEEDED
                                && wanted != null
                                && build.key().fingerprint().equals(wanted.fingerprint()))
                .or(() -> history.lastSuccess(imageId))
                .orElse(null);
    }

    /**
     * Whether a build that was claimed at an instant may have been built upon an older one. Its success counts from
     * when it was learned: the ledger's own clock says that, and whoever claimed earlier did not know of it.
     */
    boolean isNewerThan(Instant claimedAt) {
        return kind == Kind.READY && build != null && build.progress().since().isAfter(claimedAt);
    }
}
