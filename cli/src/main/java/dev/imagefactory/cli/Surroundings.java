package dev.imagefactory.cli;

import dev.imagefactory.planner.StopSignal;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What the program gets from its process.
 *
 * @param workingDirectory what relative paths on the command line start from
 * @param environment the environment variables
 * @param out for results
 * @param err for what people should know beside them
 * @param terminal whether {@code err} and {@code out} are a terminal, so that colour and progress make sense
 * @param clock the time
 * @param stop tells that the program is to end, for instance by Ctrl-C
 */
record Surroundings(
        Path workingDirectory,
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        Clock clock,
        StopSignal stop) {
    Surroundings {
        environment = Map.copyOf(environment);
    }

    /** An environment variable; empty where it is blank too, which pipelines make of a value they do not have. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Without the environment, which holds secrets. */
    @Override
    public String toString() {
        return "Surroundings[" + workingDirectory + "]";
    }
}
