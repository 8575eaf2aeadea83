/**
 * The command line: wires the modules and prints.
 *
 * <p>Start at {@link dev.imagefactory.cli.Application}; {@link dev.imagefactory.cli.Wiring} is where all objects are
 * made. What is to be built is decided by {@code image-planner}, not here.
 */
@NullMarked
package dev.imagefactory.cli;

import org.jspecify.annotations.NullMarked;
