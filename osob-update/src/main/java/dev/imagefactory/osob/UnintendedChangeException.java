package dev.imagefactory.osob;

import java.util.List;

/** An edit of a consumer's file would change more than it should, or less; the message says what, and what to do. */
public final class UnintendedChangeException extends ConsumerException {
    private static final long serialVersionUID = 1L;

    private final List<String> pointers;

    UnintendedChangeException(String message, List<String> pointers) {
        super(message);
        this.pointers = List.copyOf(pointers);
    }

    /** The JSON pointers of the values that would be wrong, in the document with anchors and merge keys followed. */
    public List<String> pointers() {
        return pointers;
    }
}
