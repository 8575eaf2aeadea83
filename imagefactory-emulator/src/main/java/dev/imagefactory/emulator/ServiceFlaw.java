package dev.imagefactory.emulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a service may lack of the contract. */
public enum ServiceFlaw {
    /**
     * Request ids are not looked at: a repeated request starts another job, and neither the answer nor the job tells of
     * the id.
     */
    IGNORE_REQUEST_IDS,
    /** Jobs cannot be listed: the route is answered 404. */
    NO_SEARCH;

    /** The name as it is written on a command line, for instance {@code no-search}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a flaw from its text.
     *
     * @throws IllegalArgumentException where there is no such flaw; the message names those that there are
     */
    public static ServiceFlaw parse(String text) {
        return Arrays.stream(values())
                .filter(flaw -> flaw.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is nothing that can be simulated; use "
                        + Arrays.stream(values()).map(ServiceFlaw::toString).collect(Collectors.joining(" or "))));
    }
}
