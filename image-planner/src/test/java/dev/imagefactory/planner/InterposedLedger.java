package dev.imagefactory.planner;

import java.util.Optional;

/** A ledger before another, for tests that come between. */
class InterposedLedger implements BuildLedger {
    private final BuildLedger inner;

    InterposedLedger(BuildLedger inner) {
        this.inner = inner;
    }

    @Override
    public void bind(String service) {
        inner.bind(service);
    }

    @Override
    public Optional<String> service() {
        return inner.service();
    }

    @Override
    public LedgerContents contents() {
        return inner.contents();
    }

    @Override
    public Optional<Build> find(BuildKey key) {
        return inner.find(key);
    }

    @Override
    public Optional<String> payload(BuildKey key) {
        return inner.payload(key);
    }

    @Override
    public Optional<Build> claim(BuildOrder order, String payload, Lease lease) {
        return inner.claim(order, payload, lease);
    }

    @Override
    public Optional<Build> update(Build before, BuildProgress progress) {
        return inner.update(before, progress);
    }

    @Override
    public boolean restore(Build build, String payload) {
        return inner.restore(build, payload);
    }

    @Override
    public void close() {
        inner.close();
    }
}
