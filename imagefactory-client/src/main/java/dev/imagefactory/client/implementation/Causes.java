package dev.imagefactory.client.implementation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The chain of causes behind a failure; transports wrap what really happened several times. */
final class Causes {

    private static final int DEEPEST = 20;

    private Causes() {}

    /** Whether the failure or one of its causes is of one of these types. */
    static boolean contain(@Nullable Throwable failure, Class<?>... types) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            for (Class<?> type : types) {
                if (type.isInstance(cause)) {
                    return true;
                }
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Whether an interruption ended the call; the retry policy hides one during a wait among the suppressed. */
    static boolean ofInterruption(Throwable failure) {
        return contain(failure, InterruptedException.class)
                || Arrays.stream(failure.getSuppressed()).anyMatch(InterruptedException.class::isInstance);
    }

    /** The innermost cause. */
    static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
