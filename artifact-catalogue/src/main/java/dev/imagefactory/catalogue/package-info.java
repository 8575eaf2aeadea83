/**
 * A catalogue of artifacts: a folder of JSON Schemas by which the parameters of artifacts are checked.
 *
 * <p>Start at {@link dev.imagefactory.catalogue.ArtifactCatalogue}. The module must not know: plans, the Image Factory,
 * the network.
 */
@NullMarked
package dev.imagefactory.catalogue;

import org.jspecify.annotations.NullMarked;
