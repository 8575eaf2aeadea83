/**
 * What must be built, and why; and the running of such a plan.
 *
 * <p>{@link dev.imagefactory.planner.ImagePlanner} decides, {@link dev.imagefactory.planner.BuildRunner} carries out.
 * The module owns two ports: {@link dev.imagefactory.planner.BuildLedger}, what is remembered, and
 * {@link dev.imagefactory.planner.ImageBuilder}, the service that builds. It must not know how either is reached,
 * Azure, or a command line, so that other tools can embed it.
 */
@NullMarked
package dev.imagefactory.planner;

import org.jspecify.annotations.NullMarked;
