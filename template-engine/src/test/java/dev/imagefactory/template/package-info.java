@NullMarked
package dev.imagefactory.template;

import org.jspecify.annotations.NullMarked;
