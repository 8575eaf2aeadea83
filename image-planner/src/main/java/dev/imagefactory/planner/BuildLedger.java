package dev.imagefactory.planner;

import java.util.Optional;

/**
 * The memory of what was submitted and what became of it.
 *
 * <p>Everything that a method has answered survives the end of the process at any moment. Safe for concurrent use, also
 * by several processes where the implementation says so. All methods throw {@link LedgerException} where the storage
 * cannot be used.
 */
public interface BuildLedger extends AutoCloseable {
    /**
     * Binds the ledger to one service, for good once a build is claimed: what became of it only that service knows.
     *
     * <p>A ledger of one service says nothing about another: an image built by an emulator was never built.
     *
     * @param service names the service, for instance by its endpoint
     * @throws LedgerException where the ledger belongs to another service
     */
    void bind(String service);

    /** The service that the ledger is bound to. */
    Optional<String> service();

    /** All builds; those that cannot be read are set aside. */
    LedgerContents contents();

    /** One build as it stands. */
    Optional<Build> find(BuildKey key);

    /** The redacted payload of a build, as it was claimed. */
    Optional<String> payload(BuildKey key);

    /**
     * Claims a build before it is submitted: writes the order down, in state {@link BuildState#SUBMITTING}.
     *
     * @param payload the redacted payload as JSON
     * @param lease of the run that is about to send it
     * @return the build; empty where another run has claimed the same key
     */
    Optional<Build> claim(BuildOrder order, String payload, Lease lease);

    /**
     * Writes down what has become of a build.
     *
     * @return the build as it stands now; empty, with nothing written, where it has changed since {@code before}
     */
    Optional<Build> update(Build before, BuildProgress progress);

    /**
     * Writes down a build of another ledger as it stands there, its revision included.
     *
     * @return false, with nothing written, where the key is known
     */
    boolean restore(Build build, String payload);

    @Override
    void close();
}
