package dev.imagefactory.planner;

class InMemoryBuildLedgerTest extends BuildLedgerContract {
    @Override
    protected BuildLedger open() {
        return new InMemoryBuildLedger();
    }
}
