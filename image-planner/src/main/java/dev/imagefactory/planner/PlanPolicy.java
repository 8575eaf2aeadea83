package dev.imagefactory.planner;

/**
 * The choices that a plan leaves to its user.
 *
 * @param maxAttempts how often a payload is submitted before a person must look; at least 1
 * @param refuseUnchangedNames whether a changed payload is refused where its image would keep its name
 * @param forced the images to build whether or not they need it
 */
public record PlanPolicy(int maxAttempts, boolean refuseUnchangedNames, ImageSelection forced) {
    /** Three attempts, unchanged names built with a warning, nothing forced. */
    public static final PlanPolicy DEFAULT = new PlanPolicy(3, false, ImageSelection.NONE);

    public PlanPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts is " + maxAttempts + ", but at least 1 is needed");
        }
    }

    /** The same policy with these images forced. */
    public PlanPolicy forcing(ImageSelection images) {
        return new PlanPolicy(maxAttempts, refuseUnchangedNames, images);
    }
}
