/**
 * Text in, rendered image out: reads image definitions, puts variables in, and fingerprints the result.
 *
 * <p>Start at {@link dev.imagefactory.template.TemplateEngine}. The module must not know: the network, what was built
 * before, Azure, or a command line. The rules of the template language are in {@code docs/templates.md}.
 */
@NullMarked
package dev.imagefactory.template;

import org.jspecify.annotations.NullMarked;
