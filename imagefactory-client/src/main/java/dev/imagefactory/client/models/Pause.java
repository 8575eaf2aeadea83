package dev.imagefactory.client.models;

import java.time.Duration;

/**
 * How a client waits: between two tries of a request, and where the service asks for a pause. It is asked before each
 * request, too, with no time to wait.
 */
@FunctionalInterface
public interface Pause {
    /**
     * Waits for a time, or for less where the caller wants no more requests.
     *
     * @param duration the time; zero for no wait at all
     * @return whether requests are still wanted; if not, the client sends none
     */
    boolean await(Duration duration) throws InterruptedException;
}
