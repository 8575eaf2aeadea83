/** Text in, rendered image out. */
@NullMarked
package dev.imagefactory.template;

import org.jspecify.annotations.NullMarked;
