package dev.imagefactory.osob;

import java.util.List;

/**
 * Whose files name the images: a folder, or a branch of a git repository.
 *
 * <p>All methods throw {@link ConsumerException} where the files cannot be read or changed.
 */
public interface Consumer extends AutoCloseable {
    /** The files that may name images, by path: YAML and JSON, as far as they can be read. */
    List<ConsumerFile> files();

    /** The files that {@link #files()} would have but cannot read, each with the reason. */
    List<String> unreadable();

    /**
     * Brings the proposal to those who decide about it; one that they have already is not brought again.
     *
     * @param proposal made from {@link #files()}; with no changed file where nothing is left to change, which takes an
     *     earlier proposal of the same key back
     */
    ProposalResult propose(Proposal proposal);

    @Override
    void close();
}
