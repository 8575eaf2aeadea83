package dev.imagefactory.cli;

/** A command: fields that are its parameters, and one call of the libraries. */
interface Command {
    ExitCode run(Wiring wiring);

    /** How the command prints its result, and the reasons for having none. */
    OutputFormat output();

    /** Whether it submits images, so that people want to know that it did not. */
    default boolean isSubmitting() {
        return false;
    }
}
