/**
 * How fast the parts are, and the sets of definitions that whole programs are measured with.
 *
 * <p>Not for embedding, and shipped with nothing.
 */
@NullMarked
package dev.imagefactory.benchmarks;

import org.jspecify.annotations.NullMarked;
