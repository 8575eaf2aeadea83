package dev.imagefactory.planner.simulation;

import java.util.Map;
import java.util.TreeMap;

/** Counts what has happened, so that it can be told that a simulation has not gone blind. Safe for concurrent use. */
public final class Coverage {
    private final Map<String, Long> counts = new TreeMap<>();

    synchronized void count(String event) {
        counts.merge(event, 1L, Long::sum);
    }

    synchronized void add(Coverage other) {
        other.counts().forEach((event, count) -> counts.merge(event, count, Long::sum));
    }

    /** How often each event happened. */
    public synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
