package dev.imagefactory.pullrequests;

/** The branch was changed by somebody else while we worked on it; nothing was written. */
final class LostRaceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostRaceException(String branch) {
        super("the branch " + branch + " was changed meanwhile");
    }
}
