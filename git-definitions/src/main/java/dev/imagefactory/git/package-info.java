/**
 * Definitions and variables as they stood at a commit of a git repository.
 *
 * <p>Reads objects only: no checkout, no filter, no hook, no network, nothing is written. Knows neither rendering nor
 * plans. Start at {@link dev.imagefactory.git.GitHistory}.
 */
@NullMarked
package dev.imagefactory.git;

import org.jspecify.annotations.NullMarked;
