package dev.imagefactory.report;

import dev.imagefactory.planner.Build;
import dev.imagefactory.planner.ImageAge;
import dev.imagefactory.planner.PlannedImage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image as a report shows it.
 *
 * @param plan the decision about it, and its build
 * @param verdict the same in one word
 * @param age since its last success was claimed; null where there was none
 * @param ageMark the age against the limits
 * @param used the names of it that consumers name; empty where none does, or nobody was asked
 * @param history its last builds, of whichever payload, in the order in which they were claimed
 * @param typical how long its builds take, as a rule; null where that is not known
 */
public record ReportedImage(
        PlannedImage plan,
        Verdict verdict,
        @Nullable ImageAge age,
        AgeMark ageMark,
        List<UsedName> used,
        List<Build> history,
        @Nullable Duration typical) {
    public ReportedImage {
        used = List.copyOf(used);
        history = List.copyOf(history);
    }

    /** The image's id. */
    public String id() {
        return plan.imageId();
    }
}
