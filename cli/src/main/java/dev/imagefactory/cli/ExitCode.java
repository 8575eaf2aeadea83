package dev.imagefactory.cli;

/** The exit codes, which are a contract: {@code docs/cli.md} lists them. */
enum ExitCode {
    /** Nothing wrong; builds may be pending. */
    OK(0),
    /** An image failed, or its build does not go on. */
    IMAGE_FAILED(1),
    /** The definitions, the configuration or the call are wrong; nothing was submitted. */
    INVALID_INPUT(2),
    /** The service, the ledger or a credential cannot be reached. */
    UNREACHABLE(3),
    /** Asked for by {@code --detailed-exitcode}: there is something to build. */
    CHANGES(4),
    /** A fault of this program, with a stack trace to report. */
    INTERNAL_ERROR(70);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
