package dev.imagefactory.template.document;

/** Ends the reading of a document whose problem is already reported. */
final class UnreadableDocument extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableDocument() {
        super("reported as a problem", null, false, false);
    }
}
