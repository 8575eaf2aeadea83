package dev.imagefactory.planner;

/**
 * A build as the ledger remembers it.
 *
 * @param order what was asked for
 * @param progress what has become of it
 * @param revision 1 when claimed, one more with each update; guards an update against a newer one
 */
public record Build(BuildOrder order, BuildProgress progress, long revision) {
    public BuildKey key() {
        return order.key();
    }

    public String imageId() {
        return order.key().imageId();
    }

    public BuildState state() {
        return progress.state();
    }
}
