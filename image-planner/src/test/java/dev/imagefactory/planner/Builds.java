package dev.imagefactory.planner;

import dev.imagefactory.template.ImageTarget;
import dev.imagefactory.template.RenderedImage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds as a ledger would give them. */
final class Builds {
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private Builds() {}

    /** The first attempt at an image whose name is called like its id, with a job. */
    static Build of(String imageId, BuildState state, @Nullable String error) {
        return of(imageId, List.of(imageId), state, error);
    }

    static Build of(String imageId, List<String> imageNames, BuildState state, @Nullable String error) {
        BuildOrder order = new BuildOrder(
                new BuildKey(imageId, "fingerprint", 1),
                requestId(imageId),
                NOW,
                ReasonCode.NEW,
                imageNames.stream().map(name -> new ImageTarget(name, "")).toList(),
                new TreeMap<>(),
                "definition",
                null,
                null);
        return new Build(order, progress(state, "job-of-" + imageId, error), 1);
    }

    /** The id of the request of a build that is called so. */
    static String requestId(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** An attempt at a payload. */
    static Build of(RenderedImage image, int attempt, ReasonCode reason, BuildProgress progress) {
        BuildOrder order = new BuildOrder(
                new BuildKey(image.id(), image.fingerprint(), attempt),
                requestId(image.id() + attempt),
                NOW,
                reason,
                image.targetsAt(NOW),
                image.variables(),
                image.source().definitionFingerprint(),
                image.source().defaultsFingerprint(),
                null);
        return new Build(order, progress, 1);
    }

    /** The same build upon a build of its base. */
    static Build upon(Build build, @Nullable BuildKey base) {
        BuildOrder order = build.order();
        return new Build(
                new BuildOrder(
                        order.key(),
                        order.requestId(),
                        order.claimedAt(),
                        order.reason(),
                        order.targets(),
                        order.variables(),
                        order.definitionFingerprint(),
                        order.defaultsFingerprint(),
                        base),
                build.progress(),
                build.revision());
    }

    static BuildProgress progress(BuildState state, @Nullable String trackingId, @Nullable String error) {
        return new BuildProgress(
                state,
                NOW,
                null,
                trackingId,
                null,
                state.isPending() ? null : NOW,
                error,
                trackingId == null ? null : "https://log/" + trackingId);
    }

    /** The same build, refused before the service made a job of it. */
    static Build rejected(Build build) {
        return new Build(
                build.order(),
                progress(BuildState.FAILED, null, build.progress().error()),
                1);
    }
}
