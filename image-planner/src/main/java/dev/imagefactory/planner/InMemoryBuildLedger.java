package dev.imagefactory.planner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ledger that forgets everything with its process: for tests, and for trying things out. */
public final class InMemoryBuildLedger implements BuildLedger {
    private final Map<BuildKey, Build> builds = new LinkedHashMap<>();
    private final Map<BuildKey, String> payloads = new LinkedHashMap<>();
    private @Nullable String service;

    @Override
    public synchronized void bind(String service) {
        if (this.service == null || builds.isEmpty()) {
            this.service = service;
        } else if (!this.service.equals(service)) {
            throw LedgerException.boundToAnother("the ledger in memory", this.service, service);
        }
    }

    @Override
    public synchronized List<Build> builds() {
        return new ArrayList<>(builds.values());
    }

    @Override
    public synchronized Optional<Build> claim(BuildOrder order, String payload) {
        if (builds.containsKey(order.key())) {
            return Optional.empty();
        }
        Build build = new Build(order, BuildProgress.submitting(order.claimedAt()), 1);
        builds.put(order.key(), build);
        payloads.put(order.key(), payload);
        return Optional.of(build);
    }

    @Override
    public synchronized Optional<String> payload(BuildKey key) {
        return Optional.ofNullable(payloads.get(key));
    }

    @Override
    public synchronized Optional<Build> update(Build before, BuildProgress progress) {
        @Nullable Build current = builds.get(before.key());
        if (current == null || current.revision() != before.revision()) {
            return Optional.empty();
        }
        Build after = new Build(before.order(), progress, before.revision() + 1);
        builds.put(before.key(), after);
        return Optional.of(after);
    }

    @Override
    public void close() {}
}
