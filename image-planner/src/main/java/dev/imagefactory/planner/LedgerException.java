package dev.imagefactory.planner;

/** Says that the ledger cannot be used, and what to do. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }

    public LedgerException(String message) {
        super(message);
    }

    /** The answer of {@link BuildLedger#bind} to a second service. */
    public static LedgerException boundToAnother(String ledger, String bound, String service) {
        return new LedgerException(ledger + " belongs to the service " + bound + " and says nothing about " + service
                + "; give each service a ledger of its own, or delete one that never led to an image");
    }
}
