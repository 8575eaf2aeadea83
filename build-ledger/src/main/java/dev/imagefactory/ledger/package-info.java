/**
 * Implementations of the planner's {@link dev.imagefactory.planner.BuildLedger}.
 *
 * <p>Start at {@link dev.imagefactory.ledger.SqliteBuildLedger}, in a file, and
 * {@link dev.imagefactory.ledger.AzureTableBuildLedger}, for several machines. The module must not know the service
 * that builds, or a command line.
 */
@NullMarked
package dev.imagefactory.ledger;

import org.jspecify.annotations.NullMarked;
