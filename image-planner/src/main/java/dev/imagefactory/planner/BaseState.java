package dev.imagefactory.planner;

import dev.imagefactory.template.RenderedImage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the image stands that another one is built upon.
 *
 * @param message why those built upon it wait, in words; for {@link Kind#READY} only its name
 * @param awaited for {@link Kind#PENDING} the build that is waited for, where there is one already
 * @param success what is built upon it now would be built upon this build; null where it was never built
 */
record BaseState(
        Kind kind,
        String message,
        @Nullable Build awaited,
        @Nullable Build success) {
    /** What those built upon it can do. */
    enum Kind {
        /** It is there. */
        READY,
        /** It is being built, or will be. */
        PENDING,
        /** It is not there as it should be, and nothing comes of waiting. */
        FAILED
    }

    /** By the decision about it. */
    static BaseState of(PlannedImage base, BuildHistory history) {
        String name = "its base " + base.imageId();
        @Nullable Build build = base.build();
        boolean pending = build != null && build.state().isPending();
        @Nullable Build success = lastSuccess(base.imageId(), base.image(), history);
        return switch (base.action()) {
            case BUILD, RETRY -> new BaseState(Kind.PENDING, name + " will be built first", null, success);
            case BLOCKED ->
                new BaseState(
                        Kind.FAILED,
                        name + " is blocked (" + base.reason().code().id() + ")",
                        null,
                        success);
            case NONE -> new BaseState(Kind.READY, name, null, success);
            case WAIT -> {
                if (base.reason().code() == ReasonCode.BASE_FAILED) {
                    yield new BaseState(Kind.FAILED, name + " waits for its own base, which is blocked", null, success);
                }
                boolean itself = base.reason().code() == ReasonCode.IN_PROGRESS;
                yield new BaseState(
                        Kind.PENDING,
                        name + (itself ? " is being built" : " will be built first"),
                        pending ? build : null,
                        success);
            }
        };
    }

    /** As the ledger has it, where the plan is not about it. */
    static BaseState inLedger(RenderedImage base, BuildHistory history) {
        String name = "its base " + base.id();
        @Nullable Build success = lastSuccess(base.id(), base, history);
        if (history.isDamaged(base.id())) {
            return new BaseState(Kind.FAILED, "a build of " + name + " in the ledger cannot be read", null, success);
        }
        Optional<Build> pending =
                BuildHistory.last(history.of(base.id()), build -> build.state().isPending());
        if (pending.isPresent()) {
            return new BaseState(Kind.PENDING, name + " is being built", pending.get(), success);
        }
        return success == null
                ? new BaseState(Kind.FAILED, name + " was never built, and is not selected", null, null)
                : new BaseState(Kind.READY, name, null, success);
    }

    /** That of the wanted payload, to which an edit may have come back, while its image is there; else of any. */
    private static @Nullable Build lastSuccess(String imageId, @Nullable RenderedImage wanted, BuildHistory history) {
        return BuildHistory.last(
                        history.of(imageId),
                        build -> build.state() == BuildState.SUCCEEDED
                                && wanted != null
                                && build.key().fingerprint().equals(wanted.fingerprint()))
                .filter(build -> history.replacement(build).isEmpty())
                .or(() -> history.lastSuccess(imageId))
                .orElse(null);
    }

    /**
     * Why an image that was ordered so is built again, in words; empty where it is built upon the base as it is now.
     *
     * <p>Where the order does not say which build of this base it is built upon, time decides: whether it may have been
     * an older one. The base's success counts from when it was learned: the ledger's own clock says that, and whoever
     * claimed earlier did not know of it.
     */
    Optional<String> outdates(BuildOrder order) {
        if (kind != Kind.READY || success == null) {
            return Optional.empty();
        }
        boolean later = success.progress().since().isAfter(order.claimedAt());
        @Nullable BuildKey known = order.base();
        boolean says = known != null && known.imageId().equals(success.imageId());
        boolean outdated = says ? !success.key().equals(known) : later;
        return outdated
                ? Optional.of(later ? message + " was built since" : "built upon another build of " + message)
                : Optional.empty();
    }
}
