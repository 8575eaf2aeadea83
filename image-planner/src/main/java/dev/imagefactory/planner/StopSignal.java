package dev.imagefactory.planner;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish that a run ends: it begins no new request, writes down the answers to those under way, and reports. */
public final class StopSignal {
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Asks for the end; may be called by any thread, and again. */
    public void stop() {
        stopped.countDown();
    }

    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits that long, or until the end is asked for; an interrupt asks for it, too. */
    public void await(Duration duration) {
        try {
            if (stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }
}
