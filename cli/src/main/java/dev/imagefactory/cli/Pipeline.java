package dev.imagefactory.cli;

import dev.imagefactory.template.problem.Location;
import dev.imagefactory.template.problem.Severity;
import java.nio.file.Path;

/**
 * The pipeline that runs the program, told in its own words what went wrong and what came of it.
 *
 * <p>Its commands go to standard error, where people's text stands: standard output is for results, which scripts keep
 * in files. Foreign text in them gives no command of its own.
 */
interface Pipeline {
    /** No pipeline, or one that is to be told nothing. */
    Pipeline NONE = new Pipeline() {
        @Override
        public boolean show(Severity severity, Location place, String code, String message) {
            return false;
        }

        @Override
        public void output(String name, String value) {}

        @Override
        public void summary(Path markdown) {}

        @Override
        public void endWithIssues() {}
    };

    /** The pipeline that the environment tells of. */
    static Pipeline of(Surroundings surroundings) {
        if (surroundings
                .variable("IMAGE_FACTORY_ANNOTATIONS")
                .filter("off"::equals)
                .isPresent()) {
            return NONE;
        }
        if (surroundings.variable("TF_BUILD").filter("true"::equalsIgnoreCase).isPresent()) {
            return new AzurePipelines(surroundings.err(), Checkout.of(surroundings, "BUILD_SOURCESDIRECTORY"));
        }
        if (surroundings.variable("GITHUB_ACTIONS").filter("true"::equals).isPresent()) {
            return new GitHubActions(surroundings, Checkout.of(surroundings, "GITHUB_WORKSPACE"));
        }
        return NONE;
    }

    /**
     * Shows an error or warning among those of the run.
     *
     * @param place what it is about; {@link Location#NONE} for nothing in particular
     * @param code the kind of problem; empty for none
     * @return whether there is a pipeline to show it
     */
    boolean show(Severity severity, Location place, String code, String message);

    /** Gives later steps a value. */
    void output(String name, String value);

    /** Shows a Markdown file on the page of the run. */
    void summary(Path markdown);

    /** Marks a step that ends well as one that somebody should look at, where there is such a mark. */
    void endWithIssues();
}
