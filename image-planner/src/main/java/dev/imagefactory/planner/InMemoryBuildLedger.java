package dev.imagefactory.planner;

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
    public synchronized void bind(String newService) {
        if (service == null || builds.isEmpty()) {
            service = newService;
        } else if (!service.equals(newService)) {
            throw LedgerException.boundToAnother("the ledger in memory", service, newService);
        }
    }

    @Override
    public synchronized Optional<String> service() {
        return Optional.ofNullable(service);
    }

    @Override
    public synchronized LedgerContents contents() {
        return new LedgerContents(List.copyOf(builds.values()), List.of());
    }

    @Override
    public synchronized Optional<Build> find(BuildKey key) {
        return Optional.ofNullable(builds.get(key));
    }

    @Override
    public synchronized Optional<String> payload(BuildKey key) {
        return Optional.ofNullable(payloads.get(key));
    }

    @Override
    public synchronized Optional<Build> claim(BuildOrder order, String payload, Lease lease) {
        Build build = new Build(order, BuildProgress.claimed(lease), 1);
        return restore(build, payload) ? Optional.of(build) : Optional.empty();
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
    public synchronized boolean restore(Build build, String payload) {
        if (builds.putIfAbsent(build.key(), build) != null) {
            return false;
        }
        payloads.put(build.key(), payload);
        return true;
    }

    @Override
    public void close() {}
}
