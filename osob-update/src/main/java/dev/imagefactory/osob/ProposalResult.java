package dev.imagefactory.osob;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a proposal.
 *
 * @param state whether it was brought, or why not
 * @param place where it can be seen: the pull request's address, else the branch; null where there is nothing to see
 * @param detail what the reader should know or do, in one sentence without a full stop; empty where there is nothing
 */
public record ProposalResult(State state, @Nullable String place, String detail) {
    /** Whether a proposal was brought, or why not. */
    public enum State {
        /** A new pull request, or a new branch, or the files were changed. */
        CREATED,
        /** The open one was changed: its files, its text, or both. */
        UPDATED,
        /** The open one says the same already, or there is nothing to change. */
        UNCHANGED,
        /** Nothing is left to change, so the open one was closed. */
        WITHDRAWN,
        /** People have turned down the same content. */
        DECLINED,
        /** A person has committed to the branch; nothing was written. */
        TAKEN_OVER;

        /** The name in messages and JSON: {@code created}, {@code taken-over} and so on. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
