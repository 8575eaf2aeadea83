/**
 * Moving in: what helps to bring existing definitions into the form that the other modules read.
 *
 * <p>{@link dev.imagefactory.authoring.JsonConversion} makes JSON of YAML,
 * {@link dev.imagefactory.authoring.VariableExtraction} makes variables of repeated values, both on
 * {@link dev.imagefactory.authoring.DefinitionTexts} and with the proof that what would be built stays the same.
 * {@link dev.imagefactory.authoring.NewRepository} begins from nothing. Knows neither history, service nor command
 * line.
 */
@NullMarked
package dev.imagefactory.authoring;

import org.jspecify.annotations.NullMarked;
