@NullMarked
package dev.imagefactory.git;

import org.jspecify.annotations.NullMarked;
