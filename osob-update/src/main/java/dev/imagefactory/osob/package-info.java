/**
 * Moves the consumers of images, the OSOB definitions, to those that were built.
 *
 * <p>A {@link dev.imagefactory.osob.Consumer} is a set of YAML and JSON files that name images. Knows neither git nor
 * any network: who changes a consumer's files, and by which review, is the consumer's business.
 */
@NullMarked
package dev.imagefactory.osob;

import org.jspecify.annotations.NullMarked;
