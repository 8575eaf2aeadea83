@NullMarked
package dev.imagefactory.catalogue;

import org.jspecify.annotations.NullMarked;
