package dev.imagefactory.catalogue;

import com.networknt.schema.ExecutionContext;

/** One validation, which knows whether what it says depends on a secret. */
final class Judgement extends ExecutionContext {
    private boolean dependsOnSecret;

    void meetSecret() {
        dependsOnSecret = true;
    }

    /** Sets whether it depends on one, and says whether it did. */
    boolean dependsOnSecret(boolean now) {
        boolean before = dependsOnSecret;
        dependsOnSecret = now;
        return before;
    }
}
