package dev.imagefactory.planner;

import java.util.List;

/** Says that a saved plan is not what would be planned now, and what has moved since; nothing was submitted. */
public final class StalePlanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> moved;

    StalePlanException(List<String> moved) {
        super("the plan is stale, and nothing was submitted: " + String.join("; ", moved) + "; make a new plan");
        this.moved = List.copyOf(moved);
    }

    /** What has moved, a sentence each, without a full stop. */
    public List<String> moved() {
        return moved;
    }
}
