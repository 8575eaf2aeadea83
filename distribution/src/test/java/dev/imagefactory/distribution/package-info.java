@NullMarked
package dev.imagefactory.distribution;

import org.jspecify.annotations.NullMarked;
