/**
 * What can be wrong with definitions, variables and configuration, and where.
 *
 * <p>Problems are gathered over all files and reported together; start at
 * {@link dev.imagefactory.template.problem.Problem}.
 */
@NullMarked
package dev.imagefactory.template.problem;

import org.jspecify.annotations.NullMarked;
