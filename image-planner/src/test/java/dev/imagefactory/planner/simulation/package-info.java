/**
 * A deterministic simulation of runs: the real planner and runner against models of everything around them, with
 * everything that can go wrong there going wrong, in an order that one seed decides.
 *
 * <p>Start reading at {@link dev.imagefactory.planner.simulation.Simulation}.
 */
@NullMarked
package dev.imagefactory.planner.simulation;

import org.jspecify.annotations.NullMarked;
