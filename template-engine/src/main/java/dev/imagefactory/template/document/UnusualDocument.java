package dev.imagefactory.template.document;

import java.io.Serial;

/** A document holds something that is not read in a hurry; whether it is a mistake is for others to find out. */
final class UnusualDocument extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Without a stack trace: in some sets it comes often. */
    UnusualDocument() {
        super("unusual", null, false, false);
    }
}
