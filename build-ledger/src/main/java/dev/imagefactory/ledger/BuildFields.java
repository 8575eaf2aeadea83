package dev.imagefactory.ledger;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.BuildKey;
import dev.imagefactory.planner.BuildOrder;
import dev.imagefactory.planner.BuildProgress;
import dev.imagefactory.planner.BuildState;
import dev.imagefactory.planner.Lease;
import dev.imagefactory.planner.ReasonCode;
import dev.imagefactory.planner.Rollout;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A build as names and values, the form in which ledgers and archives hold it. Values are texts, integers, longs and
 * booleans; instants are ISO 8601, lists and maps JSON. What a build does not have is left out.
 */
final class BuildFields {
    static final String IMAGE_ID = "imageId";
    static final String ATTEMPT = "attempt";
    static final String TARGETS = "targets";
    static final String VARIABLES = "variables";
    static final String BASE = "base";
    static final String PULL_REQUESTS = "pullRequests";
    static final String REQUEST_ID_HONOURED = "requestIdHonoured";
    static final String REVISION = "revision";

    private final Function<String, @Nullable Object> fields;
    private final SharedValues shared;

    private BuildFields(Function<String, @Nullable Object> fields, SharedValues shared) {
        this.fields = fields;
        this.shared = shared;
    }

    static Map<String, Object> of(Build build) {
        Map<String, Object> fields = new LinkedHashMap<>();
        BuildOrder order = build.order();
        fields.put(IMAGE_ID, order.key().imageId());
        fields.put("fingerprint", order.key().fingerprint());
        fields.put(ATTEMPT, order.key().attempt());
        fields.put("requestId", order.requestId());
        fields.put("claimedAt", order.claimedAt().toString());
        fields.put("reason", order.reason().id());
        fields.put(TARGETS, Columns.targets(order.targets()));
        fields.put(VARIABLES, Columns.variables(order.variables()));
        fields.put("definitionFingerprint", order.definitionFingerprint());
        putIfThere(fields, "defaultsFingerprint", order.defaultsFingerprint());
        putIfThere(fields, BASE, order.base() == null ? null : Columns.key(order.base()));
        BuildProgress progress = build.progress();
        fields.put("state", progress.state().id());
        fields.put("since", progress.since().toString());
        if (progress.lease() != null) {
            fields.put("leaseRun", progress.lease().run());
            fields.put("leaseFrom", progress.lease().from().toString());
            fields.put("leaseUntil", progress.lease().until().toString());
        }
        putIfThere(fields, "trackingId", progress.trackingId());
        putIfThere(fields, REQUEST_ID_HONOURED, progress.requestIdHonoured());
        putIfThere(
                fields,
                "finishedAt",
                progress.finishedAt() == null ? null : progress.finishedAt().toString());
        putIfThere(fields, "error", progress.error());
        putIfThere(fields, "logUrl", progress.logUrl());
        Rollout rollout = progress.rollout();
        putIfThere(
                fields,
                "takenBackAt",
                rollout.takenBackAt() == null ? null : rollout.takenBackAt().toString());
        putIfThere(
                fields, PULL_REQUESTS, rollout.pullRequests().isEmpty() ? null : Columns.texts(rollout.pullRequests()));
        fields.put(REVISION, build.revision());
        return fields;
    }

    private static void putIfThere(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /**
     * The build that these fields say.
     *
     * @param fields the value of a name; null where there is none
     * @throws IllegalArgumentException where a field is missing or is not what it should be
     */
    static Build read(Function<String, @Nullable Object> fields) {
        return read(fields, new SharedValues());
    }

    /**
     * The same of one of many builds.
     *
     * @param shared what builds that were read before have in common with it
     */
    static Build read(Function<String, @Nullable Object> fields, SharedValues shared) {
        return new BuildFields(fields, shared).build();
    }

    private Build build() {
        @Nullable String base = optional(BASE, String.class);
        BuildOrder order = new BuildOrder(
                new BuildKey(shared.text(text(IMAGE_ID)), text("fingerprint"), value(ATTEMPT, Integer.class)),
                text("requestId"),
                instant("claimedAt"),
                ReasonCode.of(text("reason")),
                Columns.targets(text(TARGETS), shared::text),
                shared.variables(text(VARIABLES)),
                text("definitionFingerprint"),
                optional("defaultsFingerprint", String.class),
                base == null ? null : Columns.key(base));
        @Nullable String leaseRun = optional("leaseRun", String.class);
        @Nullable String finishedAt = optional("finishedAt", String.class);
        @Nullable String takenBackAt = optional("takenBackAt", String.class);
        @Nullable String pullRequests = optional(PULL_REQUESTS, String.class);
        BuildProgress progress = new BuildProgress(
                BuildState.of(text("state")),
                instant("since"),
                leaseRun == null ? null : new Lease(leaseRun, instant("leaseFrom"), instant("leaseUntil")),
                optional("trackingId", String.class),
                optional(REQUEST_ID_HONOURED, Boolean.class),
                finishedAt == null ? null : instant("finishedAt"),
                optional("error", String.class),
                optional("logUrl", String.class),
                new Rollout(
                        takenBackAt == null ? null : instant("takenBackAt"),
                        pullRequests == null ? List.of() : Columns.texts(pullRequests)));
        return new Build(order, progress, value(REVISION, Long.class));
    }

    private String text(String name) {
        return value(name, String.class);
    }

    private Instant instant(String name) {
        String text = text(name);
        try {
            return InstantText.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " is no instant: " + text, e);
        }
    }

    private <T> T value(String name, Class<T> type) {
        @Nullable T value = optional(name, type);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private <T> @Nullable T optional(String name, Class<T> type) {
        @Nullable Object value = fields.apply(name);
        if (value != null && !type.isInstance(value)) {
            throw new IllegalArgumentException(name + " is not of the type " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
