/**
 * The value tree of a definition, read from JSON or YAML and written as JSON.
 *
 * <p>Unlike the trees of general JSON libraries it keeps what a definition must not lose: the order of keys, the
 * spelling of numbers, and where each value stands in its file. Start at
 * {@link dev.imagefactory.template.document.JsonValue}.
 */
@NullMarked
package dev.imagefactory.template.document;

import org.jspecify.annotations.NullMarked;
